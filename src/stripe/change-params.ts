import type Stripe from 'stripe';
import type { SubscriptionChanges } from './subscription.gateway.js';

type ChangeParams = Pick<
  Stripe.SubscriptionUpdateParams & Stripe.InvoiceCreatePreviewParams.SubscriptionDetails,
  'items' | 'proration_behavior' | 'proration_date'
>;

/** A change in Stripe's words: the same for what is made and for what is only previewed. */
export function changeParams({
  items,
  prorationBehavior,
  prorationDate,
}: Omit<SubscriptionChanges, 'metadata'>): ChangeParams {
  return {
    items: items.map(({ itemId, priceId, quantity }) => ({
      id: itemId,
      ...(priceId === null ? {} : { price: priceId }),
      ...(quantity === null ? {} : { quantity }),
    })),
    proration_behavior: prorationBehavior,
    ...(prorationDate === undefined || prorationDate === null ? {} : { proration_date: prorationDate }),
  };
}
