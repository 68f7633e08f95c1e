import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import type { SubscriptionProjection } from './subscription.projection.js';

/**
 * Keeps an organization from paying twice for one plan.
 *
 * @param message for whoever has the plan already
 * @throws BillingFault ALREADY_SUBSCRIBED
 */
export async function refuseWhatIsLive(
  subscriptions: SubscriptionProjection,
  organizationId: string,
  planUid: string,
  message = `The organization is subscribed to "${planUid}" already; change that subscription instead`,
): Promise<void> {
  const live = await subscriptions.findLive(EVERY_ORGANIZATION, organizationId, planUid);
  if (!live) return;
  throw new BillingFault(BillingErrorCode.ALREADY_SUBSCRIBED, message, {
    field: ['input', 'planUid'],
    details: { subscriptionId: live.stripe_subscription_id },
  });
}
