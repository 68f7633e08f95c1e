import type Stripe from 'stripe';
import { invalidRequest } from '../http/failures.js';
import type { Wire } from '../state/wire.js';
import { cancellationDetails } from './cancellation-details.js';
import type { Subscription } from './new-subscription.js';

type EndParams = Pick<
  Wire<Stripe.SubscriptionUpdateParams>,
  'cancel_at' | 'cancel_at_period_end' | 'cancellation_details'
>;

/**
 * What an update says about an end to come; an end is a moment at once, which later changes do not move.
 * Source: https://docs.stripe.com/changelog/basil/2025-07-30/cancel-at-enums
 *
 * @throws StripeFailure for two ends at once, and for one that has passed
 */
export function scheduledEnd(before: Subscription, params: EndParams, now: number): Partial<Subscription> {
  const { cancel_at: at, cancel_at_period_end: atPeriodEnd, cancellation_details: details } = params;
  const said = cancellationDetails(before, details);
  if (at === undefined && atPeriodEnd === undefined) return { cancellation_details: said };
  if (at !== undefined && atPeriodEnd !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: cancel_at, cancel_at_period_end.', 'cancel_at');
  }
  const ends = before.items.data.map((item) => item.current_period_end);
  const moment =
    atPeriodEnd === true || at === 'min_period_end'
      ? Math.min(...ends)
      : at === 'max_period_end'
        ? Math.max(...ends)
        : at;
  if (typeof moment !== 'number') {
    return {
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { ...said, reason: null },
    };
  }
  if (moment <= now) throw invalidRequest('cancel_at must be in the future.', 'cancel_at');
  return {
    cancel_at: moment,
    cancel_at_period_end: atPeriodEnd === true,
    canceled_at: now,
    cancellation_details: { ...said, reason: 'cancellation_requested' },
  };
}
