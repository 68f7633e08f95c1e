import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Stripe from 'stripe';
import type { Buyer, InvoiceState, ObjectState, SessionState, SubscriptionState } from './buyer-story.js';
import type { StoryEvent } from './story.js';

/** The project's folder; the bench runs from dist/bench/webhook. */
const PROJECT = join(import.meta.dirname, '..', '..', '..');

/** Objects of full size, in the API version that the SDK pins. */
const FIXTURES = join(PROJECT, 'test', 'fixtures', 'api-2026-10-28');

const SESSION = objectOf<Stripe.Checkout.Session>('checkout.session.completed');
const SUBSCRIPTION = objectOf<Stripe.Subscription>('customer.subscription.updated');
const INVOICE = objectOf<Stripe.Invoice>('invoice.paid');
const ITEM = firstOf(SUBSCRIPTION.items.data);
const LINE = firstOf(INVOICE.lines.data);
const API_VERSION = fixture('invoice.paid').api_version;

/** The one price that everybody pays; its product is PRODUCT_ID. */
export const PRICE = ITEM.price;
export const PRODUCT_ID = String(PRICE.product);
export const PLAN_UID = 'plan_starter';

/** As Stripe shows the object in this state; of what may be expanded, the id alone. */
export function render(state: ObjectState): object {
  switch (state.kind) {
    case 'subscription':
      return subscription(state);
    case 'invoice':
      return invoice(state);
    case 'session':
      return session(state);
  }
}

/** The body of a delivery, laid out as Stripe does it. */
export function renderEvent(event: StoryEvent): string {
  const previous = event.before && { previous_attributes: previousAttributes(event.before) };
  const body = {
    id: event.id,
    object: 'event',
    api_version: API_VERSION,
    created: event.second,
    data: { object: render(event.state), ...previous },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: event.type,
  };
  return JSON.stringify(body, null, 2);
}

function subscription(state: SubscriptionState) {
  const { buyer } = state;
  const start = state.buyer.createdAt + 60;
  return {
    ...SUBSCRIPTION,
    id: state.id,
    billing_cycle_anchor: start,
    billing_mode: { ...SUBSCRIPTION.billing_mode, updated_at: start },
    cancel_at: state.cancelAtPeriodEnd ? state.periodEnd : null,
    cancel_at_period_end: state.cancelAtPeriodEnd,
    canceled_at: state.canceledAt,
    created: start,
    customer: buyer.customerId,
    ended_at: state.endedAt,
    items: {
      ...SUBSCRIPTION.items,
      url: `/v1/subscription_items?subscription=${state.id}`,
      data: [
        {
          ...ITEM,
          id: buyer.itemId,
          created: start,
          current_period_start: state.periodStart,
          current_period_end: state.periodEnd,
          subscription: state.id,
        },
      ],
    },
    latest_invoice: state.latestInvoiceId,
    metadata: metadata(buyer),
    start_date: start,
    status: state.status,
  };
}

function previousAttributes(before: SubscriptionState) {
  return {
    cancel_at_period_end: before.cancelAtPeriodEnd,
    latest_invoice: before.latestInvoiceId,
    status: before.status,
  };
}

function invoice(state: InvoiceState) {
  const { buyer } = state;
  const isPaid = state.status === 'paid';
  const details = { metadata: metadata(buyer), subscription: buyer.subscriptionId };
  const origin = LINE.parent?.subscription_item_details;
  return {
    ...INVOICE,
    id: state.id,
    amount_paid: isPaid ? INVOICE.amount_due : 0,
    amount_remaining: isPaid ? 0 : INVOICE.amount_due,
    attempt_count: state.attempts,
    auto_advance: !isPaid,
    billing_reason: state.number === 1 ? 'subscription_create' : 'subscription_cycle',
    created: state.createdAt,
    customer: buyer.customerId,
    customer_email: buyer.email,
    customer_name: buyer.name,
    effective_at: state.createdAt,
    hosted_invoice_url: `https://invoice.stripe.com/i/${state.id}`,
    lines: {
      ...INVOICE.lines,
      url: `/v1/invoices/${state.id}/lines`,
      data: [
        {
          ...LINE,
          id: state.lineId,
          invoice: state.id,
          parent: {
            ...LINE.parent,
            subscription_item_details: {
              ...origin,
              subscription: buyer.subscriptionId,
              subscription_item: buyer.itemId,
            },
          },
          period: { start: state.periodStart, end: state.periodEnd },
          subscription: buyer.subscriptionId,
        },
      ],
    },
    number: `${buyer.index.toUpperCase()}-${String(state.number).padStart(4, '0')}`,
    parent: { ...INVOICE.parent, subscription_details: details },
    period_end: state.createdAt,
    period_start: state.createdAt,
    status: state.status,
    status_transitions: {
      ...INVOICE.status_transitions,
      finalized_at: state.createdAt,
      paid_at: state.paidAt,
    },
  };
}

function session(state: SessionState) {
  const { buyer } = state;
  return {
    ...SESSION,
    id: state.id,
    created: state.createdAt,
    customer: buyer.customerId,
    customer_details: { ...SESSION.customer_details, email: buyer.email, name: buyer.name },
    expires_at: state.createdAt + 86_400,
    invoice: state.invoiceId,
    metadata: metadata(buyer),
    subscription: buyer.subscriptionId,
  };
}

/** https://docs.stripe.com/api/customers/object */
export function renderCustomer(buyer: Buyer) {
  return {
    id: buyer.customerId,
    object: 'customer',
    address: null,
    balance: 0,
    business_name: null,
    created: buyer.createdAt,
    currency: 'usd',
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: buyer.email,
    individual_name: null,
    invoice_prefix: buyer.index.toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: { organization_id: buyer.organizationId },
    name: buyer.name,
    next_invoice_sequence: 2,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

/** https://docs.stripe.com/api/products/object */
export function renderProduct() {
  return {
    id: PRODUCT_ID,
    object: 'product',
    active: true,
    created: PRICE.created,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: { plan_uid: PLAN_UID },
    name: 'Starter',
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    type: 'service',
    unit_label: null,
    updated: PRICE.created,
    url: null,
  };
}

function metadata(buyer: Buyer) {
  return { organization_id: buyer.organizationId, plan_uid: PLAN_UID, billing_interval: 'month' };
}

function fixture(type: string): { readonly api_version: string; readonly data: { readonly object: unknown } } {
  return JSON.parse(readFileSync(join(FIXTURES, `${type}.json`), 'utf8'));
}

function objectOf<T>(type: string): T {
  return fixture(type).data.object as T;
}

function firstOf<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('The fixture has an empty list');
  return first;
}
