import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import type { SubscriptionProjection } from './subscription.projection.js';

/**
 * Keeps an organization from paying twice for one plan.
 *
 * @param moving the subscription that is to have the plan; it may have it by now, by the same change made meanwhile
 * @throws BillingFault ALREADY_SUBSCRIBED
 */
export async function refuseWhatIsLive(
  subscriptions: SubscriptionProjection,
  organizationId: string,
  planUid: string,
  moving: string | null = null,
): Promise<void> {
  const live = await subscriptions.findLive(EVERY_ORGANIZATION, organizationId, planUid, moving);
  if (!live) return;
  const message =
    moving === null
      ? `The organization is subscribed to "${planUid}" already; change that subscription instead`
      : `The organization has another subscription to "${planUid}" already`;
  throw new BillingFault(BillingErrorCode.ALREADY_SUBSCRIBED, message, {
    field: ['input', 'planUid'],
    details: { subscriptionId: live.stripe_subscription_id },
  });
}
