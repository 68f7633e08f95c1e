import type Stripe from 'stripe';
import type { PortalLink } from '../billing-portal/portal-sessions.js';
import type { MeterReading } from '../billing-meters/meter-events.js';
import type { Delivery } from '../delivery/delivery.js';
import type { StoredEvent } from '../events/stored-event.js';
import type { StoredAnswer } from '../http/idempotency.js';
import type { Collection } from './collection.js';
import type { Store } from './store.js';
import type { Wire } from './wire.js';

/** How a test card behaves, kept beside its payment method because no answer of Stripe shows it. */
export interface CardBehaviour {
  readonly id: string;
  readonly number: string;
  /** Whether 3D Secure was passed: for good, or for one payment, as the card has it. */
  readonly authenticated: boolean;
}

/** The only products that a coupon applies to, kept apart because Stripe shows them only when asked. The id is the coupon's. */
export interface CouponScope {
  readonly id: string;
  readonly products: readonly string[];
}

/** Something that the sandbox has told of, so that it tells it once: the id of the object, a colon, and what. */
export interface Announcement {
  readonly id: string;
}

/** Every collection of the sandbox, by the name of Stripe's resource. */
export interface Ledger {
  readonly products: Collection<Wire<Stripe.Product>>;
  readonly prices: Collection<Wire<Stripe.Price>>;
  readonly meters: Collection<Wire<Stripe.Billing.Meter>>;
  readonly meterReadings: Collection<MeterReading>;
  readonly customers: Collection<Wire<Stripe.Customer>>;
  readonly deletedCustomers: Collection<Wire<Stripe.DeletedCustomer>>;
  readonly paymentMethods: Collection<Wire<Stripe.PaymentMethod>>;
  readonly cardBehaviours: Collection<CardBehaviour>;
  readonly paymentIntents: Collection<Wire<Stripe.PaymentIntent>>;
  readonly setupIntents: Collection<Wire<Stripe.SetupIntent>>;
  readonly charges: Collection<Wire<Stripe.Charge>>;
  readonly refunds: Collection<Wire<Stripe.Refund>>;
  readonly coupons: Collection<Wire<Stripe.Coupon>>;
  readonly couponScopes: Collection<CouponScope>;
  readonly deletedCoupons: Collection<Wire<Stripe.Coupon>>;
  readonly promotionCodes: Collection<Wire<Stripe.PromotionCode>>;
  readonly discounts: Collection<Wire<Stripe.Discount>>;
  readonly subscriptions: Collection<Wire<Stripe.Subscription>>;
  readonly announcements: Collection<Announcement>;
  readonly testClocks: Collection<Wire<Stripe.TestHelpers.TestClock>>;
  readonly invoiceItems: Collection<Wire<Stripe.InvoiceItem>>;
  readonly invoices: Collection<Wire<Stripe.Invoice>>;
  readonly invoicePayments: Collection<Wire<Stripe.InvoicePayment>>;
  readonly checkoutSessions: Collection<Wire<Stripe.Checkout.Session>>;
  readonly checkoutOrders: Collection<CheckoutOrder>;
  readonly portalConfigurations: Collection<Wire<Stripe.BillingPortal.Configuration>>;
  readonly portalLinks: Collection<PortalLink>;
  readonly events: Collection<StoredEvent>;
  readonly webhookEndpoints: Collection<Wire<Stripe.WebhookEndpoint>>;
  readonly deliveries: Collection<Delivery>;
  readonly idempotencyKeys: Collection<StoredAnswer>;
}

/** What a person says about themselves on the hosted page. */
export interface CheckoutPayer {
  readonly email?: string;
  readonly name?: string;
}

/** What a Checkout Session will create once it is paid; its answers show only parts of it. The id is the session's. */
export interface CheckoutOrder {
  readonly id: string;
  readonly lineItems: readonly Wire<Stripe.LineItem>[];
  readonly subscriptionData: Wire<Stripe.Checkout.SessionCreateParams.SubscriptionData>;
  readonly paymentIntentData: Wire<Stripe.Checkout.SessionCreateParams.PaymentIntentData>;
  readonly setupIntentData: Wire<Stripe.Checkout.SessionCreateParams.SetupIntentData>;
  /** What waits for the end of a 3D Secure step. */
  readonly pendingPaymentMethod: string | null;
  readonly pendingPayer: CheckoutPayer | null;
}

/** Opens all collections over what the store kept. */
export function openLedger(store: Store): Ledger {
  return {
    products: store.collection('product'),
    prices: store.collection('price'),
    meters: store.collection('billing.meter'),
    meterReadings: store.collection('meter_reading'),
    customers: store.collection('customer'),
    deletedCustomers: store.collection('deleted_customer'),
    paymentMethods: store.collection('payment_method'),
    cardBehaviours: store.collection('card_behaviour'),
    paymentIntents: store.collection('payment_intent'),
    setupIntents: store.collection('setup_intent'),
    charges: store.collection('charge'),
    refunds: store.collection('refund'),
    coupons: store.collection('coupon'),
    couponScopes: store.collection('coupon_scope'),
    deletedCoupons: store.collection('deleted_coupon'),
    promotionCodes: store.collection('promotion_code'),
    discounts: store.collection('discount'),
    subscriptions: store.collection('subscription'),
    announcements: store.collection('announcement'),
    testClocks: store.collection('test_helpers.test_clock'),
    invoiceItems: store.collection('invoiceitem'),
    invoices: store.collection('invoice'),
    invoicePayments: store.collection('invoice_payment'),
    checkoutSessions: store.collection('checkout.session'),
    checkoutOrders: store.collection('checkout_order'),
    portalConfigurations: store.collection('billing_portal.configuration'),
    portalLinks: store.collection('portal_link'),
    events: store.collection('event'),
    webhookEndpoints: store.collection('webhook_endpoint'),
    deliveries: store.collection('delivery'),
    idempotencyKeys: store.collection('idempotency_key'),
  };
}
