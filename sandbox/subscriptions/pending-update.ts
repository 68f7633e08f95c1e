import { innerList } from '../http/list-page.js';
import type { Subscription } from './new-subscription.js';

const VALID_SECONDS = 23 * 60 * 60;

/**
 * A change that waits for its payment, as the subscription shows it meanwhile.
 * Source: https://docs.stripe.com/billing/subscriptions/pending-updates
 */
export function pendingUpdate(after: Subscription, now: number): NonNullable<Subscription['pending_update']> {
  return {
    billing_cycle_anchor: after.billing_cycle_anchor,
    cancel_at_period_end: null,
    discount: null,
    discounts: null,
    expires_at: now + VALID_SECONDS,
    metadata: null,
    subscription_items: after.items.data,
    trial_end: after.trial_end,
    trial_from_plan: null,
  };
}

/** What a pending update changes once it is paid. */
export function pendingItems({ items, pending_update: pending }: Subscription): Partial<Subscription> {
  if (pending === null) return {};
  const { billing_cycle_anchor: anchor, subscription_items: waiting } = pending;
  return {
    ...(anchor === null ? {} : { billing_cycle_anchor: anchor }),
    items: innerList(items.url, waiting ?? items.data),
  };
}
