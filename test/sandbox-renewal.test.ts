import type Stripe from 'stripe';
import {
  advance,
  type ClockCustomer,
  clockCustomer,
  firstItem,
  invoicesOf,
  isoOf,
  latestInvoice,
  moment,
  recurringPrice,
} from './support/clock-customer.js';
import { runningSandbox, stripeError } from './support/running-sandbox.js';

let stripe: Stripe;
let monthly: string;

beforeAll(async () => {
  ({ stripe } = await runningSandbox());
  monthly = await recurringPrice(stripe, 1000);
});

const HOUR = 60 * 60;

async function subscribed(
  from: string,
  params: Partial<Stripe.SubscriptionCreateParams> = {},
  card: string | null = 'pm_card_visa',
): Promise<ClockCustomer & { id: string }> {
  const owner = await clockCustomer(stripe, from, card);
  const { id } = await stripe.subscriptions.create({
    customer: owner.customer,
    items: [{ price: monthly }],
    ...params,
  });
  return { ...owner, id };
}

const statusOf = async (id: string) => (await stripe.subscriptions.retrieve(id)).status;

/** The types of the events about a subscription and its invoices from a moment on, in their order. */
async function eventsSince(since: string, id: string): Promise<string[]> {
  const types: string[] = [];
  for await (const { type, created, data } of stripe.events.list({ limit: 100 })) {
    const object = data.object as { id?: string; parent?: Stripe.Invoice['parent'] };
    const isOfInvoice = object.parent?.subscription_details?.subscription === id;
    if (created >= moment(since) && (object.id === id || isOfInvoice)) types.unshift(type);
  }
  return types;
}

/** A card that is saved and then refuses every charge becomes the customer's default, or one that pays. */
async function useCard(customer: string, card: string): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(card, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
}

test('a year has twelve renewals, each charged once', async () => {
  const { id, clock } = await subscribed('2026-01-31T08:00:00Z');
  for (let month = 1; month <= 12; month += 1) {
    const end = firstItem(await stripe.subscriptions.retrieve(id)).current_period_end;
    await advance(stripe, clock, end + HOUR);
  }
  const invoices = await invoicesOf(stripe, id);
  expect(invoices.map((invoice) => invoice.status)).toEqual(Array(13).fill('paid'));
  expect(invoices.map((invoice) => invoice.billing_reason)).toEqual([
    'subscription_create',
    ...Array(12).fill('subscription_cycle'),
  ]);
  expect(invoices.reduce((sum, invoice) => sum + invoice.amount_paid, 0)).toBe(13_000);
  const days = invoices.map((invoice) => isoOf(invoice.created).slice(5, 10));
  expect(days).toEqual([
    '01-31',
    '02-28',
    '03-31',
    '04-30',
    '05-31',
    '06-30',
    '07-31',
    '08-31',
    '09-30',
    '10-31',
    '11-30',
    '12-31',
    '01-31',
  ]);
  expect(firstItem(await stripe.subscriptions.retrieve(id)).current_period_end).toBe(moment('2027-02-28T08:00:00Z'));
});

test('a renewal is a draft for an hour and is then finalized and paid', async () => {
  const { id, clock } = await subscribed('2026-03-01');
  await advance(stripe, clock, '2026-04-01');
  const draft = await latestInvoice(stripe, id);
  expect(draft).toMatchObject({
    status: 'draft',
    billing_reason: 'subscription_cycle',
    period_start: moment('2026-03-01'),
    period_end: moment('2026-04-01'),
    automatically_finalizes_at: moment('2026-04-01T01:00:00Z'),
  });
  expect(firstItem(await stripe.subscriptions.retrieve(id)).current_period_end).toBe(moment('2026-05-01'));
  expect(await eventsSince('2026-04-01', id)).toEqual(['customer.subscription.updated', 'invoice.created']);
  await advance(stripe, clock, '2026-04-01T00:59:59Z');
  expect((await latestInvoice(stripe, id)).status).toBe('draft');
  await advance(stripe, clock, '2026-04-01T01:00:00Z');
  expect(await latestInvoice(stripe, id)).toMatchObject({ status: 'paid', attempt_count: 1 });
  expect((await eventsSince('2026-04-01T01:00:00Z', id)).filter((type) => type !== 'invoice.updated')).toEqual([
    'invoice.finalized',
    'invoice.paid',
    'invoice.payment_succeeded',
  ]);
});

