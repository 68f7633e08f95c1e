import type { Coupon } from './coupons.js';

/** One line that a coupon may reduce. */
export interface DiscountableLine {
  /** What is still to be paid of it, in minor units. */
  readonly amount: number;
  readonly product: string | null;
  readonly discountable: boolean;
}

/**
 * How much a coupon takes off each line: a percentage of what it applies to, or a fixed amount at most, rounded once for
 * the whole and spread over the lines by their size.
 * Source: https://docs.stripe.com/billing/subscriptions/coupons
 *
 * @param products what the coupon is limited to; undefined where it applies to all
 * @param currency of the lines: a fixed amount in another one takes off nothing
 * @returns minor units, in the order of the lines
 */
export function discountShares(
  coupon: Coupon,
  products: readonly string[] | undefined,
  lines: readonly DiscountableLine[],
  currency: string,
): number[] {
  const bases = lines.map((line) => (isEligible(line, products) ? line.amount : 0));
  const base = bases.reduce((sum, amount) => sum + amount, 0);
  const off =
    coupon.percent_off === null
      ? coupon.currency === currency
        ? Math.min(coupon.amount_off ?? 0, base)
        : 0
      : Math.round((base * coupon.percent_off) / 100);
  let passed = 0;
  let given = 0;
  return bases.map((amount) => {
    passed += amount;
    const share = base === 0 ? 0 : Math.round((off * passed) / base) - given;
    given += share;
    return share;
  });
}

function isEligible(line: DiscountableLine, products: readonly string[] | undefined): boolean {
  return line.discountable && line.amount > 0 && (products === undefined || products.includes(line.product ?? ''));
}
