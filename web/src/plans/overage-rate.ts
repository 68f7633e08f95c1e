import { PAGE_LOCALE } from '../api/page-locale';
import type { BillingInterval, OverageKind } from '../generated/operations';
import type { Overage, Plan } from './plan';
import { currenciesOf } from './plan';

/** Currencies whose minor unit is not a hundredth at Stripe: https://docs.stripe.com/currencies#zero-decimal */
const ZERO_DECIMAL = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const THREE_DECIMAL = new Set('BHD JOD KWD OMR TND'.split(' '));

/** How the use of each kind is quoted: so many units at a time, so that a rate is not a row of zeros. */
const QUOTED_BY: Record<OverageKind, { readonly units: number; readonly words: string }> = {
  BANDWIDTH: { units: 1, words: 'a GB' },
  API: { units: 1000, words: 'for 1,000 calls' },
};

/** What the use beyond the plan costs, such as "$0.08 a GB"; null when the price does not tell its currency. */
export function overageRate(plan: Plan, kind: OverageKind, interval: BillingInterval, currency: string): string | null {
  const price = overagePrice(plan, kind, interval, currency);
  const decimal = Number(price?.unitAmountDecimal ?? price?.unitPrice?.amount ?? Number.NaN);
  if (!price || !Number.isFinite(decimal)) return null;
  // A rate below the minor unit comes without a currency; then it is known only where the plan has but one.
  if (!price.unitPrice && currenciesOf([plan]).length !== 1) return null;
  const { units, words } = QUOTED_BY[kind];
  return `${format((decimal * units) / minorUnits(currency), currency)} ${words}`;
}

function overagePrice(
  plan: Plan,
  kind: OverageKind,
  interval: BillingInterval,
  currency: string,
): Overage['price'] | null {
  const prices = plan.overages.filter((overage) => overage.kind === kind).map((overage) => overage.price);
  return (
    prices.find(
      ({ billingInterval, unitPrice }) =>
        billingInterval === interval && (!unitPrice || unitPrice.currency === currency),
    ) ?? null
  );
}

function minorUnits(currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return 1;
  return THREE_DECIMAL.has(currency) ? 1000 : 100;
}

function format(amount: number, currency: string): string {
  return new Intl.NumberFormat(PAGE_LOCALE, { style: 'currency', currency, maximumFractionDigits: 8 }).format(amount);
}
