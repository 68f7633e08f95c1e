import { accountRoutes } from './account/account.routes.js';
import { billingMeterRoutes } from './billing-meters/billing-meter.routes.js';
import { usageOf } from './billing-meters/meter-usage.js';
import { Portal } from './billing-portal/portal.js';
import { portalRoutes } from './billing-portal/portal.routes.js';
import { PortalConfigurations } from './billing-portal/portal-configurations.js';
import { PortalSessions } from './billing-portal/portal-sessions.js';
import { CheckoutCompletion } from './checkout/checkout-completion.js';
import { checkoutSessionRoutes } from './checkout/checkout-session.routes.js';
import { CheckoutSessions } from './checkout/checkout-sessions.js';
import { LineItems } from './checkout/line-items.js';
import { paymentPageRoutes } from './checkout/payment-page.routes.js';
import { customerRoutes } from './customers/customer.routes.js';
import { Customers } from './customers/customers.js';
import { SessionDiscounts } from './checkout/session-discounts.js';
import { Coupons } from './discounts/coupons.js';
import { discountRoutes } from './discounts/discount.routes.js';
import { Discounts } from './discounts/discounts.js';
import { PromotionCodes } from './discounts/promotion-codes.js';
import { SubscriptionDiscounts } from './discounts/subscription-discounts.js';
import type { WebhookDelivery } from './delivery/webhook-delivery.js';
import { eventRoutes } from './events/event.routes.js';
import type { EventLog } from './events/event-log.js';
import type { PublicAddress } from './http/public-address.js';
import type { Route } from './http/route.js';
import { invoiceRoutes } from './invoices/invoice.routes.js';
import { InvoicePreviews } from './invoice-previews/invoice-previews.js';
import { InvoiceCollection } from './invoices/invoice-collection.js';
import { InvoiceEndings } from './invoices/invoice-endings.js';
import { InvoiceItems } from './invoices/invoice-items.js';
import { Invoices } from './invoices/invoices.js';
import { chargeRoutes } from './payment-intents/charge.routes.js';
import { Charges } from './payment-intents/charges.js';
import { paymentIntentRoutes } from './payment-intents/payment-intent.routes.js';
import { PaymentIntents } from './payment-intents/payment-intents.js';
import { paymentMethodRoutes } from './payment-methods/payment-method.routes.js';
import { PaymentMethods } from './payment-methods/payment-methods.js';
import { priceRoutes } from './prices/price.routes.js';
import { Prices } from './prices/prices.js';
import { productRoutes } from './products/product.routes.js';
import { Products } from './products/products.js';
import { refundRoutes } from './refunds/refund.routes.js';
import { Refunds } from './refunds/refunds.js';
import { setupIntentRoutes } from './setup-intents/setup-intent.routes.js';
import { SetupIntents } from './setup-intents/setup-intents.js';
import { Agenda } from './state/agenda.js';
import type { BillingClock } from './state/billing-clock.js';
import type { Ledger } from './state/ledger.js';
import type { Store } from './state/store.js';
import type { Sweeper } from './state/sweep.js';
import { subscriptionRoutes } from './subscriptions/subscription.routes.js';
import { SubscriptionOrders } from './subscriptions/subscription-orders.js';
import type { MeteredUsage } from './subscriptions/subscription-billing.js';
import { openSubscriptionRoom } from './subscriptions/subscription-room.js';
import type { AfterRetries } from './subscriptions/subscription-status.js';
import { CustomerTime } from './test-clocks/customer-time.js';
import { testClockRoutes } from './test-clocks/test-clock.routes.js';
import { TestClocks } from './test-clocks/test-clocks.js';
import { webhookEndpointRoutes } from './webhook-endpoints/webhook-endpoint.routes.js';
import { WebhookEndpoints } from './webhook-endpoints/webhook-endpoints.js';

/** What all rooms stand on. */
export interface Ground {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly events: EventLog;
  readonly delivery: WebhookDelivery;
  readonly clock: BillingClock;
  readonly address: PublicAddress;
  readonly afterRetries: AfterRetries;
  /** Has the sweepers run in a moment. */
  readonly wake: () => void;
}

/** The services that pages and the official CLI's routes use, and all routes of the API. */
export interface Rooms {
  readonly sessions: CheckoutSessions;
  readonly completion: CheckoutCompletion;
  readonly sessionDiscounts: SessionDiscounts;
  readonly methods: PaymentMethods;
  readonly intents: PaymentIntents;
  readonly setupIntents: SetupIntents;
  readonly endpoints: WebhookEndpoints;
  readonly portal: Portal;
  readonly portalSessions: PortalSessions;
  readonly discounts: Discounts;
  readonly routes: readonly Route[];
  readonly time: CustomerTime;
  readonly sweepers: readonly Sweeper[];
}

