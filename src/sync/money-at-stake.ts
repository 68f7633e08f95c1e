import type Stripe from 'stripe';
import type { PriceProjection } from '../catalog/price.projection.js';
import { monthlyAmountOf, type RecurringSubscription } from '../subscriptions/monthly-recurring-revenue.js';
import type { RecurringPrice } from '../subscriptions/recurring-price.js';
import { toRecurring } from '../subscriptions/stored-revenue.js';
import type { SubscriptionRecord } from '../subscriptions/subscription.record.js';
import { Rational } from '../terms/rational.js';

/** An amount in the minor unit. */
export interface Stake {
  readonly amount: number;
  /** ISO 4217, lower case as Stripe writes it. */
  readonly currency: string;
}

/** Says how much recurring revenue a month a subscription's drift puts at stake. */
export class MoneyAtStake {
  constructor(private readonly prices: PriceProjection) {}

  /**
   * The difference, without a sign, between what it brings here and what it brings at Stripe. Under the wrong
   * organization it brings the right one nothing.
   *
   * @param stripes null for one that Stripe does not have
   */
  async of(
    ours: SubscriptionRecord | null,
    stripes: Stripe.Subscription | null,
    isOfRightOwner: boolean,
  ): Promise<Stake | null> {
    const stored = ours?.stripe_data ? await this.#recurring(ours) : null;
    const here = stored && isOfRightOwner ? monthlyAmountOf(stored) : Rational.ZERO;
    const there = stripes ? monthlyAmountOf(stripes as unknown as RecurringSubscription) : Rational.ZERO;
    const currency = stripes?.currency ?? stored?.currency;
    if (!currency) return null;
    return { amount: Math.abs(there.minus(here).rounded()), currency };
  }

  async #recurring(record: SubscriptionRecord): Promise<RecurringSubscription> {
    const rows = await this.prices.storedPrices.byId(record.items.map(({ stripe_price_id: id }) => id));
    const prices = new Map<string, RecurringPrice>();
    for (const [id, row] of rows) {
      const { unit_amount_decimal, billing_interval, interval_count, usage_type } = row;
      const interval = billing_interval === null ? {} : { interval: billing_interval };
      prices.set(id, { unit_amount_decimal, recurring: { ...interval, interval_count, usage_type } });
    }
    return toRecurring(record, prices);
  }
}
