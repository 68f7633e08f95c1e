import { billingMeterRoutes } from './billing-meters/billing-meter.routes.js';
import { CheckoutCompletion } from './checkout/checkout-completion.js';
import { checkoutSessionRoutes } from './checkout/checkout-session.routes.js';
import { CheckoutSessions } from './checkout/checkout-sessions.js';
import { LineItems } from './checkout/line-items.js';
import { paymentPageRoutes } from './checkout/payment-page.routes.js';
import { customerRoutes } from './customers/customer.routes.js';
import { Customers } from './customers/customers.js';
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
import { Charges } from './payment-intents/charges.js';
import { paymentIntentRoutes } from './payment-intents/payment-intent.routes.js';
import { PaymentIntents } from './payment-intents/payment-intents.js';
import { paymentMethodRoutes } from './payment-methods/payment-method.routes.js';
import { PaymentMethods } from './payment-methods/payment-methods.js';
import { priceRoutes } from './prices/price.routes.js';
import { Prices } from './prices/prices.js';
import { productRoutes } from './products/product.routes.js';
import { Products } from './products/products.js';
import { SetupIntents, setupIntentRoutes } from './setup-intents/setup-intents.js';
import { Agenda } from './state/agenda.js';
import type { BillingClock } from './state/billing-clock.js';
import type { Ledger } from './state/ledger.js';
import type { Store } from './state/store.js';
import type { Sweeper } from './state/sweep.js';
import { subscriptionRoutes } from './subscriptions/subscription.routes.js';
import { SubscriptionOrders } from './subscriptions/subscription-orders.js';
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
  readonly methods: PaymentMethods;
  readonly intents: PaymentIntents;
  readonly endpoints: WebhookEndpoints;
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
  const charges = new Charges(ledger, events, clock);
  const intents = new PaymentIntents(ledger, methods, charges, events, clock, address);
  const setupIntents = new SetupIntents(ledger, events, clock);
  const invoiceItems = new InvoiceItems(ledger, customers, prices, events, clock);
  const collection = new InvoiceCollection(ledger, intents, events, clock);
  const invoices = new Invoices({ ...ground, customers, items: invoiceItems, collection });
  const endings = new InvoiceEndings({ ...ground, invoices, items: invoiceItems, customers, collection });
  const orders = new SubscriptionOrders(prices, customers, methods, clock);
  // Nothing reports usage yet: every metered line is over zero units.
  const usage = () => 0;
  const room = openSubscriptionRoom({
    ...ground,
    ...{ customers, invoices, endings, invoiceItems, collection, orders, usage },
  });
  const { subscriptions } = room;
  const previews = new InvoicePreviews({ ...ground, ...room, orders });
  const sessions = new CheckoutSessions(ledger, customers, new LineItems(ledger, prices), events, clock, address);
  const agenda = new Agenda(clock, [...room.steps, (testClock) => sessions.nextStep(testClock)]);
  const deleteCustomer = (id: string) => {
    room.end.cancelAllOf(id);
    customers.delete(id);
  };
  const clocks = new TestClocks({ ...ground, agenda, deleteCustomer });
  const time = new CustomerTime(ledger, clock);
  const paying = { customers, methods, intents, setupIntents, invoiceItems, orders, subscriptions };
  const completion = new CheckoutCompletion({ ...ground, ...paying, sessions });
  const endpoints = new WebhookEndpoints(ledger, clock);
  return {
    sessions,
    completion,
    methods,
    intents,
    endpoints,
    time,
    routes: [
      ...productRoutes(ledger, products, prices),
      ...priceRoutes(ledger, prices),
      ...billingMeterRoutes(ledger, events, clock),
      ...customerRoutes(ledger, customers, (customer) => room.end.cancelAllOf(customer)),
      ...paymentMethodRoutes(ledger, methods),
      ...paymentIntentRoutes({ ledger, intents, methods, customers }),
      ...setupIntentRoutes(ledger),
      ...invoiceRoutes({ ledger, invoices, endings, items: invoiceItems, previews }),
      ...testClockRoutes(ledger, clocks),
      ...subscriptionRoutes({ ledger, orders, ...room }),
      ...checkoutSessionRoutes(ledger, sessions),
      ...paymentPageRoutes(sessions, completion),
      ...eventRoutes({ ledger, events, endpoints, delivery }),
      ...webhookEndpointRoutes(ledger, endpoints),
    ],
    sweepers: [(now) => agenda.runUntil(null, now), () => clocks.sweep()],
  };
}
