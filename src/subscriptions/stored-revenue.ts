import type { RecurringItem, RecurringSubscription } from './monthly-recurring-revenue.js';
import type { RecurringPrice } from './recurring-price.js';
import type { SubscriptionRecord } from './subscription.record.js';

export type StoredSubscription = Pick<
  SubscriptionRecord,
  'stripe_subscription_id' | 'status' | 'items' | 'stripe_data'
>;

/**
 * A stored subscription in the shape by which revenue is counted: the status, quantities and prices that the record
 * itself says, and the rest as Stripe gave it.
 *
 * @param prices those that the record may name beside what Stripe gave, by their ids
 * @throws Error for a record without what Stripe gave
 */
export function toRecurring(
  record: StoredSubscription,
  prices: ReadonlyMap<string, RecurringPrice> = new Map(),
): RecurringSubscription {
  if (!record.stripe_data) {
    throw new Error(
      `Subscription ${record.stripe_subscription_id} has no stripe_data; \`revenue-engine sync\` reads it`,
    );
  }
  const given = record.stripe_data as unknown as RecurringSubscription;
  const known = new Map(prices);
  for (const { price } of given.items.data) if (price.id !== undefined) known.set(price.id, price);
  const data = record.items.map((item): RecurringItem => {
    const shown = given.items.data.find(({ id }) => id === item.stripe_item_id);
    return { ...shown, price: known.get(item.stripe_price_id) ?? {}, quantity: item.quantity };
  });
  return { ...given, status: record.status, items: { data } };
}
