import type Stripe from 'stripe';
import { invalidRequest } from '../http/failures.js';
import type { Price } from '../prices/prices.js';
import { newId } from '../state/ids.js';
import type { Wire } from '../state/wire.js';

export type SubscriptionItem = Wire<Stripe.SubscriptionItem>;

/** One recurring price of a subscription to be. */
export interface ItemOrder {
  readonly price: Price;
  /** Absent for metered prices. */
  readonly quantity: number | undefined;
  readonly metadata?: Wire<Stripe.Metadata>;
}

/** From one moment to another, in Unix seconds. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

export function newItem(order: ItemOrder, subscription: string, now: number, period: Period): SubscriptionItem {
  const { price, quantity } = order;
  return {
    id: newId('si', 14),
    object: 'subscription_item',
    billing_thresholds: null,
    created: now,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: order.metadata ?? {},
    plan: planOf(price),
    price,
    ...(quantity === undefined ? {} : { quantity }),
    subscription,
    tax_rates: [],
  };
}

export function periodOf(item: SubscriptionItem): Period {
  return { start: item.current_period_start, end: item.current_period_end };
}

export function inPeriod(item: SubscriptionItem, { start, end }: Period): SubscriptionItem {
  return { ...item, current_period_start: start, current_period_end: end };
}

export function isMetered({ price }: Pick<SubscriptionItem, 'price'>): boolean {
  return price.recurring?.usage_type === 'metered';
}

/** The older form of a price, which Stripe still shows beside it. */
export function planOf(price: Price): SubscriptionItem['plan'] {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: price.recurring?.meter ?? null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: price.recurring?.trial_period_days ?? null,
    usage_type: price.recurring?.usage_type ?? 'licensed',
  };
}

/** @throws StripeFailure for prices that cannot stand together on one subscription */
export function checkTogether(prices: readonly Price[]): void {
  const [first] = prices;
  if (first === undefined) return;
  for (const price of prices) {
    if (price.currency !== first.currency) {
      throw invalidRequest(
        `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${first.currency}\`.`,
        'items',
      );
    }
    if (
      price.recurring?.interval !== first.recurring?.interval ||
      price.recurring?.interval_count !== first.recurring?.interval_count
    ) {
      throw invalidRequest(
        'All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`. If you meant ' +
          'to update an existing subscription item instead of creating a new one, make sure to include the subscription item ' +
          'ID in your request. See examples at https://stripe.com/docs/billing/subscriptions/upgrade-downgrade#changing.',
        'items',
      );
    }
  }
  const ids = prices.map((price) => price.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return;
  throw invalidRequest(`Cannot add multiple subscription items with the same plan: ${twice}`, 'items');
}
