import type { Connection, Model } from 'mongoose';
import type Stripe from 'stripe';
import { CatalogEdges } from './catalog/catalog-edges.js';
import { PlanPublisher } from './catalog/plan-publisher.js';
import { PlanRecord } from './catalog/plan.record.js';
import { PlanService } from './catalog/plan.service.js';
import { PriceProjection } from './catalog/price.projection.js';
import { PriceRecord } from './catalog/price.record.js';
import { PriceService } from './catalog/price.service.js';
import { PriceValidator } from './catalog/price-validator.js';
import { ProductRecord } from './catalog/product.record.js';
import { CheckoutService } from './checkout/checkout.service.js';
import { CheckoutConfirmation } from './checkout/checkout-confirmation.js';
import { CheckoutSessionProjection } from './checkout/checkout-session.projection.js';
import { CheckoutSessionRecord } from './checkout/checkout-session.record.js';
import type { Config } from './config.js';
import { CustomerProjection } from './customers/customer.projection.js';
import { CustomerRecord } from './customers/customer.record.js';
import { CustomerEdges } from './customers/customer-edges.js';
import { CustomerService } from './customers/customer.service.js';
import { Intents } from './mongo/intents.js';
import { modelOn } from './mongo/model.js';
import { Observations } from './mongo/observation.js';
import { openGateways } from './stripe/gateways.js';
import { type StripeCall, StripeCalls } from './stripe/stripe-calls.js';
import { SubscriptionProjection } from './subscriptions/subscription.projection.js';
import { SubscriptionRecord } from './subscriptions/subscription.record.js';
import { SubscriptionService } from './subscriptions/subscription.service.js';
import { WebhookEventRecord } from './webhooks/webhook-event.record.js';
import { type WebhookHandlers, webhookHandlers } from './webhooks/webhook-handlers.js';
import { WebhookInbox } from './webhooks/webhook-inbox.js';

/** The ground that all rooms stand on. */
export interface Ground {
  readonly config: Config;
  readonly connection: Connection;
  readonly stripe: Stripe;
  readonly onStripeCall?: (call: StripeCall) => void;
}

/** What the rooms offer to the edges: GraphQL, webhooks and the command line. */
export interface Rooms {
  readonly plans: PlanService;
  readonly publisher: PlanPublisher;
  readonly catalogEdges: CatalogEdges;
  readonly customers: CustomerProjection;
  readonly customerEdges: CustomerEdges;
  readonly subscriptions: SubscriptionProjection;
  readonly sessions: CheckoutSessionProjection;
  readonly checkouts: CheckoutService;
  readonly confirmation: CheckoutConfirmation;
  readonly events: Model<WebhookEventRecord>;
  readonly inbox: WebhookInbox;
  readonly handlers: WebhookHandlers;
  createIndexes(): Promise<void>;
}

/** Opens the rooms, each over those below it: catalogue and customers, subscriptions, checkout, webhooks. */
export function openRooms({ config, connection, stripe, onStripeCall }: Ground): Rooms {
  const gateways = openGateways(new StripeCalls(stripe, onStripeCall ?? (() => undefined)));
  const observations = new Observations(connection);
  const intents = new Intents(connection);
  const models = openModels(connection);

  const plans = new PlanService(models.plans);
  const priceProjection = new PriceProjection(models.products, models.prices, observations);
  const priceValidator = new PriceValidator(gateways.prices, priceProjection, config.stripe.priceFreshForMs);
  const publisher = new PlanPublisher(models.plans, priceProjection, priceValidator, gateways);
  const prices = new PriceService(priceProjection, gateways.products);

  const customers = new CustomerProjection(models.customers, observations);
  const customerService = new CustomerService(customers, gateways.customers, intents);

  const subscriptions = new SubscriptionProjection(models.subscriptions, observations);
  const subscriptionService = new SubscriptionService(
    subscriptions,
    gateways.subscriptions,
    customerService,
    plans,
    prices,
  );

  const sessions = new CheckoutSessionProjection(models.sessions, observations);
  const checkouts = new CheckoutService({
    projection: sessions,
    gateway: gateways.checkoutSessions,
    plans,
    priceValidator,
    customers: customerService,
    subscriptions,
    intents,
    baseUrl: config.baseUrl,
  });
  const confirmation = new CheckoutConfirmation(
    sessions,
    gateways.checkoutSessions,
    customerService,
    subscriptionService,
  );
  return {
    plans,
    publisher,
    catalogEdges: new CatalogEdges(plans, priceProjection),
    customers,
    customerEdges: new CustomerEdges(customers),
    subscriptions,
    sessions,
    checkouts,
    confirmation,
    events: models.events,
    inbox: new WebhookInbox(models.events, config.webhooks),
    handlers: webhookHandlers({ checkouts: confirmation, subscriptions: subscriptionService }),
    createIndexes: async () => {
      await intents.createIndexes();
      for (const model of Object.values(models)) await model.createIndexes();
    },
  };
}

function openModels(connection: Connection) {
  return {
    products: modelOn(connection, ProductRecord),
    prices: modelOn(connection, PriceRecord),
    plans: modelOn(connection, PlanRecord),
    customers: modelOn(connection, CustomerRecord),
    subscriptions: modelOn(connection, SubscriptionRecord),
    sessions: modelOn(connection, CheckoutSessionRecord),
    events: modelOn(connection, WebhookEventRecord),
  };
}