test('a failed payment is tried again after 3, 5 and 7 days, and then the subscription is canceled', async () => {
  const { id, clock, customer } = await subscribed('2026-03-01');
  await useCard(customer, 'pm_card_chargeCustomerFail');
  await advance(stripe, clock, '2026-04-01T01:00:00Z');
  expect(await statusOf(id)).toBe('past_due');
  expect(await latestInvoice(stripe, id)).toMatchObject({
    status: 'open',
    attempt_count: 1,
    next_payment_attempt: moment('2026-04-04T01:00:00Z'),
  });
  expect(await eventsSince('2026-04-01T01:00:00Z', id)).toEqual(
    expect.arrayContaining(['invoice.finalized', 'invoice.payment_failed', 'customer.subscription.updated']),
  );
  await advance(stripe, clock, '2026-04-04T01:00:00Z');
  expect(await latestInvoice(stripe, id)).toMatchObject({
    attempt_count: 2,
    next_payment_attempt: moment('2026-04-09T01:00:00Z'),
  });
  await advance(stripe, clock, '2026-04-16T00:59:59Z');
  expect(await latestInvoice(stripe, id)).toMatchObject({
    attempt_count: 3,
    next_payment_attempt: moment('2026-04-16T01:00:00Z'),
  });
  await advance(stripe, clock, '2026-04-16T01:00:00Z');
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'canceled',
    ended_at: moment('2026-04-16T01:00:00Z'),
    cancellation_details: { reason: 'payment_failed' },
  });
  expect(await latestInvoice(stripe, id)).toMatchObject({
    status: 'open',
    attempt_count: 4,
    next_payment_attempt: null,
    auto_advance: false,
  });
  const types = await eventsSince('2026-04-01', id);
  expect(types.filter((type) => type === 'invoice.payment_failed')).toHaveLength(4);
  expect(types.at(-1)).not.toBe('invoice.paid');
  expect(types).toContain('customer.subscription.deleted');
});

test('a card that was replaced pays at the next try, and the subscription is active again', async () => {
  const { id, clock, customer } = await subscribed('2026-03-01');
  await useCard(customer, 'pm_card_chargeCustomerFail');
  await advance(stripe, clock, '2026-04-02');
  expect(await statusOf(id)).toBe('past_due');
  await useCard(customer, 'pm_card_mastercard');
  await advance(stripe, clock, '2026-04-05');
  expect(await latestInvoice(stripe, id)).toMatchObject({
    status: 'paid',
    attempt_count: 2,
    next_payment_attempt: null,
  });
  expect(await statusOf(id)).toBe('active');
});

test('an invoice that is paid by hand makes the subscription active again; a try by hand moves no retry', async () => {
  const { id, clock, customer } = await subscribed('2026-03-01');
  await useCard(customer, 'pm_card_chargeCustomerFail');
  await advance(stripe, clock, '2026-04-02');
  const { id: invoice, next_payment_attempt: next } = await latestInvoice(stripe, id);
  expect(await stripeError(stripe.invoices.pay(invoice))).toMatchObject({ statusCode: 402 });
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ attempt_count: 1, next_payment_attempt: next });
  await stripe.invoices.pay(invoice, { payment_method: 'pm_card_visa' });
  expect(await statusOf(id)).toBe('active');
});

test('a subscription can be left unpaid after the last retry; its later invoices stay drafts', async () => {
  const { stripe: other } = await runningSandbox({ afterRetries: 'unpaid' });
  const { clock, customer } = await clockCustomer(other, '2026-03-01');
  const { id } = await other.subscriptions.create({ customer, items: [{ price: await recurringPrice(other, 1000) }] });
  const fail = await other.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  await other.customers.update(customer, { invoice_settings: { default_payment_method: fail.id } });
  await advance(other, clock, '2026-04-20');
  expect((await other.subscriptions.retrieve(id)).status).toBe('unpaid');
  await advance(other, clock, '2026-05-03');
  expect(await latestInvoice(other, id)).toMatchObject({ status: 'draft', auto_advance: false });
});

test('a trial is announced three days before its end and then charged', async () => {
  const { id, clock } = await subscribed('2026-03-01', { trial_period_days: 14 });
  expect(await latestInvoice(stripe, id)).toMatchObject({ total: 0, status: 'paid' });
  await advance(stripe, clock, '2026-03-11T23:59:59Z');
  expect(await eventsSince('2026-03-02', id)).toEqual([]);
  await advance(stripe, clock, '2026-03-12');
  expect(await eventsSince('2026-03-02', id)).toEqual(['customer.subscription.trial_will_end']);
  await advance(stripe, clock, '2026-03-15T01:00:00Z');
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'active',
    billing_cycle_anchor: moment('2026-03-15'),
  });
  expect(await latestInvoice(stripe, id)).toMatchObject({ billing_reason: 'subscription_cycle', amount_paid: 1000 });
  expect((await eventsSince('2026-03-02', id)).filter((type) => type.endsWith('trial_will_end'))).toHaveLength(1);
});

