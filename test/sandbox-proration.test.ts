import type Stripe from 'stripe';
import {
  advance,
  clockCustomer,
  firstItem,
  invoicesOf,
  latestInvoice,
  moment,
  recurringPrice,
} from './support/clock-customer.js';
import { type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';

let sandbox: RunningSandbox;
let stripe: Stripe;

beforeAll(async () => {
  sandbox = await runningSandbox();
  ({ stripe } = sandbox);
});

/** A subscription from April 1st 2026, whose first period has 30 days: a day is the thirtieth part. */
async function inApril(
  amount: number,
  quantity = 1,
): Promise<{ id: string; item: string; customer: string; clock: string }> {
  const { clock, customer } = await clockCustomer(stripe, '2026-04-01');
  const price = await recurringPrice(stripe, amount);
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price, quantity }] });
  return { id: subscription.id, item: firstItem(subscription).id, customer, clock };
}

async function pending(customer: string): Promise<(number | string | null)[][]> {
  const { data } = await stripe.invoiceItems.list({ customer, pending: true });
  return data.map(({ amount, description }) => [amount, description]);
}

test('a dearer price credits the unused time and charges the remaining time, to the second', async () => {
  const { id, item, customer, clock } = await inApril(1000);
  await advance(stripe, clock, '2026-04-11');
  await stripe.subscriptions.update(id, { items: [{ id: item, price: await recurringPrice(stripe, 2000) }] });
  // 20 of 30 days are left: 666.67 back and 1333.33 due, both rounded in the customer's favour.
  expect(await pending(customer)).toEqual([
    [-667, 'Unused time on Pro after 11 Apr 2026'],
    [1333, 'Remaining time on Pro after 11 Apr 2026'],
  ]);
  expect(await invoicesOf(stripe, id)).toHaveLength(1);
});

test.each([
  [1000, 1800, 400, -3, 4],
  [1000, 2000, 3, -334, 666],
  [2000, 1000, 3, -667, 333],
  [999, 1999, 7, -143, 285],
])('from %i to %i with a %i-th of the period left: %i and %i', async (from, to, part, credit, charge) => {
  const { id, item, customer } = await inApril(from);
  const date = moment('2026-05-01') - Math.floor((30 * 24 * 60 * 60) / part);
  const price = await recurringPrice(stripe, to);
  await stripe.subscriptions.update(id, { items: [{ id: item, price }], proration_date: date });
  expect((await pending(customer)).map(([amount]) => amount)).toEqual([credit, charge]);
});

test('another quantity is prorated over the whole item, and a quantity that is not named stays', async () => {
  const { id, item, customer } = await inApril(1000, 2);
  const half = moment('2026-04-16');
  await stripe.subscriptions.update(id, { items: [{ id: item, quantity: 5 }], proration_date: half });
  expect(await pending(customer)).toEqual([
    [-1000, 'Unused time on 2 × Pro after 16 Apr 2026'],
    [2500, 'Remaining time on 5 × Pro after 16 Apr 2026'],
  ]);
  const price = await recurringPrice(stripe, 3000);
  const after = await stripe.subscriptions.update(id, { items: [{ id: item, price }], proration_behavior: 'none' });
  expect(firstItem(after).quantity).toBe(5);
});

test('an added item is charged for the rest of the period, and a removed one credited', async () => {
  const { id, item, customer } = await inApril(1000);
  const half = moment('2026-04-16');
  const seat = await recurringPrice(stripe, 500, 'month', 'Seat');
  const after = await stripe.subscriptions.update(id, { items: [{ price: seat, quantity: 3 }], proration_date: half });
  expect(after.items.data.map((entry) => entry.current_period_end)).toEqual([
    moment('2026-05-01'),
    moment('2026-05-01'),
  ]);
  expect(await pending(customer)).toEqual([[750, 'Remaining time on 3 × Seat after 16 Apr 2026']]);
  await stripe.subscriptions.update(id, { items: [{ id: item, deleted: true }], proration_date: half });
  expect((await pending(customer)).map(([amount]) => amount)).toEqual([-500, 750]);
});

