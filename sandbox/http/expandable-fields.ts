import type { Collection } from '../state/collection.js';
import type { Ledger } from '../state/ledger.js';
import type { JsonObject } from '../state/wire.js';
import type { Expansion, Expansions } from './expand.js';
import { innerList } from './list-page.js';

/** Every field that `expand` can name, as Stripe's specification marks them. */
export function expandableFields(ledger: Ledger): Expansions {
  const customer = either(ledger.customers, ledger.deletedCustomers);
  const paymentMethod = either(ledger.paymentMethods);
  const paymentIntent = either(ledger.paymentIntents);
  const product = either(ledger.products);
  const subscription = either(ledger.subscriptions);
  const invoice = either(ledger.invoices);
  const charge = either(ledger.charges);
  const coupon = either(ledger.coupons, ledger.deletedCoupons);
  const promotionCode = either(ledger.promotionCodes);
  const discount = either(ledger.discounts);
  const setupIntent = either(ledger.setupIntents);
  const clock = either(ledger.testClocks);
  return {
    product: { default_price: either(ledger.prices) },
    price: { product },
    plan: { product },
    customer: {
      test_clock: clock,
      'invoice_settings.default_payment_method': paymentMethod,
      subscriptions: (_, parent) => subscriptionsOf(ledger, String(parent.id)),
    },
    payment_method: { customer },
    payment_intent: { customer, payment_method: paymentMethod, latest_charge: charge },
    setup_intent: { customer, payment_method: paymentMethod },
    charge: { customer, payment_intent: paymentIntent, refunds: (_, parent) => refundsOf(ledger, String(parent.id)) },
    refund: { charge, customer, payment_intent: paymentIntent, payment_method: paymentMethod },
    coupon: { applies_to: (_, { id }) => scopeOf(ledger, String(id)) },
    promotion_code: { customer, 'promotion.coupon': coupon },
    discount: { customer, promotion_code: promotionCode, 'source.coupon': coupon },
    subscription: {
      customer,
      discounts: discount,
      test_clock: clock,
      default_payment_method: paymentMethod,
      latest_invoice: invoice,
      pending_setup_intent: setupIntent,
    },
    'billing_portal.session': { configuration: either(ledger.portalConfigurations) },
    invoiceitem: { customer, invoice, test_clock: clock },
    line_item: {
      discounts: discount,
      'discount_amounts.discount': discount,
      'pricing.price_details.price': either(ledger.prices),
    },
    invoice: {
      customer,
      test_clock: clock,
      discounts: discount,
      'total_discount_amounts.discount': discount,
      default_payment_method: paymentMethod,
      'parent.subscription_details.subscription': subscription,
      payments: (_, parent) => paymentsOf(ledger, String(parent.id)),
      confirmation_secret: (_, parent) => confirmationSecretOf(ledger, String(parent.id)),
    },
    invoice_payment: { invoice, 'payment.payment_intent': paymentIntent, 'payment.charge': charge },
    'checkout.session': {
      customer,
      'discounts.coupon': coupon,
      'discounts.promotion_code': promotionCode,
      subscription,
      invoice,
      payment_intent: paymentIntent,
      setup_intent: setupIntent,
      line_items: (_, parent) => lineItemsOf(ledger, String(parent.id)),
    },
  };
}

function either(...collections: readonly Collection<{ readonly id: string } & object>[]): Expansion {
  return (reference) => {
    if (typeof reference !== 'string') return null;
    for (const collection of collections) {
      const object = collection.get(reference);
      if (object !== undefined) return object as JsonObject;
    }
    return null;
  };
}

function subscriptionsOf(ledger: Ledger, customer: string): JsonObject {
  const live = ledger.subscriptions.newestFirst((entry) => entry.customer === customer && entry.status !== 'canceled');
  return innerList(`/v1/customers/${customer}/subscriptions`, live);
}

function refundsOf(ledger: Ledger, charge: string): JsonObject {
  return innerList(
    `/v1/charges/${charge}/refunds`,
    ledger.refunds.newestFirst((refund) => refund.charge === charge),
  );
}

function paymentsOf(ledger: Ledger, invoice: string): JsonObject {
  return innerList(
    '/v1/invoice_payments',
    ledger.invoicePayments.newestFirst((payment) => payment.invoice === invoice),
  );
}

function scopeOf(ledger: Ledger, coupon: string): JsonObject | undefined {
  const scope = ledger.couponScopes.get(coupon);
  return scope && { products: scope.products };
}

function lineItemsOf(ledger: Ledger, session: string): JsonObject {
  return innerList(`/v1/checkout/sessions/${session}/line_items`, ledger.checkoutOrders.get(session)?.lineItems ?? []);
}

function confirmationSecretOf(ledger: Ledger, invoice: string): JsonObject | null {
  const payment = ledger.invoicePayments.find((entry) => entry.invoice === invoice && entry.is_default);
  const intent = ledger.paymentIntents.get(payment?.payment.payment_intent ?? '');
  return intent?.client_secret ? { client_secret: intent.client_secret, type: 'payment_intent' } : null;
}
