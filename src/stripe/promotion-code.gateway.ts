import type Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

/** Source: https://docs.stripe.com/api/promotion_codes */
export class PromotionCodeGateway {
  constructor(private readonly calls: StripeCalls) {}

  /** The active one that customers enter as `code`, in any case; null when there is none. */
  findActive(code: string): Promise<Stripe.PromotionCode | null> {
    return this.calls.run('promotionCodes.list', async (stripe) => {
      const { data } = await stripe.promotionCodes.list({ code, active: true, limit: 1 });
      return data[0] ?? null;
    });
  }
}
