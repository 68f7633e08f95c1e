import 'reflect-metadata';
import { PlanRecord } from '../src/catalog/plan.record.js';
import { type CheckoutWishes, choiceLine, chosen } from '../src/checkout/checkout-choice.js';
import { BillingInterval } from '../src/terms/billing-interval.js';

const PLAN = Object.assign(new PlanRecord(), {
  plan_uid: 'plan_starter',
  prices: [
    { stripe_price_id: 'price_month', billing_interval: 'month', unit_amount: 1900, currency: 'usd' },
    { stripe_price_id: 'price_year', billing_interval: 'year', unit_amount: 19_000, currency: 'usd' },
  ],
  overages: [
    {
      kind: 'api' as const,
      stripe_price_id: 'price_api',
      billing_interval: 'month',
      unit_amount_decimal: '0.5',
      currency: 'usd',
    },
  ],
  trial_days: 14,
});

const WISHES: CheckoutWishes = {
  billingInterval: BillingInterval.MONTH,
  quantity: 3,
  overagesEnabled: false,
  overageBandwidth: false,
  overageApi: false,
};

const lineOf = (wishes: Partial<CheckoutWishes> = {}, plan = PLAN, code: string | null = null) =>
  choiceLine(chosen(plan, { ...WISHES, ...wishes }, code).metadata);

test('what is chosen is sold in the quantity that was asked for, usage without one', () => {
  const { lineItems } = chosen(PLAN, { ...WISHES, overagesEnabled: true, overageApi: true });
  expect(lineItems).toEqual([
    { priceId: 'price_month', quantity: 3 },
    { priceId: 'price_api', quantity: null },
  ]);
});

test('usage beyond the plan is not charged unless that is enabled', () => {
  expect(chosen(PLAN, { ...WISHES, overageApi: true }).lineItems).toEqual([{ priceId: 'price_month', quantity: 3 }]);
});

test('the same choice is the same line, and whatever makes another page makes another line', () => {
  const tried = Object.assign(new PlanRecord(), PLAN, { trial_days: 0 });
  const dearer = Object.assign(new PlanRecord(), PLAN, {
    prices: [{ ...PLAN.prices[0], stripe_price_id: 'price_dearer' }],
  });
  const renamed = Object.assign(new PlanRecord(), PLAN, { plan_uid: 'plan_other' });
  const lines = [
    lineOf(),
    lineOf({ quantity: 4 }),
    lineOf({ billingInterval: BillingInterval.YEAR }),
    lineOf({ overagesEnabled: true, overageApi: true }),
    lineOf({}, tried),
    lineOf({}, dearer),
    lineOf({}, renamed),
    lineOf({}, PLAN, 'promo_1'),
    lineOf({}, PLAN, 'promo_2'),
  ];
  expect(new Set(lines).size).toBe(lines.length);
  expect(lineOf()).toBe(lines[0]);
});

test('a session whose metadata is not ours has no choice', () => {
  expect(choiceLine({ plan_uid: 'plan_starter', quantity: '1' })).toBeNull();
  expect(choiceLine({})).toBeNull();
});
