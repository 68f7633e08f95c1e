import type { BillingInterval, PlansQuery, PricePartsFragment } from '../generated/operations';

export type Plan = PlansQuery['plans'][number];
export type Overage = Plan['overages'][number];

/** A price with a fixed amount, which each plan is sold at. */
export type FixedPrice = PricePartsFragment & {
  readonly unitPrice: NonNullable<PricePartsFragment['unitPrice']>;
};

/** The price a plan is sold at for an interval in a currency, or null when it is not sold so. */
export function planPrice(plan: Plan, interval: BillingInterval, currency: string): FixedPrice | null {
  return (
    fixedPrices(plan).find((price) => price.billingInterval === interval && price.unitPrice.currency === currency) ??
    null
  );
}

/** The currencies that the plans are sold in, in the order of the plans. */
export function currenciesOf(plans: readonly Plan[]): readonly string[] {
  return [...new Set(plans.flatMap(fixedPrices).map((price) => price.unitPrice.currency))];
}

/** The intervals that a plan is sold by in a currency, the shorter first. */
export function intervalsOf(plans: readonly Plan[], currency: string): readonly BillingInterval[] {
  const intervals: readonly BillingInterval[] = ['MONTH', 'YEAR'];
  return intervals.filter((interval) => plans.some((plan) => planPrice(plan, interval, currency)));
}

function fixedPrices(plan: Plan): readonly FixedPrice[] {
  return plan.prices.filter(
    (price): price is FixedPrice => price.active && price.unitPrice !== null && (price.intervalCount ?? 1) === 1,
  );
}