test('a trial can be ended at once and moved', async () => {
  const ended = await subscribed('2026-03-01', { trial_period_days: 14 });
  await advance(stripe, ended.clock, '2026-03-05');
  const active = await stripe.subscriptions.update(ended.id, { trial_end: 'now' });
  expect(active).toMatchObject({
    status: 'active',
    trial_end: moment('2026-03-05'),
    billing_cycle_anchor: moment('2026-03-05'),
  });
  expect(await latestInvoice(stripe, ended.id)).toMatchObject({ status: 'paid', amount_paid: 1000 });
  const moved = await subscribed('2026-03-01', { trial_period_days: 14 });
  const later = await stripe.subscriptions.update(moved.id, { trial_end: moment('2026-03-31') });
  expect(later).toMatchObject({ status: 'trialing', billing_cycle_anchor: moment('2026-03-31') });
  await advance(stripe, moved.clock, '2026-03-31T01:00:00Z');
  expect(firstItem(await stripe.subscriptions.retrieve(moved.id)).current_period_end).toBe(moment('2026-04-30'));
});

test.each([
  ['cancel', 'canceled'],
  ['pause', 'paused'],
  ['create_invoice', 'past_due'],
] as const)('a trial without a card ends by its setting: %s', async (behavior, status) => {
  const settings = { end_behavior: { missing_payment_method: behavior } };
  const { id, clock } = await subscribed('2026-03-01', { trial_period_days: 7, trial_settings: settings }, null);
  await advance(stripe, clock, '2026-03-09');
  expect(await statusOf(id)).toBe(status);
});

test('a paused subscription makes no invoices until it is resumed', async () => {
  const settings = { end_behavior: { missing_payment_method: 'pause' as const } };
  const { id, clock, customer } = await subscribed(
    '2026-03-01',
    { trial_period_days: 7, trial_settings: settings },
    null,
  );
  await advance(stripe, clock, '2026-04-20');
  expect(await invoicesOf(stripe, id)).toHaveLength(1);
  await useCard(customer, 'pm_card_visa');
  const resumed = await stripe.subscriptions.resume(id, { billing_cycle_anchor: { type: 'now' } });
  expect(resumed).toMatchObject({ status: 'active', billing_cycle_anchor: moment('2026-04-20') });
  expect(await latestInvoice(stripe, id)).toMatchObject({ status: 'paid', amount_paid: 1000 });
  const types = await eventsSince('2026-03-02', id);
  expect(types).toEqual(expect.arrayContaining(['customer.subscription.paused', 'customer.subscription.resumed']));
});

test('a subscription whose first payment never comes expires after 23 hours', async () => {
  const { id, clock } = await subscribed('2026-03-01', { payment_behavior: 'default_incomplete' });
  const refused = await stripeError(stripe.subscriptions.update(id, { cancel_at_period_end: true }));
  expect(refused).toMatchObject({ statusCode: 400 });
  await advance(stripe, clock, '2026-03-01T22:59:59Z');
  expect(await statusOf(id)).toBe('incomplete');
  await advance(stripe, clock, '2026-03-01T23:00:00Z');
  expect(await statusOf(id)).toBe('incomplete_expired');
  expect((await latestInvoice(stripe, id)).status).toBe('void');
});

test('a subscription can end with its period, and the end can be taken back', async () => {
  const { id, clock } = await subscribed('2026-03-01');
  const ending = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  expect(ending).toMatchObject({ cancel_at_period_end: true, cancel_at: moment('2026-04-01'), status: 'active' });
  const kept = await stripe.subscriptions.update(id, { cancel_at_period_end: false });
  expect(kept).toMatchObject({ cancel_at_period_end: false, cancel_at: null, canceled_at: null });
  await advance(stripe, clock, '2026-04-02');
  expect(await statusOf(id)).toBe('active');
  await stripe.subscriptions.update(id, { cancel_at: 'min_period_end' });
  await advance(stripe, clock, '2026-05-02');
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled', ended_at: moment('2026-05-01') });
  expect(await eventsSince('2026-05-01', id)).toEqual(['customer.subscription.deleted']);
  expect(await invoicesOf(stripe, id)).toHaveLength(2);
});

test.each([
  ['void', 'void'],
  ['mark_uncollectible', 'uncollectible'],
  ['keep_as_draft', 'draft'],
] as const)('while collection is paused invoices end up as asked: %s', async (behavior, status) => {
  const { id, clock } = await subscribed('2026-03-01');
  const resumesAt = moment('2026-04-15');
  await stripe.subscriptions.update(id, { pause_collection: { behavior, resumes_at: resumesAt } });
  await advance(stripe, clock, '2026-04-02');
  expect((await latestInvoice(stripe, id)).status).toBe(status);
  expect(await statusOf(id)).toBe('active');
  await advance(stripe, clock, '2026-05-02');
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ pause_collection: null });
  expect((await latestInvoice(stripe, id)).status).toBe('paid');
});
