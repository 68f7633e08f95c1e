import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { parsePlanFile } from '../src/catalog/plan-definition.js';
import { projectRoot } from './support/source-files.js';

const price = { interval: 'month', amount: 1900, currency: 'usd' };
const overage = { kind: 'api', unitAmountDecimal: '0.05', currency: 'usd' };

/** A file with one plan, faultless but for the given fields. */
function fileWith(fields: object): string {
  return stringify({ plans: [{ uid: 'plan_a', name: 'A', prices: [price], ...fields }] });
}

test('the sample plans are sold by month and by year', () => {
  const plans = parsePlanFile(readFileSync(join(projectRoot, 'plans.yaml'), 'utf8'));
  expect(plans.map(({ uid }) => uid)).toEqual(['plan_starter', 'plan_pro']);
  for (const plan of plans) {
    expect(plan.prices.map(({ interval }) => interval)).toEqual(['month', 'year']);
    expect(plan.features.length).toBeGreaterThan(0);
    expect(plan.overages.map(({ kind }) => kind)).toEqual(['bandwidth', 'api']);
  }
});

test('a plan needs a uid, a name and a price; the rest has defaults', () => {
  expect(parsePlanFile(fileWith({}))).toEqual([
    { uid: 'plan_a', name: 'A', prices: [price], overages: [], features: [], trialDays: 0 },
  ]);
});

test('currencies are kept in lower case, as Stripe writes them', () => {
  const [plan] = parsePlanFile(fileWith({ prices: [{ ...price, currency: 'EUR' }] }));
  expect(plan?.prices[0]?.currency).toBe('eur');
});

test.each([
  ['a uid with a space', { uid: 'plan a' }, 'plans[0].uid'],
  ['a uid in upper case', { uid: 'Plan_A' }, 'plans[0].uid'],
  ['an empty name', { name: '' }, 'plans[0].name'],
  ['no price', { prices: [] }, 'plans[0].prices'],
  ['an unknown interval', { prices: [{ ...price, interval: 'week' }] }, 'plans[0].prices[0].interval'],
  ['an amount with a fraction', { prices: [price, { ...price, amount: 19.5 }] }, 'plans[0].prices[1].amount'],
  ['an amount below zero', { prices: [{ ...price, amount: -1 }] }, 'plans[0].prices[0].amount'],
  ['an amount above the most', { prices: [{ ...price, amount: 100_000_000 }] }, 'plans[0].prices[0].amount'],
  ['an amount in words', { prices: [{ ...price, amount: '19' }] }, 'plans[0].prices[0].amount'],
  ['a currency by its sign', { prices: [{ ...price, currency: '$' }] }, 'plans[0].prices[0].currency'],
  ['an unknown kind', { overages: [{ ...overage, kind: 'disk' }] }, 'plans[0].overages[0].kind'],
  ['a float', { overages: [{ ...overage, unitAmountDecimal: 0.05 }] }, 'plans[0].overages[0].unitAmountDecimal'],
  ['13 decimals', { overages: [{ ...overage, unitAmountDecimal: '0.1234567890123' }] }, 'unitAmountDecimal'],
  ['an empty feature', { features: [''] }, 'plans[0].features[0]'],
  ['a negative trial', { trialDays: -1 }, 'plans[0].trialDays'],
  ['a misspelled field', { feature: ['x'] }, '"feature"'],
  ['two prices of a kind', { prices: [price, { ...price, amount: 1 }] }, 'plans[0].prices'],
  [
    'two overages of a kind',
    { overages: [overage, { ...overage, unitAmountDecimal: '1' }] },
    'two overages of api in usd',
  ],
  ['an overage in a currency without a price', { overages: [{ ...overage, currency: 'eur' }] }, 'overages[0].currency'],
  ['two prices in a currency of other case', { prices: [price, { ...price, currency: 'USD' }] }, 'month in usd'],
])('%s is a fault with its place', (_, fields, place) => {
  expect(() => parsePlanFile(fileWith(fields))).toThrow(place);
});

test('all faults are named at once', () => {
  const faulty = { uid: 'A', name: '', prices: [{ ...price, currency: 'dollars' }] };
  const text = stringify({ plans: [{ uid: 'plan_a', name: 'A', prices: [price] }, faulty] });
  expect(() => parsePlanFile(text)).toThrow(/plans\[1\]\.uid.*plans\[1\]\.name.*plans\[1\]\.prices\[0\]\.currency/s);
});

test('two plans with one uid are refused', () => {
  const plan = { uid: 'plan_a', name: 'A', prices: [price] };
  expect(() => parsePlanFile(stringify({ plans: [plan, { ...plan, name: 'B' }] }))).toThrow(
    'two plans with the uid plan_a',
  );
});

test.each(['', 'plans:', 'plans: []', '- plan_a', 'plan: []'])('a file without plans is refused: "%s"', (text) => {
  expect(() => parsePlanFile(text)).toThrow('The plan file has faults');
});

test('text that is no YAML is refused with the line', () => {
  expect(() => parsePlanFile('plans:\n  - { uid: plan_a')).toThrow(/line \d/);
});
