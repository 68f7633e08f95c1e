import type { Buyer, SubscriptionState } from '../webhook/buyer-story.js';
import { PRICE, render, renderCustomer } from '../webhook/stripe-objects.js';

/** Names the shape of what is generated: data of another shape is generated anew. */
export const SHAPE = 1;

const PRODUCTS = ['Starter', 'Team', 'Business', 'Enterprise'];
const INTERVALS = ['month', 'year'] as const;
const SECONDS_OF = { month: 30 * 86_400, year: 365 * 86_400 };
const EVERY_SECONDS = 7;

/** Where the first subscription began. */
const BEGIN = Date.UTC(2024, 0, 1) / 1000;

/** The plans and all that is sold; the same whatever the size. */
export function catalogue(now: Date) {
  const stamps = { created_at: now, updated_at: now };
  const plans = PRODUCTS.map((name, place) => ({
    plan_uid: planUid(place),
    name,
    stripe_product_id: `prod_bench${place}`,
    prices: INTERVALS.map((interval) => ({
      stripe_price_id: priceId(place, interval),
      billing_interval: interval,
      unit_amount: unitAmount(place, interval),
      currency: 'usd',
    })),
    overages: [],
    features: ['projects', 'seats', 'support'],
    trial_days: 0,
    archived: false,
    ...stamps,
  }));
  const products = plans.map(({ name, stripe_product_id }) => ({
    stripe_product_id,
    name,
    description: null,
    active: true,
    deleted: false,
    ...stamps,
  }));
  const prices = plans.flatMap((plan) =>
    plan.prices.map((price) => ({
      ...price,
      stripe_product_id: plan.stripe_product_id,
      type: 'recurring',
      usage_type: 'licensed',
      unit_amount_decimal: String(price.unit_amount),
      interval_count: 1,
      active: true,
      lookup_key: null,
      deleted: false,
      ...stamps,
    })),
  );
  return { plans, products, prices };
}

/** The subscription of a place, with its customer, as the engine stores them: Stripe's objects whole. */
export function subscriber(place: number) {
  const start = BEGIN + place * EVERY_SECONDS;
  const plan = place % PRODUCTS.length;
  const interval = INTERVALS[place % 7 === 0 ? 1 : 0];
  const end = start + SECONDS_OF[interval];
  const buyer = buyerOf(place, start);
  const state: SubscriptionState = {
    kind: 'subscription',
    id: buyer.subscriptionId,
    buyer,
    status: place % 20 === 3 ? 'past_due' : place % 10 === 7 ? 'canceled' : 'active',
    periodStart: start,
    periodEnd: end,
    latestInvoiceId: `in_${buyer.index}abcdefghij`,
    cancelAtPeriodEnd: place % 25 === 9,
    canceledAt: null,
    endedAt: null,
  };
  return { subscription: subscriptionRecord(state, planUid(plan), interval, plan), customer: customerRecord(buyer) };
}

function subscriptionRecord(state: SubscriptionState, uid: string, interval: (typeof INTERVALS)[number], plan: number) {
  const { buyer } = state;
  const createdAt = new Date(buyer.createdAt * 1000);
  return {
    stripe_subscription_id: state.id,
    organization_id: buyer.organizationId,
    stripe_customer_id: buyer.customerId,
    plan_id: uid,
    billing_interval: interval,
    status: state.status,
    items: [{ stripe_item_id: buyer.itemId, stripe_price_id: priceId(plan, interval), quantity: 1 }],
    current_period_start: new Date(state.periodStart * 1000),
    current_period_end: new Date(state.periodEnd * 1000),
    cancel_at_period_end: state.cancelAtPeriodEnd,
    cancel_at: null,
    is_ending: state.cancelAtPeriodEnd,
    canceled_at: null,
    ended_at: null,
    trial_end: null,
    metadata: { organization_id: buyer.organizationId },
    stripe_data: withPrice(render(state) as StripeSubscription, priceId(plan, interval), interval, plan),
    observed_ticket: 1,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

type StripeSubscription = { items: { data: { price: typeof PRICE }[] } };

function withPrice(subscription: StripeSubscription, id: string, interval: 'month' | 'year', plan: number) {
  const amount = unitAmount(plan, interval);
  const recurring = { ...PRICE.recurring, interval };
  const price = { ...PRICE, id, recurring, unit_amount: amount, unit_amount_decimal: String(amount) };
  const data = subscription.items.data.map((item) => ({ ...item, price }));
  return { ...subscription, items: { ...subscription.items, data } };
}

function customerRecord(buyer: Buyer) {
  const createdAt = new Date(buyer.createdAt * 1000);
  return {
    organization_id: buyer.organizationId,
    stripe_customer_id: buyer.customerId,
    email: buyer.email,
    name: buyer.name,
    email_key: buyer.email,
    search_terms: [buyer.organizationId, buyer.email, buyer.name.toLowerCase(), buyer.index],
    stripe_data: renderCustomer(buyer),
    observed_ticket: 1,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

/** Ids of Stripe's length that do not sort by the time, as real ones do not. */
function buyerOf(place: number, createdAt: number): Buyer {
  const index = String(place).padStart(7, '0');
  const mixed = Math.imul(place + 1, 0x9e3779b1) >>> 0;
  const tail = `${mixed.toString(36).padStart(7, '0')}x${index}`;
  return {
    index,
    organizationId: `org_${index}`,
    customerId: `cus_${tail}`,
    subscriptionId: `sub_${tail}`,
    itemId: `si_${tail}`,
    sessionId: `cs_${tail}`,
    name: `Buyer ${index}`,
    email: `billing@buyer${index}.example`,
    createdAt,
  };
}

function planUid(plan: number): string {
  return `plan_bench${plan}`;
}

function priceId(plan: number, interval: string): string {
  return `price_bench${plan}${interval}`;
}

function unitAmount(plan: number, interval: 'month' | 'year'): number {
  return 1900 * (plan + 1) * (interval === 'year' ? 10 : 1);
}
