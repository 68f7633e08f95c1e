import { PAGE_LOCALE } from '../../api/page-locale';
import type { AmountFragment } from '../generated/operations';

/** As Stripe counts; source: https://docs.stripe.com/currencies#zero-decimal and #three-decimal */
const ZERO_DECIMAL = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const THREE_DECIMAL = new Set('BHD JOD KWD OMR TND'.split(' '));

/** How many decimal digits the minor unit of a currency stands for. */
export function minorUnitDigits(currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/** An amount as the reader's own English writes it; the cents that Stripe counts are shown where there are any. */
export function formatMoney({ amount, currency }: AmountFragment): string {
  const digits = minorUnitDigits(currency);
  const whole = amount % 10 ** digits === 0;
  return new Intl.NumberFormat(PAGE_LOCALE, {
    style: 'currency',
    currency,
    ...(whole ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  }).format(decimalOf(amount, digits));
}

/** For the axis of a chart: $1.2K. */
export function formatCompactMoney({ amount, currency }: AmountFragment): string {
  return new Intl.NumberFormat(PAGE_LOCALE, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
    minimumFractionDigits: 0,
  }).format(amount / 10 ** minorUnitDigits(currency));
}

/** The exact decimal number as text, as people type it: 1900 in USD is "19.00". */
export function decimalOf(amount: number, digits: number): `${number}` {
  const text = Math.abs(amount)
    .toString()
    .padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const cents = text.slice(text.length - digits);
  return `${amount < 0 ? '-' : ''}${whole}${digits === 0 ? '' : `.${cents}`}` as `${number}`;
}

/** What a person typed, in the minor unit; null when it is no amount of this currency. */
export function parseAmount(text: string, currency: string): number | null {
  const digits = minorUnitDigits(currency);
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text.trim());
  if (!match || (match[2] ?? '').length > digits) return null;
  return Number(`${match[1]}${(match[2] ?? '').padEnd(digits, '0')}`);
}
