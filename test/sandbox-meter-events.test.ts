import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { advance, clockCustomer, latestInvoice, moment } from './support/clock-customer.js';
import { runningSandbox, stripeError } from './support/running-sandbox.js';

let stripe: Stripe;

beforeAll(async () => {
  ({ stripe } = await runningSandbox());
});

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const now = () => Math.floor(Date.now() / 1000);

function meter(formula: 'count' | 'last' | 'sum' = 'sum'): Promise<Stripe.Billing.Meter> {
  const name = `calls_${randomUUID()}`;
  return stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: name,
    default_aggregation: { formula },
  });
}

function used(
  { event_name }: Stripe.Billing.Meter,
  customer: string,
  value: string,
  params: Partial<Stripe.Billing.MeterEventCreateParams> = {},
): Promise<Stripe.Billing.MeterEvent> {
  const payload = { stripe_customer_id: customer, value };
  return stripe.billing.meterEvents.create({ event_name, payload, ...params });
}

async function total({ id }: Stripe.Billing.Meter, customer: string): Promise<number | undefined> {
  const end_time = now() - (now() % MINUTE) + 10 * MINUTE;
  const { data } = await stripe.billing.meters.listEventSummaries(id, {
    customer,
    start_time: end_time - 36 * DAY,
    end_time,
  });
  return data[0]?.aggregated_value;
}

test.each([
  ['sum', 3.5],
  ['count', 3],
  ['last', 0.5],
] as const)('a meter with the formula %s makes %d of 1, 2 and then 0.5', async (formula, expected) => {
  const [calls, { id }] = await Promise.all([meter(formula), stripe.customers.create()]);
  for (const [index, value] of ['1', '2', '0.5'].entries()) {
    await used(calls, id, value, { timestamp: now() - 100 + index });
  }
  expect(await total(calls, id)).toBe(expected);
});

test('tenths add up exactly', async () => {
  const [calls, { id }] = await Promise.all([meter(), stripe.customers.create()]);
  for (const value of ['0.1', '0.2', '0.3']) await used(calls, id, value);
  expect(await total(calls, id)).toBe(0.6);
});

test('an identifier counts once, and the second event is refused in the words of Stripe', async () => {
  const [calls, { id }] = await Promise.all([meter(), stripe.customers.create()]);
  const event = await used(calls, id, '5', { identifier: 'once' });
  expect(event).toMatchObject({ object: 'billing.meter_event', identifier: 'once', event_name: calls.event_name });
  const error = await stripeError(used(calls, id, '5', { identifier: 'once' }));
  expect(error).toMatchObject({ statusCode: 400, message: 'An event already exists with identifier once.' });
  expect(await total(calls, id)).toBe(5);
});

test('an event is at most 35 days old and five minutes ahead', async () => {
  const [calls, { id }] = await Promise.all([meter(), stripe.customers.create()]);
  const at = (timestamp: number) => used(calls, id, '1', { timestamp });
  await at(now() - 35 * DAY + MINUTE);
  await at(now() + 4 * MINUTE);
  expect((await stripeError(at(now() - 35 * DAY - MINUTE))).message).toContain('more than 35 days in past');
  expect((await stripeError(at(now() + 6 * MINUTE))).param).toBe('timestamp');
  expect(await total(calls, id)).toBe(2);
});

test('an event needs a known meter, a known customer and a number', async () => {
  const [calls, { id }] = await Promise.all([meter(), stripe.customers.create()]);
  expect((await stripeError(used({ ...calls, event_name: 'none' }, id, '1'))).param).toBe('event_name');
  expect((await stripeError(used(calls, 'cus_none', '1'))).code).toBe('resource_missing');
  expect((await stripeError(used(calls, id, 'many'))).param).toBe('payload[value]');
});

test('a cancelled event counts no more', async () => {
  const [calls, { id }] = await Promise.all([meter(), stripe.customers.create()]);
  await used(calls, id, '5', { identifier: 'wrong' });
  await used(calls, id, '2');
  const cancel = (identifier: string) =>
    stripe.billing.meterEventAdjustments.create({
      event_name: calls.event_name,
      type: 'cancel',
      cancel: { identifier },
    });
  expect(await cancel('wrong')).toMatchObject({ status: 'complete', cancel: { identifier: 'wrong' } });
  expect(await total(calls, id)).toBe(2);
  expect((await stripeError(cancel('none'))).param).toBe('cancel[identifier]');
});

test('summaries by day are the newest first, and their bounds must be days', async () => {
  const [calls, { id: customer }] = await Promise.all([meter(), stripe.customers.create()]);
  const today = now() - (now() % DAY);
  await used(calls, customer, '1', { timestamp: today - 2 * DAY });
  await used(calls, customer, '2', { timestamp: today - 1 });
  const bounds = { customer, start_time: today - 3 * DAY, end_time: today, value_grouping_window: 'day' } as const;
  const { data } = await stripe.billing.meters.listEventSummaries(calls.id, bounds);
  expect(data.map((day) => [day.start_time, day.aggregated_value])).toEqual([
    [today - DAY, 2],
    [today - 2 * DAY, 1],
  ]);
  const askew = stripe.billing.meters.listEventSummaries(calls.id, { ...bounds, start_time: bounds.start_time + 60 });
  expect((await stripeError(askew)).param).toBe('start_time');
});

test('the renewal bills the usage of the period that ended, rounded once for the line', async () => {
  const calls = await meter();
  const { customer, clock } = await clockCustomer(stripe, '2026-01-01T00:00:00Z', 'pm_card_visa');
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount_decimal: '0.25' as unknown as Stripe.Decimal,
    recurring: { interval: 'month', usage_type: 'metered', meter: calls.id },
    product_data: { name: 'Calls' },
  });
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
  await used(calls, customer, '1000', { timestamp: moment('2026-01-01T00:00:00Z') });
  await advance(stripe, clock, '2026-01-31T00:00:00Z');
  await used(calls, customer, '6');
  const preview = await stripe.invoices.createPreview({ subscription: id });
  expect(preview.lines.data).toMatchObject([{ quantity: 1006, amount: 252 }]);
  await advance(stripe, clock, '2026-02-01T02:00:00Z');
  expect(await latestInvoice(stripe, id)).toMatchObject({
    billing_reason: 'subscription_cycle',
    amount_paid: 252,
    lines: { data: [{ quantity: 1006, amount: 252, period: { end: moment('2026-02-01T00:00:00Z') } }] },
  });
});