/** Wires the rooms, each over those below it: catalogue, customers and cards, payments, invoices, subscriptions, checkout. */
export function openRooms(ground: Ground): Rooms {
  const { ledger, events, clock, address, delivery } = ground;
  const products = new Products(ledger, events, clock);
  const prices = new Prices(ledger, products, events, clock);
  const methods = new PaymentMethods(ledger, events, clock);
  const customers = new Customers(ledger, methods, events, clock);
  const coupons = new Coupons(ledger, events, clock);
  const promotionCodes = new PromotionCodes(ledger, coupons, customers, events, clock);
  const redeeming = new Discounts({ ledger, coupons, promotionCodes, events, clock });
  const discounts = new SubscriptionDiscounts(ledger, redeeming, events, clock);
  const charges = new Charges(ledger, events, clock);
  const intents = new PaymentIntents(ledger, methods, charges, events, clock, address);
  const refunds = new Refunds({ ledger, charges, intents, methods, events, clock });
  const setupIntents = new SetupIntents({ ...ground, methods });
  const invoiceItems = new InvoiceItems(ledger, customers, prices, events, clock);
  const collection = new InvoiceCollection(ledger, intents, events, clock);
  const invoices = new Invoices({ ...ground, customers, items: invoiceItems, collection, discounts });
  const endings = new InvoiceEndings({ ...ground, invoices, items: invoiceItems, customers, collection });
  const orders = new SubscriptionOrders(prices, customers, methods, discounts, clock);
  const usage: MeteredUsage = ({ price }, customer, { start, end }) => {
    const meter = ledger.meters.get(price.recurring?.meter ?? '');
    return meter === undefined ? 0 : usageOf(ledger, customer, meter, start, end);
  };
  const room = openSubscriptionRoom({
    ...ground,
    ...{ customers, invoices, endings, invoiceItems, collection, discounts, orders, usage },
  });
  const { subscriptions } = room;
  const previews = new InvoicePreviews({ ...ground, ...room, orders, discounts });
  const sessionDiscounts = new SessionDiscounts(ledger, redeeming, promotionCodes);
  const lineItems = new LineItems(ledger, prices);
  const sessions = new CheckoutSessions({ ...ground, customers, lineItems, discounts: sessionDiscounts });
  const agenda = new Agenda(clock, [...room.steps, (testClock) => sessions.nextStep(testClock)]);
  const deleteCustomer = (id: string) => {
    room.end.cancelAllOf(id);
    customers.delete(id);
  };
  const clocks = new TestClocks({ ...ground, agenda, deleteCustomer });
  const time = new CustomerTime(ledger, clock);
  const paying = { customers, methods, intents, setupIntents, invoiceItems, orders, subscriptions };
  const completion = new CheckoutCompletion({ ...ground, ...paying, sessions, discounts: redeeming });
  const configurations = new PortalConfigurations(ledger, events, clock);
  const portalSessions = new PortalSessions({ ...ground, customers, configurations });
  const portal = new Portal({ ...room, ledger, customers, methods });
  const endpoints = new WebhookEndpoints(ledger, clock);
  return {
    sessions,
    completion,
    sessionDiscounts,
    methods,
    intents,
    setupIntents,
    endpoints,
    portal,
    portalSessions,
    discounts: redeeming,
    time,
    routes: [
      ...accountRoutes(),
      ...productRoutes(ledger, products, prices),
      ...priceRoutes(ledger, prices),
      ...billingMeterRoutes({ ...ground, time }),
      ...customerRoutes(ledger, customers, (customer) => room.end.cancelAllOf(customer)),
      ...paymentMethodRoutes(ledger, methods),
      ...paymentIntentRoutes({ ledger, intents, methods, customers }),
      ...discountRoutes({ ledger, coupons, promotionCodes, discounts }),
      ...chargeRoutes(ledger, charges),
      ...refundRoutes(ledger, refunds),
      ...setupIntentRoutes({ ledger, setupIntents, customers, methods }),
      ...invoiceRoutes({ ledger, invoices, endings, items: invoiceItems, previews }),
      ...testClockRoutes(ledger, clocks),
      ...subscriptionRoutes({ ledger, orders, ...room }),
      ...checkoutSessionRoutes(ledger, sessions),
      ...portalRoutes(ledger, configurations, portalSessions),
      ...paymentPageRoutes(sessions, completion),
      ...eventRoutes({ ledger, events, endpoints, delivery }),
      ...webhookEndpointRoutes(ledger, endpoints),
    ],
    sweepers: [
      (now) => agenda.runUntil(null, now),
      () => clocks.sweep(),
      (now) => refunds.sweep(now),
      (now) => coupons.sweep(now),
      (now) => promotionCodes.sweep(now),
    ],
  };
}
