import type Stripe from 'stripe';
import {
  advance,
  clockCustomer,
  firstItem,
  invoicesOf,
  isoOf,
  moment,
  recurringPrice,
} from './support/clock-customer.js';
import { eventTypes, runningSandbox, stripeError } from './support/running-sandbox.js';

let stripe: Stripe;

beforeAll(async () => {
  ({ stripe } = await runningSandbox());
});

test('everything of a customer on a clock lives in its time', async () => {
  const { clock, customer } = await clockCustomer(stripe, '2024-02-10');
  const price = await recurringPrice(stripe, 1000);
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price }] });
  expect(subscription).toMatchObject({ created: moment('2024-02-10'), test_clock: clock });
  expect(firstItem(subscription).current_period_end).toBe(moment('2024-03-10'));
  const [invoice] = await invoicesOf(stripe, subscription.id);
  expect(invoice).toMatchObject({ created: moment('2024-02-10'), test_clock: clock });
  expect(invoice?.status_transitions.paid_at).toBe(moment('2024-02-10'));
  const outside = await stripe.customers.create({});
  expect(outside.created).toBeGreaterThan(moment('2026-01-01'));
});

test('lists leave out what lives on a clock unless the clock or the customer is named', async () => {
  const { clock, customer } = await clockCustomer(stripe, '2026-01-01');
  const price = await recurringPrice(stripe, 1000);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price }] });
  const customers = async (params: Stripe.CustomerListParams) =>
    (await stripe.customers.list(params)).data.map((entry) => entry.id);
  expect(await customers({ limit: 100 })).not.toContain(customer);
  expect(await customers({ test_clock: clock })).toEqual([customer]);
  const subscriptions = async (params: Stripe.SubscriptionListParams) =>
    (await stripe.subscriptions.list(params)).data.map((entry) => entry.id);
  expect(await subscriptions({ limit: 100 })).not.toContain(id);
  expect(await subscriptions({ test_clock: clock })).toEqual([id]);
  expect(await subscriptions({ customer })).toEqual([id]);
});

test('an advance is under way first and ready later, and nothing of its customers can change meanwhile', async () => {
  const { clock, customer } = await clockCustomer(stripe, '2026-01-01');
  const target = moment('2026-01-20');
  const underWay = await stripe.testHelpers.testClocks.advance(clock, { frozen_time: target });
  expect(underWay).toMatchObject({
    status: 'advancing',
    frozen_time: moment('2026-01-01'),
    status_details: { advancing: { target_frozen_time: target } },
  });
  const refused = await stripeError(stripe.customers.update(customer, { name: 'Bob' }));
  expect(refused).toMatchObject({ statusCode: 429 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await stripe.testHelpers.testClocks.retrieve(clock)).toMatchObject({ status: 'ready', frozen_time: target });
  const types = await eventTypes(stripe);
  const [created, advancing, ready] = ['created', 'advancing', 'ready'].map((word) =>
    types.indexOf(`test_helpers.test_clock.${word}`),
  );
  expect([created, advancing, ready]).toEqual(
    [created, advancing, ready].toSorted((left = 0, right = 0) => left - right),
  );
  expect(created).toBeGreaterThanOrEqual(0);
});

test('an advance goes forward, by two intervals of the shortest subscription at most', async () => {
  const { clock, customer } = await clockCustomer(stripe, '2026-01-31');
  const to = (text: string) => stripe.testHelpers.testClocks.advance(clock, { frozen_time: moment(text) });
  expect(await stripeError(to('2026-01-31'))).toMatchObject({ statusCode: 400, param: 'frozen_time' });
  expect((await stripeError(to('2028-02-01'))).message).toContain('two years');
  await stripe.subscriptions.create({ customer, items: [{ price: await recurringPrice(stripe, 9000, 'year') }] });
  await stripe.subscriptions.create({ customer, items: [{ price: await recurringPrice(stripe, 1000) }] });
  expect((await stripeError(to('2026-04-01'))).message).toContain('two intervals');
  await advance(stripe, clock, '2026-03-31');
});

test('a deleted clock takes its customers along', async () => {
  const { clock, customer } = await clockCustomer(stripe, '2026-01-01');
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: await recurringPrice(stripe, 1000) }],
  });
  expect(await stripe.testHelpers.testClocks.del(clock)).toMatchObject({ id: clock, deleted: true });
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ deleted: true });
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('canceled');
  expect(await stripeError(stripe.testHelpers.testClocks.retrieve(clock))).toMatchObject({ statusCode: 404 });
});

test('a clock that is not there is refused', async () => {
  expect(await stripeError(stripe.customers.create({ test_clock: 'clock_none' }))).toMatchObject({
    statusCode: 400,
    param: 'test_clock',
  });
});

test.each([
  ['2026-01-29', 'month', ['2026-02-28', '2026-03-29', '2026-04-29']],
  ['2026-01-31', 'month', ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30']],
  ['2028-01-31T23:59:59Z', 'month', ['2028-02-29T23:59:59Z', '2028-03-31T23:59:59Z']],
  ['2024-02-29', 'year', ['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29', '2029-02-28']],
  ['2026-12-31', 'week', ['2027-01-07', '2027-01-14', '2027-01-21']],
  ['2028-02-28', 'day', ['2028-02-29', '2028-03-01', '2028-03-02']],
] as const)('periods from %s by the %s end on the days of the anchor', async (from, interval, ends) => {
  const { clock, customer } = await clockCustomer(stripe, from);
  const price = await recurringPrice(stripe, 1000, interval);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price }] });
  const seen: string[] = [];
  for (const end of ends) {
    const item = firstItem(await stripe.subscriptions.retrieve(id));
    seen.push(isoOf(item.current_period_end));
    await advance(stripe, clock, end);
  }
  expect(seen).toEqual(ends);
});
