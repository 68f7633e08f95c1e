import type { CatalogRoom } from '../catalog/catalog.room.js';
import type { CustomersRoom } from '../customers/customers.room.js';
import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import type { SubscriptionsRoom } from '../subscriptions/subscriptions.room.js';
import { CheckoutResolver } from './checkout.resolver.js';
import { CheckoutService } from './checkout.service.js';
import { CheckoutConfirmation } from './checkout-confirmation.js';
import { CheckoutSessionPayloads } from './checkout-session-payloads.js';
import { CheckoutSessionProjection } from './checkout-session.projection.js';
import { CheckoutSessionRecord } from './checkout-session.record.js';
import { CheckoutSessionChangesResolver, checkoutSessionChanges } from './checkout-session-changes.resolver.js';
import { CheckoutSessionResolver, CustomerCheckoutSessionsResolver } from './checkout-session.resolver.js';
import { CustomCheckoutResolver } from './custom-checkout.resolver.js';
import { CustomCheckoutService } from './custom-checkout.service.js';

export interface CheckoutRoom extends Room {
  readonly confirmation: CheckoutConfirmation;
  readonly payloads: CheckoutSessionPayloads;
  readonly projection: CheckoutSessionProjection;
}

interface LowerRooms {
  readonly catalog: CatalogRoom;
  readonly customers: CustomersRoom;
  readonly subscriptions: SubscriptionsRoom;
}

export function openCheckout(ground: Ground, { catalog, customers, subscriptions }: LowerRooms): CheckoutRoom {
  const { connection, gateways, observations, intents, clientKeys, settings, changes } = ground;
  const model = modelOn(connection, CheckoutSessionRecord);
  const projection = new CheckoutSessionProjection(model, observations);
  const gateway = gateways.checkoutSessions;
  const service = new CheckoutService({
    projection,
    gateway,
    promotionCodes: gateways.promotionCodes,
    plans: catalog.plans,
    priceValidator: catalog.priceValidator,
    customers: customers.service,
    subscriptions: subscriptions.projection,
    intents,
    clientKeys,
    baseUrl: settings.baseUrl,
  });
  const confirmation = new CheckoutConfirmation(projection, gateway, customers.service, subscriptions.service);
  const custom = new CustomCheckoutService({
    projection,
    gateway,
    confirmation,
    customers: customers.service,
    prices: catalog.priceForSale,
  });
  return {
    confirmation,
    payloads: new CheckoutSessionPayloads(projection),
    projection,
    resolvers: [
      new CheckoutResolver(service, confirmation),
      new CustomCheckoutResolver(custom),
      new CheckoutSessionChangesResolver(),
      new CheckoutSessionResolver(projection, subscriptions.projection, catalog.edges, customers.edges),
      new CustomerCheckoutSessionsResolver(projection),
    ],
    models: [model],
    live: { checkoutSessionChanged: checkoutSessionChanges(changes.of(projection.changes())) },
  };
}
