import {
  monthlyAmountOf,
  monthlyRecurringRevenueOf,
  type RecurringItem,
  type RecurringSubscription,
} from '../src/subscriptions/monthly-recurring-revenue.js';
import { Rational } from '../src/terms/rational.js';

const price = (unit: string, interval = 'month', count = 1, over: object = {}) => ({
  unit_amount_decimal: unit,
  recurring: { interval, interval_count: count, usage_type: 'licensed' },
  ...over,
});
const item = (unit: string, quantity = 1, interval = 'month', count = 1, over: object = {}): RecurringItem => ({
  price: price(unit, interval, count, over),
  quantity,
});
const subscription = (items: readonly RecurringItem[], over: Partial<RecurringSubscription> = {}) =>
  monthlyRecurringRevenueOf({ status: 'active', currency: 'usd', items: { data: items }, ...over });
const coupon = (over: object, duration = 'forever') => ({ source: { coupon: { duration, ...over } } });

test.each([
  ['a month', item('1900', 3), 5700],
  ['a quarter', item('3000', 1, 'month', 3), 1000],
  ['a year', item('19000', 1, 'year'), 1583],
  ['two years', item('24000', 1, 'year', 2), 1000],
  ['a week', item('100', 1, 'week'), 433],
  ['two weeks', item('600', 1, 'week', 2), 1300],
  ['a day', item('12', 1, 'day'), 365],
  ['a fraction of a cent', item('0.5', 3), 2],
])('a price by %s comes to a month', (_interval, each, amount) => {
  expect(subscription([each])).toBe(amount);
});

test('several items are added before anything is rounded', () => {
  expect(subscription([item('1', 1, 'year', 1), item('5', 1, 'year', 1)])).toBe(1);
});

test.each(['trialing', 'unpaid', 'canceled', 'incomplete', 'incomplete_expired', 'paused', 'a_status_of_the_future'])(
  'a subscription that is %s brings nothing',
  (status) => expect(subscription([item('1900')], { status })).toBe(0),
);

test('one that is past due counts, one whose invoices are voided does not', () => {
  expect(subscription([item('1900')], { status: 'past_due' })).toBe(1900);
  expect(subscription([item('1900')], { pause_collection: { behavior: 'void' } })).toBe(0);
  expect(subscription([item('1900')], { pause_collection: { behavior: 'keep_as_draft' } })).toBe(1900);
});

test('metered items do not count', () => {
  const metered = item('8', 1000, 'month', 1, { recurring: { interval: 'month', usage_type: 'metered' } });
  expect(subscription([item('1900'), metered])).toBe(1900);
});

test('tiers are counted at the quantity, packages whole', () => {
  const tiers = [
    { up_to: 10, unit_amount_decimal: '100', flat_amount_decimal: '500' },
    { up_to: null, unit_amount_decimal: '50', flat_amount_decimal: null },
  ];
  const tiered = (mode: string) => item('0', 15, 'month', 1, { billing_scheme: 'tiered', tiers_mode: mode, tiers });
  expect(subscription([tiered('graduated')])).toBe(500 + 10 * 100 + 5 * 50);
  expect(subscription([tiered('volume')])).toBe(15 * 50);
  expect(subscription([item('1000', 11, 'month', 1, { transform_quantity: { divide_by: 5, round: 'up' } })])).toBe(
    3000,
  );
});

test('coupons that last forever come off, percentages first; others do not', () => {
  const discounts = [coupon({ amount_off: 300 }), coupon({ percent_off: 10 }), coupon({ percent_off: 50 }, 'once')];
  expect(subscription([item('2000')], { discounts })).toBe(1500);
  expect(subscription([item('2000')], { discounts: [coupon({ percent_off: 90 }, 'repeating'), 'di_not_shown'] })).toBe(
    2000,
  );
  expect(subscription([item('2000')], { discounts: [coupon({ percent_off: 20 }), coupon({ percent_off: 50 })] })).toBe(
    800,
  );
  expect(subscription([item('2000')], { discounts: [coupon({ amount_off: 9999 })] })).toBe(0);
});

test('an amount that comes off each yearly invoice counts by a twelfth', () => {
  expect(subscription([item('24000', 1, 'year')], { discounts: [coupon({ amount_off: 1200 })] })).toBe(1900);
});

test('inclusive tax is taken out, exclusive tax is not in it', () => {
  const vat = { inclusive: true, percentage: 19 };
  expect(subscription([item('1190')], { default_tax_rates: [vat] })).toBe(1000);
  expect(subscription([item('1190')], { default_tax_rates: [{ inclusive: false, percentage: 19 }] })).toBe(1190);
});

test('twelve months of exact amounts are the year to the cent', () => {
  const yearly = monthlyAmountOf({ status: 'active', currency: 'usd', items: { data: [item('19000', 1, 'year')] } });
  expect(yearly.times(Rational.of(12)).rounded()).toBe(19_000);
});
