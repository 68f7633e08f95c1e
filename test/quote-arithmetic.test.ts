import type Stripe from 'stripe';
import { advance, moment } from './support/clock-customer.js';
import { type ChangeSubscriptionInput, PlanDocument } from './support/generated/operations.js';
import { changeBy, quoted } from './support/quoting.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { payWith } from './support/subscribed.js';

const PLANS = `
plans:
  - uid: plan_small
    name: Small
    prices: [{ interval: month, amount: 3000, currency: usd }, { interval: year, amount: 36500, currency: usd }]
  - uid: plan_large
    name: Large
    prices: [{ interval: month, amount: 6000, currency: usd }, { interval: year, amount: 73000, currency: usd }]
`;

/** April has 30 days: on the 11th two thirds of it are left, on the 16th half of it. */
const APRIL = '2026-04-01';

interface Sum {
  readonly plan: 'plan_small' | 'plan_large';
  readonly interval: 'MONTH' | 'YEAR';
  readonly quantity?: number;
  readonly with?: Partial<Stripe.SubscriptionCreateParams>;
  readonly on: string;
  readonly input: Omit<ChangeSubscriptionInput, 'id'>;
  /** By hand, in cents. */
  readonly lines: readonly number[];
  readonly dueNow: number;
  readonly next: number;
}

/** Worked out by hand from https://docs.stripe.com/billing/subscriptions/prorations */
const SUMS: Readonly<Record<string, Sum>> = {
  // 15 of 30 days are left: 30.00 / 2 comes back, 60.00 / 2 is charged.
  'half a month of a dearer plan, at once': {
    ...{ plan: 'plan_small', interval: 'MONTH', on: '2026-04-16' },
    input: { planUid: 'plan_large', prorationBehavior: 'ALWAYS_INVOICE' },
    ...{ lines: [-1500, 3000], dueNow: 1500, next: 6000 },
  },
  // The same, on the invoice for May.
  'half a month of a dearer plan, with the next invoice': {
    ...{ plan: 'plan_small', interval: 'MONTH', on: '2026-04-16' },
    input: { planUid: 'plan_large', prorationBehavior: 'CREATE_PRORATIONS' },
    ...{ lines: [-1500, 3000, 6000], dueNow: 0, next: 7500 },
  },
  'half a month of a dearer plan, for nothing': {
    ...{ plan: 'plan_small', interval: 'MONTH', on: '2026-04-16' },
    input: { planUid: 'plan_large', prorationBehavior: 'NONE' },
    ...{ lines: [6000], dueNow: 0, next: 6000 },
  },
  // 20 of 30 days: 2 × 30.00 × 2/3 comes back, 5 × 30.00 × 2/3 is charged.
  'three more seats for two thirds of a month': {
    ...{ plan: 'plan_small', interval: 'MONTH', quantity: 2, on: '2026-04-11' },
    input: { quantity: 5, prorationBehavior: 'ALWAYS_INVOICE' },
    ...{ lines: [-4000, 10_000], dueNow: 6000, next: 15_000 },
  },
  // A credit of 60.00 × 2/3 − 30.00 × 2/3 is due to the customer, and nothing by them.
  'a cheaper plan leaves a credit': {
    ...{ plan: 'plan_large', interval: 'MONTH', on: '2026-04-11' },
    input: { planUid: 'plan_small', prorationBehavior: 'ALWAYS_INVOICE' },
    ...{ lines: [-4000, 2000], dueNow: 0, next: 3000 },
  },
  // The year begins at once; half of the month comes back.
  'from the month to the year': {
    ...{ plan: 'plan_small', interval: 'MONTH', on: '2026-04-16' },
    input: { billingInterval: 'YEAR', prorationBehavior: 'CREATE_PRORATIONS' },
    ...{ lines: [-1500, 36_500], dueNow: 35_000, next: 36_500 },
  },
  'from the month to the year, without a credit': {
    ...{ plan: 'plan_small', interval: 'MONTH', on: '2026-04-16' },
    input: { billingInterval: 'YEAR', prorationBehavior: 'NONE' },
    ...{ lines: [36_500], dueNow: 36_500, next: 36_500 },
  },
  // 365 days at a dollar each, of which 265 are left on the 100th day (July 10th); the month is charged from now on.
  'from the year to the month': {
    ...{ plan: 'plan_small', interval: 'YEAR', on: '2026-07-10' },
    input: { billingInterval: 'MONTH', prorationBehavior: 'CREATE_PRORATIONS' },
    ...{ lines: [-26_500, 3000], dueNow: 0, next: 3000 },
  },
  'a plan of twice the price for 265 of 365 days': {
    ...{ plan: 'plan_small', interval: 'YEAR', on: '2026-07-10' },
    input: { planUid: 'plan_large', prorationBehavior: 'ALWAYS_INVOICE' },
    ...{ lines: [-26_500, 53_000], dueNow: 26_500, next: 73_000 },
  },
  // A quarter off both sides: 15.00 × 3/4 comes back, 30.00 × 3/4 is charged.
  'half a month at a quarter off': {
    ...{ plan: 'plan_small', interval: 'MONTH', on: '2026-04-16' },
    with: { discounts: [{ coupon: 'quarter' }] },
    input: { planUid: 'plan_large', prorationBehavior: 'ALWAYS_INVOICE' },
    ...{ lines: [-1125, 2250], dueNow: 1125, next: 4500 },
  },
  // (30.00 − 6.00) × 2/3 comes back, (60.00 − 6.00) × 2/3 is charged.
  'two thirds of a month at six dollars off': {
    ...{ plan: 'plan_small', interval: 'MONTH', on: '2026-04-11' },
    with: { discounts: [{ coupon: 'six' }] },
    input: { planUid: 'plan_large', prorationBehavior: 'ALWAYS_INVOICE' },
    ...{ lines: [-1600, 3600], dueNow: 2000, next: 5400 },
  },
  // Nothing was paid in a trial, so nothing comes back, and nothing is due before its end.
  'a dearer plan in a trial': {
    ...{ plan: 'plan_small', interval: 'MONTH', on: '2026-04-08' },
    with: { trial_period_days: 14 },
    input: { planUid: 'plan_large', quantity: 2, prorationBehavior: 'ALWAYS_INVOICE' },
    ...{ lines: [12_000], dueNow: 0, next: 12_000 },
  },
};

