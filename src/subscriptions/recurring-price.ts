import type Stripe from 'stripe';
import { Rational } from '../terms/rational.js';

/** What of a price says how much recurs; Stripe's prices and those out of stored JSON have it alike. */
export interface RecurringPrice {
  readonly unit_amount?: number | null;
  readonly unit_amount_decimal?: { toString(): string } | string | null;
  readonly billing_scheme?: string | null;
  readonly tiers_mode?: string | null;
  readonly tiers?: readonly PriceTier[] | null;
  readonly transform_quantity?:
    | (Pick<Stripe.Price.TransformQuantity, 'divide_by'> & { readonly round?: string })
    | null;
  readonly recurring?: {
    readonly interval?: string;
    readonly interval_count?: number | null;
    readonly usage_type?: string | null;
  } | null;
}

export interface PriceTier {
  readonly up_to: number | null;
  readonly unit_amount_decimal?: { toString(): string } | string | null;
  readonly flat_amount_decimal?: { toString(): string } | string | null;
}

/** How many periods of the interval a year has, in the way of Stripe's own figures: 12 months, 52 weeks, 365 days. */
const PER_YEAR: Readonly<Record<string, number>> = { day: 365, week: 52, month: 12, year: 1 };

/**
 * How many periods of a price come in a month.
 * Source: https://docs.stripe.com/billing/subscriptions/analytics/glossary
 *
 * @returns null for an interval that is not known
 */
export function periodsPerMonth(price: RecurringPrice): Rational | null {
  const perYear = PER_YEAR[price.recurring?.interval ?? ''];
  if (perYear === undefined) return null;
  return Rational.of(perYear, 12 * (price.recurring?.interval_count ?? 1));
}

/**
 * What one period of a quantity costs, in the minor unit, before discounts.
 * Source: https://docs.stripe.com/products-prices/pricing-models
 *
 * @returns zero for tiers that Stripe did not show, which it does only when asked
 */
export function periodAmount(price: RecurringPrice, quantity: number): Rational {
  if (price.billing_scheme === 'tiered') return tieredAmount(price, quantity);
  const unit = decimalOf(price.unit_amount_decimal ?? price.unit_amount?.toString());
  return unit.times(Rational.of(charged(price, quantity)));
}

/** Packages are charged whole: https://docs.stripe.com/products-prices/pricing-models#package-pricing */
function charged({ transform_quantity: transform }: RecurringPrice, quantity: number): number {
  if (!transform) return quantity;
  const packages = quantity / transform.divide_by;
  return transform.round === 'down' ? Math.floor(packages) : Math.ceil(packages);
}

function tieredAmount({ tiers, tiers_mode: mode }: RecurringPrice, quantity: number): Rational {
  let amount = Rational.ZERO;
  let below = 0;
  for (const tier of tiers ?? []) {
    const upTo = tier.up_to ?? Number.POSITIVE_INFINITY;
    const isLast = quantity <= upTo;
    const within = Rational.of(mode === 'volume' ? quantity : Math.min(quantity, upTo) - below);
    if (mode !== 'volume' || isLast) {
      const cost = decimalOf(tier.unit_amount_decimal).times(within).plus(decimalOf(tier.flat_amount_decimal));
      amount = amount.plus(cost);
    }
    if (isLast) return amount;
    below = upTo;
  }
  return amount;
}

function decimalOf(text: { toString(): string } | string | null | undefined): Rational {
  return text === null || text === undefined ? Rational.ZERO : Rational.ofDecimal(text.toString());
}
