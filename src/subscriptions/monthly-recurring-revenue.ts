import { Rational } from '../terms/rational.js';
import { periodAmount, periodsPerMonth, type RecurringPrice } from './recurring-price.js';

/** What of a subscription its recurring revenue depends on; Stripe's objects and stored JSON of them have it alike. */
export interface RecurringSubscription {
  readonly status: string;
  /** ISO 4217, lower case as Stripe writes it. */
  readonly currency: string;
  readonly pause_collection?: { readonly behavior?: string | null } | null;
  readonly items: { readonly data: readonly RecurringItem[] };
  /** Of which only those count that are shown whole. */
  readonly discounts?: readonly unknown[] | null;
  readonly default_tax_rates?: readonly InclusiveRate[] | null;
}

export interface RecurringItem {
  readonly id?: string;
  readonly price: RecurringPrice & { readonly id?: string };
  readonly quantity?: number | null;
  readonly tax_rates?: readonly InclusiveRate[] | null;
}

interface InclusiveRate {
  readonly inclusive?: boolean;
  readonly percentage?: number;
}

export interface ForeverCoupon {
  readonly percent_off?: number | null;
  readonly amount_off?: number | null;
}

/** The statuses in which a subscription brings in money again and again; a trial does not yet. */
const COUNTED: ReadonlySet<string> = new Set(['active', 'past_due']);

/**
 * What a subscription brings in a month, in the minor unit, not yet rounded: the licensed items, each by its interval,
 * less inclusive tax and coupons that last forever. Metered items, one-off and temporary discounts do not count, nor
 * does a subscription that is in its trial, unpaid, incomplete, paused, over, or whose invoices are voided.
 *
 * A coupon of an amount comes off each invoice, so it counts by the interval of the first item. Tiers count where the
 * price shows them. Source: https://docs.stripe.com/billing/subscriptions/analytics/glossary
 */
export function monthlyAmountOf(subscription: RecurringSubscription): Rational {
  if (!isCounted(subscription)) return Rational.ZERO;
  const licensed = subscription.items.data.filter(({ price }) => price.recurring?.usage_type !== 'metered');
  const gross = licensed.reduce((sum, item) => sum.plus(monthlyOf(item, subscription)), Rational.ZERO);
  const perMonth = licensed[0] && periodsPerMonth(licensed[0].price);
  return perMonth ? discounted(gross, foreverCoupons(subscription.discounts ?? []), perMonth) : gross;
}

/** Whether it is revenue that recurs now. */
export function isCounted({ status, pause_collection: pause }: RecurringSubscription): boolean {
  return COUNTED.has(status) && pause?.behavior !== 'void';
}

/** {@link monthlyAmountOf} in whole minor units. */
export function monthlyRecurringRevenueOf(subscription: RecurringSubscription): number {
  return monthlyAmountOf(subscription).rounded();
}

function monthlyOf(item: RecurringItem, { default_tax_rates: defaults }: RecurringSubscription): Rational {
  const perMonth = periodsPerMonth(item.price);
  if (!perMonth) return Rational.ZERO;
  const rates = item.tax_rates?.length ? item.tax_rates : (defaults ?? []);
  const tax = rates
    .filter(({ inclusive }) => inclusive)
    .reduce((sum, { percentage }) => sum.plus(percent(percentage)), Rational.of(1));
  return periodAmount(item.price, item.quantity ?? 0)
    .times(perMonth)
    .dividedBy(tax);
}

/** Percentages first, in their order, then amounts, and never below nothing. */
function discounted(gross: Rational, coupons: readonly ForeverCoupon[], perMonth: Rational): Rational {
  let amount = gross;
  for (const { percent_off: off } of coupons) {
    if (off) amount = amount.times(Rational.of(1).minus(percent(off)));
  }
  for (const { amount_off: off } of coupons) {
    if (off) amount = amount.minus(Rational.of(off).times(perMonth));
  }
  return amount.isNegative() ? Rational.ZERO : amount;
}

/** Of the discounts that are shown whole, the coupons that last forever. */
export function foreverCoupons(discounts: readonly unknown[]): ForeverCoupon[] {
  return discounts.flatMap((discount) => {
    const { coupon, source } = (discount ?? {}) as { coupon?: unknown; source?: { coupon?: unknown } };
    // Until API version 2025-09-30 the coupon stood on the discount: https://docs.stripe.com/api/discounts/object
    const shown = source?.coupon ?? coupon;
    const isForever =
      typeof shown === 'object' && shown !== null && (shown as { duration?: unknown }).duration === 'forever';
    return isForever ? [shown as ForeverCoupon] : [];
  });
}

function percent(percentage: number | undefined): Rational {
  return Rational.ofDecimal(String(percentage ?? 0)).dividedBy(Rational.of(100));
}
