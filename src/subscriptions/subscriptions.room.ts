import type { CatalogRoom } from '../catalog/catalog.room.js';
import type { CustomersRoom } from '../customers/customers.room.js';
import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import { actorErasure } from './actor-erasure.js';
import { EntitlementResolver } from './entitlement.resolver.js';
import { historiesBegin } from './histories-begin.migration.js';
import { NewSubscriptionService } from './new-subscription.service.js';
import { KeptChangeRecord } from './state-change.record.js';
import { SubscriptionChangesResolver, subscriptionChanges } from './subscription-changes.resolver.js';
import { StoredChanges } from './stored-changes.js';
import { StoredSubscriptionListeners } from './stored-subscription-listeners.js';
import { SubscriptionChangeService } from './subscription-change.service.js';
import { SubscriptionEndService } from './subscription-end.service.js';
import { SubscriptionPayloads } from './subscription-payloads.js';
import { SubscriptionHistory } from './subscription-history.js';
import { SubscriptionHistoryResolver } from './subscription-history.resolver.js';
import { SubscriptionMutationResolver } from './subscription-mutation.resolver.js';
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
  readonly payloads: SubscriptionPayloads;
  /** What moves a subscription to another plan, interval or quantity. */
  readonly changing: SubscriptionChangeService;
  /** Who is told of what is stored. */
  readonly listeners: StoredSubscriptionListeners;
  readonly changes: StoredChanges;
}

interface LowerRooms {
  readonly catalog: CatalogRoom;
  readonly customers: CustomersRoom;
}

export function openSubscriptions(
  { connection, gateways, observations, clientKeys, clock, changes: feeds }: Ground,
  { catalog, customers }: LowerRooms,
): SubscriptionsRoom {
  const model = modelOn(connection, SubscriptionRecord);
  const keptChanges = modelOn(connection, KeptChangeRecord);
  customers.erasure.add(actorErasure(model, keptChanges));
  const history = new SubscriptionHistory(keptChanges, clock);
  const listeners = new StoredSubscriptionListeners();
  const projection = new SubscriptionProjection(model, observations, history, listeners);
  const { plans, prices, priceValidator, edges } = catalog;
  const gateway = gateways.subscriptions;
  const service = new SubscriptionService(projection, gateway, customers.service, plans, prices);
  const beginnings = new NewSubscriptionService({
    service,
    projection,
    gateway,
    paymentMethods: gateways.paymentMethods,
    plans,
    priceValidator,
    customers: customers.service,
    customerProjection: customers.projection,
    clientKeys,
  });
  return {
    projection,
    service,
    changing: new SubscriptionChangeService({ service, projection, gateway, plans, priceValidator }),
    listeners,
    changes: new StoredChanges(model, keptChanges),
    payloads: new SubscriptionPayloads(projection, plans, catalog.projection),
    resolvers: [
      new SubscriptionMutationResolver(beginnings, new SubscriptionEndService(service, gateway)),
      new EntitlementResolver(projection, edges),
      new SubscriptionChangesResolver(),
      new SubscriptionResolver(projection, edges, customers.edges),
      new SubscriptionHistoryResolver(history),
      new SubscriptionItemResolver(edges),
      new CustomerSubscriptionsResolver(projection),
    ],
    models: [model, keptChanges],
    migrations: [historiesBegin],
    live: { subscriptionChanged: subscriptionChanges(feeds.of(projection.changes())) },
  };
}
