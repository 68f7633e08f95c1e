import 'reflect-metadata';
import { GRAINS, apportioned } from '../src/metrics/grains.js';
import { endOfDay, startOfDay } from '../src/metrics/revenue-day.js';
import { missingEntries } from '../src/metrics/revenue-entries.js';
import { toRevenueMetrics } from '../src/metrics/revenue-metrics.type.js';
import { MovementTally } from '../src/metrics/revenue-movements.js';
import { SeriesInterval, periodsBetween } from '../src/metrics/revenue-periods.js';
import { RevenueTotals } from '../src/metrics/revenue-totals.js';
import type { ChangedSubscription } from '../src/subscriptions/stored-changes.js';

const cents = (amount: number) => (BigInt(Math.round(amount * 100)) * GRAINS) / 100n;
const instant = (text: string) => new Date(`${text}Z`);

test.each([
  [10, [3.3, 3.3, 3.4], [3, 3, 4]],
  [11, [3.6, 3.7, 3.7], [3, 4, 4]],
  [1, [0.5, 0.5], [1, 0]],
  [-3, [-1.5, -1.5], [-1, -2]],
])('%d is shared by the largest remainder, and on a tie the first gets the unit: %j', (total, parts, shares) => {
  expect(apportioned(total, parts.map(cents))).toEqual(shares);
});

test('midnight belongs to the day that it ends', () => {
  const [midnight, before, after] = [
    '2026-03-02T00:00:00.000',
    '2026-03-01T23:59:59.999',
    '2026-03-02T00:00:00.001',
  ].map(instant) as [Date, Date, Date];
  expect([endOfDay(before), endOfDay(midnight)]).toEqual([midnight, midnight]);
  expect(endOfDay(after)).toEqual(instant('2026-03-03T00:00:00'));
  expect([startOfDay(midnight), startOfDay(after)]).toEqual([midnight, midnight]);
});

test.each([
  ['new', [0, 20, false], { gained: 20 }, 1, 0],
  ['reactivated', [0, 20, true], { reactivated: 20 }, 1, 0],
  ['expansion', [20, 50, true], { expansion: 30 }, 0, 0],
  ['contraction', [50, 20, true], { contraction: 30 }, 0, 0],
  ['churn', [50, 0, true], { churned: 50 }, -1, 1],
  ['nothing', [50, 50, true], {}, 0, 0],
] as const)('what happened to an organization is %s', (_kind, [start, end, paidBefore], amounts, gained, churned) => {
  const tally = new MovementTally();
  tally.add(BigInt(start), BigInt(end), paidBefore);
  const none = { gained: 0, reactivated: 0, expansion: 0, contraction: 0, churned: 0 };
  const expected = Object.entries({ ...none, ...amounts }).map(([kind, amount]) => [kind, BigInt(amount)]);
  expect(tally.movements(0n, 7)).toEqual({
    opening: 0n,
    ...Object.fromEntries(expected),
    customers: 7,
    churnedCustomers: churned,
  });
  expect(tally.customersGained).toBe(gained);
});

test('weeks begin on Monday, and the first and the last period are cut', () => {
  // 1 March 2026 is a Sunday.
  const [from, to] = [instant('2026-02-27T12:00:00'), instant('2026-03-11T06:00:00')];
  const boundaries = [from, instant('2026-03-02T00:00:00'), instant('2026-03-09T00:00:00'), to];
  expect(periodsBetween(from, to, SeriesInterval.WEEK, instant('2026-04-01T00:00:00'))).toEqual(
    boundaries.slice(1).map((end, index) => ({ from: boundaries[index], to: end })),
  );
});

test('no period goes beyond now', () => {
  const [from, now] = [instant('2026-01-01T00:00:00'), instant('2026-02-10T12:00:00')];
  expect(periodsBetween(from, instant('2026-06-01T00:00:00'), SeriesInterval.MONTH, now)).toEqual([
    { from, to: instant('2026-02-01T00:00:00') },
    { from: instant('2026-02-01T00:00:00'), to: now },
  ]);
});

test('a year is twelve exact months, rounded once', () => {
  const group = { currency: 'usd', plan_id: null, billing_interval: null, status: 'active', counted: true };
  const groups = [{ ...group, count: 1, amount: cents(8.33).toString() }];
  const totals = new RevenueTotals({ groups, customers: { usd: 1 } });
  const [usd] = toRevenueMetrics({ ledger: 'l', asOf: new Date(), totals }).byCurrency;
  expect([usd?.monthlyRecurringRevenue.amount, usd?.annualRecurringRevenue.amount]).toEqual([8, 100]);
});

describe('the entries of a change', () => {
  const before = {
    organization_id: 'org_a',
    currency: 'usd',
    plan_id: 'plan_starter',
    billing_interval: 'month',
    status: 'active',
    counted: true,
    amount: '0',
    explanation: '1 × 0 ÷ 1 month',
  };
  const last = { number: 1, through: 1, changed_at: instant('2026-03-01T12:00:00'), after: before };

  const entriesOf = (over: Partial<ChangedSubscription>) => {
    const price = { id: 'price_1', unit_amount: 0, recurring: { interval: 'month' } };
    const record = {
      stripe_subscription_id: 'sub_1',
      organization_id: 'org_a',
      plan_id: 'plan_starter',
      billing_interval: 'month',
      status: 'active',
      items: [{ stripe_item_id: 'si_1', stripe_price_id: 'price_1', quantity: 1 }],
      stripe_data: { currency: 'usd', items: { data: [{ id: 'si_1', price }] } },
      change_count: 2,
      last_change: { number: 2, at: instant('2026-03-01T13:00:00'), cause: 'WEBHOOK', fields: [] },
      updated_at: instant('2026-03-01T13:00:00'),
      ...over,
    } as unknown as ChangedSubscription;
    return missingEntries('l', record, last).entries.map(({ _id, organization_id, before: from, after: to }) => [
      ...[_id, organization_id, from?.plan_id ?? null, to?.plan_id ?? null],
    ]);
  };

  test('are none where nothing changed for the revenue', () => {
    expect(entriesOf({})).toEqual([]);
  });

  test('are one where the plan changed, although the amount is the same', () => {
    expect(entriesOf({ plan_id: 'plan_pro' })).toEqual([['l:sub_1:2', 'org_a', 'plan_starter', 'plan_pro']]);
  });

  test('are two where it went to another organization: one leaves, the other gets', () => {
    expect(entriesOf({ organization_id: 'org_b' })).toEqual([
      ['l:sub_1:2:left', 'org_a', 'plan_starter', null],
      ['l:sub_1:2', 'org_b', null, 'plan_starter'],
    ]);
  });
});
