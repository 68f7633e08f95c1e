import { advance } from '../subscriptions/state-change.js';
import type { StateChangeRecord } from '../subscriptions/state-change.record.js';
import { changeKey } from '../subscriptions/subscription-history.js';
import type { SubscriptionRecord } from '../subscriptions/subscription.record.js';
import type { SubscriptionChanged, SubscriptionSnapshot } from './subscription-hook.js';

/** A history as hooks are told of it, oldest first; each change with the whole state before and after it. */
export function toldChanges(subscriptionId: string, history: readonly StateChangeRecord[]): SubscriptionChanged[] {
  const state = new Map<string, unknown>();
  let before: SubscriptionSnapshot | null = null;
  return history.map((change) => {
    advance(state, change);
    const after = toSnapshot(subscriptionId, Object.fromEntries(state) as unknown as SubscriptionRecord);
    const told: SubscriptionChanged = {
      id: changeKey(subscriptionId, change),
      number: change.number,
      at: change.at,
      cause: change.cause,
      eventId: change.event_id ?? null,
      actor: change.actor ?? null,
      before,
      after,
      changedFields: change.fields.map(({ path }) => path),
    };
    before = after;
    return told;
  });
}

function toSnapshot(id: string, record: SubscriptionRecord): SubscriptionSnapshot {
  return {
    id,
    organizationId: record.organization_id,
    customerId: record.stripe_customer_id,
    planUid: record.plan_id ?? null,
    billingInterval: record.billing_interval ?? null,
    status: record.status,
    items: record.items.map((item) => ({
      id: item.stripe_item_id,
      priceId: item.stripe_price_id,
      quantity: item.quantity,
    })),
    currentPeriodStart: record.current_period_start,
    currentPeriodEnd: record.current_period_end,
    isEnding: record.is_ending,
    cancelAt: record.cancel_at ?? null,
    canceledAt: record.canceled_at ?? null,
    endedAt: record.ended_at ?? null,
    trialEnd: record.trial_end ?? null,
    metadata: record.metadata ?? {},
  };
}
