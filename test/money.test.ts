import 'reflect-metadata';
import { GraphQLError } from 'graphql';
import { Money, minorUnitDigits } from '../src/terms/money.js';

test.each([
  [1900, 'usd', '$19.00'],
  [5, 'usd', '$0.05'],
  [0, 'eur', '€0.00'],
  [1900, 'jpy', '¥1,900'],
  [7, 'krw', '₩7'],
  [1900, 'kwd', 'KWD 1.900'],
  [1, 'bhd', 'BHD 0.001'],
])('%i in the minor unit of %s is %s', (amount, currency, shown) => {
  expect(plain(new Money(amount, currency).formatted('en-US'))).toBe(shown);
});

test.each([
  [-1900, 'usd', '-$19.00'],
  [-5, 'usd', '-$0.05'],
  [-1900, 'jpy', '-¥1,900'],
  [-1, 'kwd', '-KWD 0.001'],
])('a credit of %i %s is shown with its sign: %s', (amount, currency, shown) => {
  expect(plain(new Money(amount, currency).formatted('en-US'))).toBe(shown);
});

test('the largest amounts lose no digit', () => {
  expect(new Money(Number.MAX_SAFE_INTEGER, 'usd').formatted('en-US')).toBe('$90,071,992,547,409.91');
  expect(plain(new Money(Number.MAX_SAFE_INTEGER, 'kwd').formatted('en-US'))).toBe('KWD 9,007,199,254,740.991');
  expect(new Money(-Number.MAX_SAFE_INTEGER, 'jpy').formatted('en-US')).toBe('-¥9,007,199,254,740,991');
});

test('cents of a currency that is shown without them are not rounded away', () => {
  expect(plain(new Money(55_00, 'huf').formatted('en-US'))).toBe('HUF 55');
  expect(plain(new Money(55_50, 'huf').formatted('en-US'))).toBe('HUF 55.50');
  expect(plain(new Money(99, 'all').formatted('en-US'))).toBe('ALL 0.99');
});

test('isk and ugx are counted in hundredths although they have no cents', () => {
  expect(minorUnitDigits('ISK')).toBe(2);
  expect(plain(new Money(500, 'isk').formatted('en-US'))).toBe('ISK 5');
  expect(plain(new Money(500, 'ugx').formatted('en-US'))).toBe('UGX 5');
});

test('the locale decides about signs and separators', () => {
  expect(plain(new Money(123_456_789, 'eur').formatted('de-DE'))).toBe('1.234.567,89 €');
  expect(plain(new Money(1900, 'usd').formatted('en-CA'))).toBe('US$19.00');
});

test.each(['', 'not a locale', 'en_US', 'x'])('the locale "%s" is refused as bad input', (locale) => {
  const format = () => new Money(1900, 'usd').formatted(locale);
  expect(format).toThrow(GraphQLError);
  expect(format).toThrow(`"${locale}" is not a locale`);
  expect(format).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
});

test('the currency is shown in upper case, as ISO 4217 writes it', () => {
  expect(new Money(1, 'usd').currency).toBe('USD');
});

/** With ordinary spaces for the ones that do not break. */
function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}
