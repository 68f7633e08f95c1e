import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import {
  advance,
  clockCustomer,
  firstItem,
  invoicesOf,
  isoOf,
  latestInvoice,
  moment,
  recurringPrice,
} from './support/clock-customer.js';
import { eventTypes, runningSandbox } from './support/running-sandbox.js';

/** Real time as the sandbox sees it, which a test can set. */
function settableTime(from: string) {
  const time = { now: moment(from) };
  return { time, clock: { now: () => time.now, milliseconds: () => time.now * 1000 } };
}

async function eventually(work: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await work()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come about');
}

async function payingCustomer(stripe: Stripe): Promise<string> {
  const method = 'pm_card_visa';
  const { id } = await stripe.customers.create({
    payment_method: method,
    invoice_settings: { default_payment_method: method },
  });
  return id;
}

test('subscriptions of customers without a clock renew by real time', async () => {
  const { time, clock } = settableTime('2026-03-01');
  const { stripe } = await runningSandbox({ clock });
  const price = await recurringPrice(stripe, 1000);
  const { id } = await stripe.subscriptions.create({ customer: await payingCustomer(stripe), items: [{ price }] });
  time.now = moment('2026-04-01T00:00:01Z');
  await eventually(async () => (await latestInvoice(stripe, id)).billing_reason === 'subscription_cycle');
  expect(await latestInvoice(stripe, id)).toMatchObject({ status: 'draft', created: moment('2026-04-01') });
  time.now = moment('2026-04-01T01:00:02Z');
  await eventually(async () => (await latestInvoice(stripe, id)).status === 'paid');
});

test('what became due while nothing ran is caught up in order, each at its own time', async () => {
  const dataFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.sqlite');
  const { time, clock } = settableTime('2026-01-31');
  const first = await runningSandbox({ clock, dataFile });
  const price = await recurringPrice(first.stripe, 1000);
  const { id } = await first.stripe.subscriptions.create({
    customer: await payingCustomer(first.stripe),
    items: [{ price }],
  });
  await first.sandbox.close();
  time.now = moment('2026-05-02');
  const { stripe } = await runningSandbox({ clock, dataFile });
  await eventually(async () => (await invoicesOf(stripe, id)).length === 4);
  const invoices = await invoicesOf(stripe, id);
  expect(invoices.map((invoice) => isoOf(invoice.created))).toEqual([
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
  ]);
  expect(invoices.map((invoice) => isoOf(invoice.status_transitions.paid_at ?? 0))).toEqual([
    '2026-01-31',
    '2026-02-28T01:00:00Z',
    '2026-03-31T01:00:00Z',
    '2026-04-30T01:00:00Z',
  ]);
});

test('an advance under way when the sandbox ends goes on after the next start', async () => {
  const dataFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.sqlite');
  const first = await runningSandbox({ dataFile });
  const { clock, customer } = await clockCustomer(first.stripe, '2026-03-01');
  const price = await recurringPrice(first.stripe, 1000);
  const { id } = await first.stripe.subscriptions.create({ customer, items: [{ price }] });
  await first.stripe.testHelpers.testClocks.advance(clock, { frozen_time: moment('2026-04-02') });
  await first.sandbox.close();
  const { stripe } = await runningSandbox({ dataFile });
  await eventually(async () => (await stripe.testHelpers.testClocks.retrieve(clock)).status === 'ready');
  expect(await latestInvoice(stripe, id)).toMatchObject({ billing_reason: 'subscription_cycle', status: 'paid' });
});

test('a metered item is billed for the period that ended, after the licensed ones for the period to come', async () => {
  const { stripe } = await runningSandbox();
  const { clock, customer } = await clockCustomer(stripe, '2026-03-01');
  const meter = await stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: 'calls',
    default_aggregation: { formula: 'sum' },
  });
  const metered = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 5,
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    product_data: { name: 'Calls' },
  });
  const licensed = await recurringPrice(stripe, 1000);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: licensed }, { price: metered.id }] });
  await advance(stripe, clock, '2026-04-02');
  const { lines } = await latestInvoice(stripe, id);
  expect(lines.data.map(({ amount, period }) => [amount, isoOf(period.start), isoOf(period.end)])).toEqual([
    [1000, '2026-04-01', '2026-05-01'],
    [0, '2026-03-01', '2026-04-01'],
  ]);
});

test('an invoice to be sent is finalized and sent after an hour, not charged, and overdue on its day', async () => {
  const { stripe } = await runningSandbox();
  const { clock, customer } = await clockCustomer(stripe, '2026-03-01');
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: await recurringPrice(stripe, 1000) }],
    collection_method: 'send_invoice',
    days_until_due: 10,
  });
  await advance(stripe, clock, '2026-04-02');
  const invoice = await latestInvoice(stripe, id);
  expect(invoice).toMatchObject({ status: 'open', attempted: false, due_date: moment('2026-04-11') });
  expect(await eventTypes(stripe)).toContain('invoice.sent');
  await advance(stripe, clock, '2026-04-12');
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('past_due');
  // Once for the first invoice in March and once for this one.
  expect((await eventTypes(stripe)).filter((type) => type === 'invoice.overdue')).toHaveLength(2);
  await stripe.invoices.markUncollectible(invoice.id);
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
});

test('a debt that is written off leaves the subscription active; a void one gives the balance back', async () => {
  const { stripe } = await runningSandbox();
  const { clock, customer } = await clockCustomer(stripe, '2026-03-01');
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: await recurringPrice(stripe, 1000) }],
  });
  const fail = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  await stripe.customers.update(customer, { balance: -200, invoice_settings: { default_payment_method: fail.id } });
  await advance(stripe, clock, '2026-04-02');
  const owed = await latestInvoice(stripe, id);
  expect(owed).toMatchObject({ status: 'open', amount_due: 800, ending_balance: 0 });
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('past_due');
  await stripe.invoices.markUncollectible(owed.id);
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: 0 });
  await stripe.invoices.voidInvoice(owed.id);
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -200 });
});

test('a session paid on the hosted page lives in the time of its customer', async () => {
  const { stripe, url } = await runningSandbox();
  const { clock, customer } = await clockCustomer(stripe, '2026-03-01', null);
  const session = await stripe.checkout.sessions.create({
    customer,
    mode: 'subscription',
    line_items: [{ price: await recurringPrice(stripe, 1000), quantity: 1 }],
    success_url: 'http://127.0.0.1/done',
  });
  await advance(stripe, clock, '2026-03-01T23:00:00Z');
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
  const body = new URLSearchParams({
    email: 'ann@example.com',
    number: '4242424242424242',
    expiry: '12/34',
    cvc: '123',
    name: 'Ann',
  });
  await fetch(`${url}/c/pay/${session.id}`, { method: 'POST', body, redirect: 'manual' });
  const [subscription] = (await stripe.subscriptions.list({ customer })).data;
  if (subscription === undefined) throw new Error('Nothing was bought');
  expect(firstItem(subscription).current_period_end).toBe(moment('2026-04-01T23:00:00Z'));
});
