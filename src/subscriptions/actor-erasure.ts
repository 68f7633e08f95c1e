import type { Model } from 'mongoose';
import type { DeletedCustomer, Eraser } from '../customers/customer-erasure.js';
import type { KeptChangeRecord } from './state-change.record.js';
import type { SubscriptionRecord } from './subscription.record.js';

/** A member is an e-mail address in the history; administrators, as `admin:<e-mail>`, answer for what they did. */
const MEMBER = /^(?!admin:).*@/;

/** In the history of a deleted customer's subscriptions, members become their organization; what they did stays. */
export function actorErasure(subscriptions: Model<SubscriptionRecord>, kept: Model<KeptChangeRecord>): Eraser {
  return async ({ customerId, organizationId }: DeletedCustomer) => {
    const ofCustomer = { stripe_customer_id: { $eq: customerId } };
    // First the newest changes, from which those that are kept are copied.
    await subscriptions.updateMany(
      { ...ofCustomer, 'last_change.actor': MEMBER },
      { $set: { 'last_change.actor': organizationId } },
      { timestamps: false },
    );
    const ids = await subscriptions.distinct('stripe_subscription_id', ofCustomer);
    await kept.updateMany(
      { stripe_subscription_id: { $in: ids }, actor: MEMBER },
      { $set: { actor: organizationId } },
      { timestamps: false },
    );
  };
}