let engine: RunningEngine;
let organizations = 0;

beforeAll(async () => {
  engine = await runningEngine({ plans: PLANS, sandbox: { afterRetries: 'past_due' } });
  await engine.stripe.coupons.create({ id: 'quarter', percent_off: 25, duration: 'forever' });
  await engine.stripe.coupons.create({ id: 'six', amount_off: 600, currency: 'usd', duration: 'forever' });
});

async function begin({
  plan,
  interval,
  quantity = 1,
  with: more,
}: Pick<Sum, 'plan' | 'interval' | 'quantity' | 'with'>) {
  organizations += 1;
  const organization = `org_${organizations}`;
  const { data } = await engine.asNobody()(PlanDocument, { uid: plan, billingInterval: interval });
  const { id: clock } = await engine.stripe.testHelpers.testClocks.create({ frozen_time: moment(APRIL) });
  const { id: customer } = await engine.stripe.customers.create({
    test_clock: clock,
    metadata: { organization_id: organization },
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const { id } = await engine.stripe.subscriptions.create({
    customer,
    items: [{ price: data.plan?.price?.id ?? '', quantity }],
    ...more,
  });
  await engine.settled();
  return { id, customer, clock, asking: engine.as(organization) };
}

test.each(Object.entries(SUMS))('%s', async (_title, sum) => {
  const { id, clock, asking } = await begin(sum);
  await advance(engine.stripe, clock, sum.on);
  const quote = await quoted(asking, { id, ...sum.input });
  const lines = quote.lines.map(({ amount }) => amount.amount).sort((one, other) => one - other);
  expect(lines).toEqual(sum.lines);
  expect(quote.amountDueNow.amount).toBe(sum.dueNow);
  expect(quote.nextInvoiceTotal?.amount).toBe(sum.next);
  expect((await changeBy(asking, { id, ...sum.input, quoteId: quote.quoteId })).errors).toEqual([]);
  const { data } = await engine.stripe.invoices.list({ subscription: id });
  const made = data.filter((invoice) => invoice.billing_reason === 'subscription_update');
  expect(made.map(({ amount_paid }) => amount_paid)).toEqual(made.length === 0 ? [] : [sum.dueNow]);
});

test('what is past due is not in the quote, which is paid by the new card all the same', async () => {
  const { id, customer, clock, asking } = await begin({ plan: 'plan_small', interval: 'MONTH' });
  await payWith(engine.stripe, customer, 'pm_card_chargeCustomerFail');
  // May has 31 days: on the 16th at noon half of it is left.
  await advance(engine.stripe, clock, '2026-05-16T12:00:00Z');
  expect(await engine.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'past_due' });
  const input = { id, planUid: 'plan_large', prorationBehavior: 'ALWAYS_INVOICE' } as const;
  const quote = await quoted(asking, input);
  expect(quote.amountDueNow.amount).toBe(1500);
  expect((await changeBy(asking, { ...input, quoteId: quote.quoteId })).errors).toMatchObject([
    { code: 'CARD_DECLINED' },
  ]);
  await payWith(engine.stripe, customer, 'pm_card_visa');
  expect((await changeBy(asking, { ...input, quoteId: quote.quoteId })).errors).toEqual([]);
  const { data } = await engine.stripe.invoices.list({ subscription: id });
  expect(data.map(({ status, amount_due }) => [status, amount_due])).toEqual([
    ['paid', 1500],
    ['open', 3000],
    ['paid', 3000],
  ]);
});

test('a quote counts as of the moment when it was given, and no longer once the period is over', async () => {
  const { id, clock, asking } = await begin({ plan: 'plan_small', interval: 'MONTH' });
  await advance(engine.stripe, clock, '2026-04-16');
  const input = { id, planUid: 'plan_large', prorationBehavior: 'ALWAYS_INVOICE' } as const;
  const { quoteId } = await quoted(asking, input);
  // In the subscription's own time, which is not the server's.
  await advance(engine.stripe, clock, '2026-04-28');
  expect((await changeBy(asking, { ...input, quoteId })).errors).toEqual([]);
  const [made] = (await engine.stripe.invoices.list({ subscription: id, limit: 1 })).data;
  expect(made).toMatchObject({ amount_paid: 1500, created: moment('2026-04-28') });

  const other = await begin({ plan: 'plan_small', interval: 'MONTH' });
  await advance(engine.stripe, other.clock, '2026-04-16');
  const quote = await quoted(other.asking, { ...input, id: other.id });
  await advance(engine.stripe, other.clock, '2026-05-01T02:00:00Z');
  const late = await changeBy(other.asking, { ...input, id: other.id, quoteId: quote.quoteId });
  // 742 of 744 hours are left: 5983 is charged and 2992 comes back, each with its fraction for the customer.
  expect(late.errors).toMatchObject([{ code: 'QUOTE_CHANGED', details: { old: 1500, new: 2991, currency: 'USD' } }]);
});