test('always_invoice charges the difference at once', async () => {
  const { id, item, customer } = await inApril(1000);
  const price = await recurringPrice(stripe, 4000);
  const half = moment('2026-04-16');
  await stripe.subscriptions.update(id, {
    items: [{ id: item, price }],
    proration_behavior: 'always_invoice',
    proration_date: half,
  });
  const invoice = await latestInvoice(stripe, id);
  expect(invoice).toMatchObject({
    billing_reason: 'subscription_update',
    status: 'paid',
    total: 1500,
    amount_paid: 1500,
  });
  expect(invoice.lines.data.map((line) => line.amount)).toEqual([-500, 2000]);
  expect(invoice.lines.data[0]?.parent?.subscription_item_details).toMatchObject({
    proration: true,
    subscription_item: item,
  });
  expect(await pending(customer)).toEqual([]);
});

test('what is owed to the customer goes to their balance and lowers the next invoice', async () => {
  const { id, item, customer, clock } = await inApril(4000);
  const price = await recurringPrice(stripe, 1000);
  await stripe.subscriptions.update(id, {
    items: [{ id: item, price }],
    proration_behavior: 'always_invoice',
    proration_date: moment('2026-04-16'),
  });
  expect(await latestInvoice(stripe, id)).toMatchObject({
    total: -1500,
    amount_due: 0,
    status: 'paid',
    ending_balance: -1500,
    attempt_count: 0,
  });
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -1500 });
  await advance(stripe, clock, '2026-05-02');
  expect(await latestInvoice(stripe, id)).toMatchObject({
    total: 1000,
    starting_balance: -1500,
    ending_balance: -500,
    amount_due: 0,
    status: 'paid',
  });
  await advance(stripe, clock, '2026-06-02');
  expect(await latestInvoice(stripe, id)).toMatchObject({
    total: 1000,
    amount_due: 500,
    amount_paid: 500,
    ending_balance: 0,
  });
});

test('an amount too small to be charged is owed with the next invoice', async () => {
  const { id, item, customer } = await inApril(1000);
  const price = await recurringPrice(stripe, 1030);
  await stripe.subscriptions.update(id, {
    items: [{ id: item, price }],
    proration_behavior: 'always_invoice',
    proration_date: moment('2026-04-16'),
  });
  expect(await latestInvoice(stripe, id)).toMatchObject({
    total: 15,
    amount_due: 0,
    status: 'paid',
    ending_balance: 15,
  });
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: 15 });
});

test('without proration nothing is billed for the change, and a later credit gives back only what was billed', async () => {
  const { id, item, customer } = await inApril(1000);
  const [dear, cheap] = [await recurringPrice(stripe, 5000), await recurringPrice(stripe, 500)];
  await stripe.subscriptions.update(id, { items: [{ id: item, price: dear }], proration_behavior: 'none' });
  expect(await pending(customer)).toEqual([]);
  await stripe.subscriptions.update(id, { items: [{ id: item, price: cheap }], proration_date: moment('2026-04-16') });
  expect((await pending(customer)).map(([amount]) => amount)).toEqual([-500, 250]);
});

test.each(['create_prorations', 'none'] as const)(
  'another interval begins a new period and is charged at once: %s',
  async (behavior) => {
    const { id, item, clock } = await inApril(3000);
    await advance(stripe, clock, '2026-04-16');
    const price = await recurringPrice(stripe, 30000, 'year');
    const after = await stripe.subscriptions.update(id, { items: [{ id: item, price }], proration_behavior: behavior });
    expect(after.billing_cycle_anchor).toBe(moment('2026-04-16'));
    expect(firstItem(after)).toMatchObject({
      current_period_start: moment('2026-04-16'),
      current_period_end: moment('2027-04-16'),
    });
    const invoice = await latestInvoice(stripe, id);
    expect(invoice.lines.data.map((line) => line.amount)).toEqual(behavior === 'none' ? [30000] : [-1500, 30000]);
    expect(invoice).toMatchObject({ status: 'paid', billing_reason: 'subscription_update' });
  },
);

test('from free to paid a new period begins, charged at once', async () => {
  const { id, item, clock } = await inApril(0);
  await advance(stripe, clock, '2026-04-16');
  const after = await stripe.subscriptions.update(id, {
    items: [{ id: item, price: await recurringPrice(stripe, 900) }],
  });
  expect(firstItem(after).current_period_end).toBe(moment('2026-05-16'));
  expect(await latestInvoice(stripe, id)).toMatchObject({ status: 'paid', amount_paid: 900 });
});

