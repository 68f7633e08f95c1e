import type Stripe from 'stripe';

/** Where API versions before 2025-03-31 had the period. */
interface PeriodOnSubscription {
  current_period_start?: number;
  current_period_end?: number;
}

/**
 * The period of a subscription, in seconds since 1970, from either shape of the API: since 2025-03-31 each item has
 * its own (the earliest start and the latest end are the subscription's), before it stood on the subscription.
 * Source: https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-subscription-current-period-start-and-end
 *
 * @throws Error when neither shape has one
 */
export function billingPeriodOf(subscription: Stripe.Subscription & PeriodOnSubscription): {
  start: number;
  end: number;
} {
  const starts = subscription.items.data.map((item) => item.current_period_start).filter(isSeconds);
  const ends = subscription.items.data.map((item) => item.current_period_end).filter(isSeconds);
  const start = starts.length > 0 ? Math.min(...starts) : subscription.current_period_start;
  const end = ends.length > 0 ? Math.max(...ends) : subscription.current_period_end;
  if (!isSeconds(start) || !isSeconds(end)) throw new Error(`Subscription ${subscription.id} has no billing period`);
  return { start, end };
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number';
}
