import type Stripe from 'stripe';
import type { CheckoutConfirmation } from '../checkout/checkout-confirmation.js';
import type { InvoiceService } from '../invoices/invoice.service.js';
import type { PriceService } from '../catalog/price.service.js';
import type { CustomerService } from '../customers/customer.service.js';
import type { PaymentIntentService } from '../payments/payment-intent.service.js';
import type { RefundService } from '../payments/refund.service.js';
import { subscriptionIdOf } from '../stripe/invoice-shape.js';
import { idOf } from '../stripe/reference.js';
import type { SubscriptionService } from '../subscriptions/subscription.service.js';
import { UnusableEvent } from './webhook-failure.js';
import { ChangeCause, type ChangeOrigin } from '../terms/change-origin.js';

/** What an event turned out to be about. */
export interface WebhookOutcome {
  readonly subscriptionId?: string;
  readonly organizationId?: string;
}

/** Acts on the object of an event, which may be older than what Stripe has now. */
export type WebhookHandler = (object: Record<string, unknown>, eventId: string) => Promise<WebhookOutcome>;

/** Which handler acts on which type of event; any other type is ignored. */
export type WebhookHandlers = ReadonlyMap<string, WebhookHandler>;

/** The types of events that an endpoint at Stripe should send to the engine. */
export const ENGINE_EVENT_TYPES = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'customer.updated',
  'customer.deleted',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'invoice.created',
  'invoice.finalized',
  'invoice.updated',
  'invoice.paid',
  'invoice.payment_succeeded',
  'invoice.payment_failed',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'invoice.deleted',
  'product.created',
  'product.updated',
  'product.deleted',
  'price.created',
  'price.updated',
  'price.deleted',
  'payment_intent.created',
  'payment_intent.requires_action',
  'payment_intent.processing',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
] as const;

type EngineEventType = (typeof ENGINE_EVENT_TYPES)[number];

/**
 * The table. No handler believes the payload: it takes the id from it and stores what Stripe says now, so order,
 * duplicates and the endpoint's API version do not matter.
 */
export function webhookHandlers(parts: {
  readonly checkouts: CheckoutConfirmation;
  readonly catalog: PriceService;
  readonly customers: CustomerService;
  readonly subscriptions: SubscriptionService;
  readonly payments: PaymentIntentService;
  readonly refunds: RefundService;
  readonly invoices: InvoiceService;
}): WebhookHandlers {
  const observeSession: WebhookHandler = async (session, eventId) => {
    const { record, subscription } = await parts.checkouts.observe(idOfObject(session), originOf(eventId));
    return {
      organizationId: record.organization_id,
      ...(subscription ? { subscriptionId: subscription.stripe_subscription_id } : {}),
    };
  };
  const observeCustomer: WebhookHandler = async (customer) => {
    const record = await parts.customers.observe(idOfObject(customer));
    return record ? { organizationId: record.organization_id } : {};
  };
  const observeSubscription = async (id: string, eventId: string): Promise<WebhookOutcome> => {
    const record = await parts.subscriptions.observe(id, originOf(eventId));
    return { organizationId: record.organization_id, subscriptionId: record.stripe_subscription_id };
  };
  const observeInvoice: WebhookHandler = async (object, eventId) => {
    idOfObject(object);
    const told = object as unknown as Stripe.Invoice;
    const subscriptionId = subscriptionIdOf(told);
    const invoice = await parts.invoices.observe(told);
    const outcome = invoice ? { organizationId: invoice.organization_id } : {};
    return subscriptionId === null ? outcome : observeSubscription(subscriptionId, eventId);
  };
  const observeSubscriptionObject: WebhookHandler = (subscription, eventId) =>
    observeSubscription(idOfObject(subscription), eventId);
  const observeProduct: WebhookHandler = async (product) => {
    await parts.catalog.observeProduct(idOfObject(product));
    return {};
  };
  const observePrice: WebhookHandler = async (price) => {
    const productId = idOf((price as unknown as Stripe.Price).product);
    if (!productId) throw new UnusableEvent('The price of the event has no product');
    await parts.catalog.observePrice(idOfObject(price), productId);
    return {};
  };
  const observePayment = async (id: string): Promise<WebhookOutcome> =>
    ofOrganization(await parts.payments.observe(id));
  const observePaymentObject: WebhookHandler = (payment) => observePayment(idOfObject(payment));
  const observeCharge: WebhookHandler = async (charge) => {
    const paymentId = idOf((charge as unknown as Stripe.Charge).payment_intent);
    return paymentId === null ? {} : observePayment(paymentId);
  };
  const observeRefund: WebhookHandler = async (refund) =>
    ofOrganization(await parts.refunds.observe(idOfObject(refund)));
  const table: Readonly<Record<EngineEventType, WebhookHandler>> = {
    'checkout.session.completed': observeSession,
    'checkout.session.async_payment_succeeded': observeSession,
    'checkout.session.async_payment_failed': observeSession,
    'checkout.session.expired': observeSession,
    'customer.updated': observeCustomer,
    'customer.deleted': observeCustomer,
    'customer.subscription.created': observeSubscriptionObject,
    'customer.subscription.updated': observeSubscriptionObject,
    'customer.subscription.deleted': observeSubscriptionObject,
    'customer.subscription.paused': observeSubscriptionObject,
    'customer.subscription.resumed': observeSubscriptionObject,
    'invoice.created': observeInvoice,
    'invoice.finalized': observeInvoice,
    'invoice.updated': observeInvoice,
    'invoice.paid': observeInvoice,
    'invoice.payment_succeeded': observeInvoice,
    'invoice.payment_failed': observeInvoice,
    'invoice.voided': observeInvoice,
    'invoice.marked_uncollectible': observeInvoice,
    'invoice.deleted': observeInvoice,
    'product.created': observeProduct,
    'product.updated': observeProduct,
    'product.deleted': observeProduct,
    'price.created': observePrice,
    'price.updated': observePrice,
    'price.deleted': observePrice,
    'payment_intent.created': observePaymentObject,
    'payment_intent.requires_action': observePaymentObject,
    'payment_intent.processing': observePaymentObject,
    'payment_intent.succeeded': observePaymentObject,
    'payment_intent.payment_failed': observePaymentObject,
    'payment_intent.canceled': observePaymentObject,
    'charge.refunded': observeCharge,
    'refund.created': observeRefund,
    'refund.updated': observeRefund,
    'refund.failed': observeRefund,
  };
  return new Map(Object.entries(table));
}

function idOfObject({ id }: Record<string, unknown>): string {
  if (typeof id === 'string' && id !== '') return id;
  throw new UnusableEvent('The object of the event has no id');
}

function originOf(eventId: string): ChangeOrigin {
  return { cause: ChangeCause.WEBHOOK, eventId };
}

/**
 * A payment that is nobody's, such as a guest's, is no failure: there is nothing to keep of it. One of a customer whom
 * nobody knows yet is: they may become known, and no later event would bring the payment.
 */
function ofOrganization(record: { readonly organization_id: string } | null): WebhookOutcome {
  return record ? { organizationId: record.organization_id } : {};
}