test('a refused charge for a change is kept, undone or awaited as the payment behavior says', async () => {
  const { id, item, customer } = await inApril(1000);
  const fail = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: fail.id } });
  const price = await recurringPrice(stripe, 9000);
  const change: Stripe.SubscriptionUpdateParams = {
    items: [{ id: item, price }],
    proration_behavior: 'always_invoice',
  };
  const error = await stripeError(
    stripe.subscriptions.update(id, { ...change, payment_behavior: 'error_if_incomplete' }),
  );
  expect(error).toMatchObject({ statusCode: 402, code: 'card_declined' });
  expect(await pending(customer)).toEqual([]);
  const waiting = await stripe.subscriptions.update(id, { ...change, payment_behavior: 'pending_if_incomplete' });
  expect(waiting).toMatchObject({
    status: 'active',
    pending_update: { subscription_items: [{ price: { id: price } }] },
  });
  expect(firstItem(waiting).price.unit_amount).toBe(1000);
  await stripe.invoices.pay(String(waiting.latest_invoice), { payment_method: 'pm_card_visa' });
  const paid = await stripe.subscriptions.retrieve(id);
  expect(paid).toMatchObject({ status: 'active', pending_update: null });
  expect(firstItem(paid).price.id).toBe(price);
  const owed = await stripe.subscriptions.update(id, {
    items: [{ id: item, quantity: 2 }],
    proration_behavior: 'always_invoice',
  });
  expect(owed.status).toBe('past_due');
  await stripe.invoices.pay(String(owed.latest_invoice), { payment_method: 'pm_card_visa' });
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
});

test('a proration date outside of the period is refused', async () => {
  const { id, item } = await inApril(1000);
  const change = { items: [{ id: item, quantity: 2 }], proration_date: moment('2026-05-02') };
  expect(await stripeError(stripe.subscriptions.update(id, change))).toMatchObject({
    statusCode: 400,
    param: 'proration_date',
  });
});

test('a cancellation gives back the unused time when asked, and drops pending prorations otherwise', async () => {
  const asked = await inApril(3000);
  await advance(stripe, asked.clock, '2026-04-21');
  await stripe.subscriptions.cancel(asked.id, { prorate: true });
  expect((await pending(asked.customer)).map(([amount]) => amount)).toEqual([-1000]);
  const dropped = await inApril(3000);
  await stripe.subscriptions.update(dropped.id, { items: [{ id: dropped.item, quantity: 2 }] });
  expect(await pending(dropped.customer)).toHaveLength(2);
  await stripe.subscriptions.cancel(dropped.id);
  expect(await pending(dropped.customer)).toEqual([]);
  const billed = await inApril(3000);
  await advance(stripe, billed.clock, '2026-04-21');
  await stripe.subscriptions.cancel(billed.id, { prorate: true, invoice_now: true });
  expect(await latestInvoice(stripe, billed.id)).toMatchObject({ total: -1000, status: 'uncollectible', number: null });
});

test('an end within the period credits the time after it, and is charged again when it is taken back', async () => {
  const { id, item, customer, clock } = await inApril(3000);
  await stripe.subscriptions.update(id, { cancel_at: moment('2026-04-21') });
  expect(await pending(customer)).toEqual([[-1000, 'Unused time on Pro after 21 Apr 2026']]);
  await stripe.subscriptions.update(id, { items: [{ id: item, quantity: 2 }], proration_date: moment('2026-04-11') });
  expect((await pending(customer)).map(([amount]) => amount)).toEqual([-1000, 2000, -1000]);
  await stripe.subscriptions.update(id, { cancel_at: '' });
  expect((await pending(customer)).map(([amount]) => amount)).toEqual([2000, -1000, 2000, -1000]);
  await stripe.subscriptions.update(id, { cancel_at: moment('2026-04-21'), proration_behavior: 'none' });
  expect(await pending(customer)).toHaveLength(4);
  await advance(stripe, clock, '2026-04-21');
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('canceled');
});

test('a billing cycle that shall begin now is charged at once, less what is unused of the old one', async () => {
  const { id, clock } = await inApril(3000);
  await advance(stripe, clock, '2026-04-11');
  const after = await stripe.subscriptions.update(id, { billing_cycle_anchor: { type: 'now' } });
  expect(after.billing_cycle_anchor).toBe(moment('2026-04-11'));
  expect(firstItem(after).current_period_end).toBe(moment('2026-05-11'));
  expect((await latestInvoice(stripe, id)).lines.data.map((line) => line.amount)).toEqual([-2000, 3000]);
  const same = await stripe.subscriptions.update(id, { billing_cycle_anchor: { type: 'unchanged' } });
  expect(same.latest_invoice).toBe(after.latest_invoice);
});
