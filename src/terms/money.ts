import { GraphQLError } from 'graphql';
import { GraphQLCurrency, GraphQLSafeInt } from 'graphql-scalars';
import { Arg, Field, ObjectType } from 'type-graphql';

/** Currencies whose amounts Stripe counts in whole units. Source: https://docs.stripe.com/currencies#zero-decimal */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
/** Currencies whose amounts Stripe counts in thousandths. Source: https://docs.stripe.com/currencies#three-decimal */
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));

/** How many decimal digits Stripe's minor unit of a currency stands for (isk and ugx: two, although they have no cents). */
export function minorUnitDigits(currency: string): number {
  const code = currency.toLowerCase();
  if (ZERO_DECIMAL.has(code)) return 0;
  return THREE_DECIMAL.has(code) ? 3 : 2;
}

@ObjectType({ description: "An amount in the currency's minor unit (cents for USD), as Stripe counts it." })
export class Money {
  @Field(() => GraphQLSafeInt, { description: 'In the minor unit: 1900 is 19.00 USD, and 1900 JPY.' })
  readonly amount: number;

  @Field(() => GraphQLCurrency, { description: 'ISO 4217, upper case.' })
  readonly currency: string;

  constructor(amount: number, currency: string) {
    this.amount = amount;
    this.currency = currency.toUpperCase();
  }

  @Field(() => String, { description: 'For people to read, in the words of the locale (BCP 47).' })
  formatted(@Arg('locale', () => String, { defaultValue: 'en-US' }) locale: string): string {
    try {
      return new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: this.currency,
        ...this.fractionDigits(),
      }).format(this.decimal());
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new GraphQLError(`"${locale}" is not a locale; give a BCP 47 tag such as "en-US"`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  }

  /** Some currencies (HUF, ISK) are shown without the cents that Stripe counts; where there are any, they must be shown. */
  private fractionDigits(): Intl.NumberFormatOptions {
    const digits = minorUnitDigits(this.currency);
    const isWhole = this.amount % 10 ** digits === 0;
    return isWhole ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  }

  /** The exact decimal number as text: no float is between the ledger and the page. */
  private decimal(): `${number}` {
    const digits = minorUnitDigits(this.currency);
    const text = Math.abs(this.amount)
      .toString()
      .padStart(digits + 1, '0');
    const whole = text.slice(0, text.length - digits);
    const sign = this.amount < 0 ? '-' : '';
    return `${sign}${whole}.${text.slice(text.length - digits) || '0'}` as `${number}`;
  }
}
