/** Currencies without minor units that Stripe yet counts in hundredths. Source: https://docs.stripe.com/currencies#special-cases */
const COUNTED_IN_HUNDREDTHS = ['isk', 'ugx'];

/**
 * An amount for people to read, such as `$29.00`.
 *
 * @param amount in minor units, of which a price may have a fraction
 * @param mostDecimals how many decimal places may be shown beyond those of the currency
 */
export function money(amount: number, currency: string, mostDecimals = 0): string {
  const { maximumFractionDigits: digits = 2 } = format(currency).resolvedOptions();
  const minorDigits = COUNTED_IN_HUNDREDTHS.includes(currency.toLowerCase()) ? 2 : digits;
  return format(currency, Math.max(digits, mostDecimals)).format(amount / 10 ** minorDigits);
}

/**
 * The price of one unit, which may be a fraction of the smallest coin: `$0.0125`.
 *
 * @param decimal minor units with up to twelve decimal places
 */
export function unitPrice(decimal: string, currency: string): string {
  return money(Number(decimal), currency, 14);
}

function format(currency: string, most?: number): Intl.NumberFormat {
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    ...(most === undefined ? {} : { maximumFractionDigits: most }),
  });
}
