import type Stripe from 'stripe';
import type { NewPrice } from '../stripe/price.gateway.js';
import type { PlanDefinition } from './plan-definition.js';
import type { OverageKindState } from './plan.record.js';

/** What a definition wants to exist at Stripe, with the words that find it there again. */
export interface WantedPrice extends NewPrice {
  readonly interval: 'month' | 'year';
  readonly lookupKey: string;
  readonly kind: OverageKindState | null;
}

/** @param meterIds the meter of each kind of overage that the plan has */
export function wantedPrices(
  plan: PlanDefinition,
  productId: string,
  meterIds: ReadonlyMap<OverageKindState, string>,
): WantedPrice[] {
  const licensed = plan.prices.map(({ interval, amount, currency }) => ({
    productId,
    currency,
    interval,
    unitAmountDecimal: String(amount),
    meterId: null,
    kind: null,
    lookupKey: `${plan.uid}_${interval}_${currency}`,
    transfersLookupKey: true,
    metadata: { plan_uid: plan.uid },
  }));
  // The items of one subscription share their interval, so each overage has a price for each interval sold.
  const metered = plan.overages.flatMap(({ kind, unitAmountDecimal, currency }) =>
    intervalsOf(plan, currency).map((interval) => ({
      productId,
      currency,
      interval,
      unitAmountDecimal,
      meterId: meterIds.get(kind) ?? null,
      kind,
      lookupKey: `${plan.uid}_${kind}_overage_${interval}_${currency}`,
      transfersLookupKey: true,
      metadata: { plan_uid: plan.uid, overage: kind },
    })),
  );
  return [...licensed, ...metered];
}

/** Whether a price at Stripe charges what is wanted, archived or not. */
export function isSame(price: Stripe.Price, wanted: WantedPrice): boolean {
  return (
    price.currency === wanted.currency &&
    price.recurring?.interval === wanted.interval &&
    price.recurring.interval_count === 1 &&
    (price.recurring.meter ?? null) === wanted.meterId &&
    Number(price.unit_amount_decimal?.toString() ?? price.unit_amount) === Number(wanted.unitAmountDecimal)
  );
}

function intervalsOf(plan: PlanDefinition, currency: string): ('month' | 'year')[] {
  return plan.prices.filter((price) => price.currency === currency).map(({ interval }) => interval);
}
