import type { CatalogRoom } from '../catalog/catalog.room.js';
import type { CustomersRoom } from '../customers/customers.room.js';
import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import { SubscriptionProjection } from './subscription.projection.js';
import { SubscriptionRecord } from './subscription.record.js';
import {
  CustomerSubscriptionsResolver,
  SubscriptionItemResolver,
  SubscriptionResolver,
} from './subscription.resolver.js';
import { SubscriptionService } from './subscription.service.js';

export interface SubscriptionsRoom extends Room {
  readonly projection: SubscriptionProjection;
  readonly service: SubscriptionService;
}

interface LowerRooms {
  readonly catalog: CatalogRoom;
  readonly customers: CustomersRoom;
}

export function openSubscriptions(
  { connection, gateways, observations }: Ground,
  { catalog, customers }: LowerRooms,
): SubscriptionsRoom {
  const model = modelOn(connection, SubscriptionRecord);
  const projection = new SubscriptionProjection(model, observations);
  const { plans, prices, edges } = catalog;
  return {
    projection,
    service: new SubscriptionService(projection, gateways.subscriptions, customers.service, plans, prices),
    resolvers: [
      new SubscriptionResolver(projection, edges, customers.edges),
      new SubscriptionItemResolver(edges),
      new CustomerSubscriptionsResolver(projection),
    ],
    models: [model],
  };
}
