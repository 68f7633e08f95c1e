import type Stripe from 'stripe';
import { advance, clockCustomer, firstItem, latestInvoice, moment, recurringPrice } from './support/clock-customer.js';
import { eventTypes, runningSandbox, stripeError } from './support/running-sandbox.js';

let stripe: Stripe;
let monthly: string;
let dearer: string;
let cheaper: string;
let yearly: string;
let seat: string;

beforeAll(async () => {
  ({ stripe } = await runningSandbox());
  monthly = await recurringPrice(stripe, 1000);
  dearer = await recurringPrice(stripe, 2700);
  cheaper = await recurringPrice(stripe, 333);
  yearly = await recurringPrice(stripe, 9900, 'year');
  seat = await recurringPrice(stripe, 450, 'month', 'Seat');
});

interface Case {
  readonly change: (item: string) => Stripe.SubscriptionUpdateParams;
  readonly isReset?: boolean;
}

const CHANGES: Readonly<Record<string, Case>> = {
  'a dearer price': { change: (id) => ({ items: [{ id, price: dearer }] }) },
  'a cheaper price': { change: (id) => ({ items: [{ id, price: cheaper }] }) },
  'more units': { change: (id) => ({ items: [{ id, quantity: 7 }] }) },
  'an added item': { change: () => ({ items: [{ price: seat, quantity: 3 }] }) },
  'another item in its place': {
    change: (id) => ({
      items: [
        { id, deleted: true },
        { price: seat, quantity: 2 },
      ],
    }),
  },
  'another interval': { change: (id) => ({ items: [{ id, price: yearly }] }), isReset: true },
  'a trial': { change: () => ({ trial_end: moment('2026-05-20') }), isReset: true },
  'no change': { change: () => ({}) },
};
const BEHAVIORS = ['create_prorations', 'always_invoice', 'none'] as const;
/** Seconds after April 1st; the change itself is made on April 17th. */
const DATES = [moment('2026-04-17'), moment('2026-04-03T11:22:33Z')];
const MATRIX = Object.keys(CHANGES).flatMap((name) =>
  BEHAVIORS.flatMap((behavior) =>
    // Stripe takes no date where nothing is prorated, nor where nothing is changed.
    (behavior === 'none' || name === 'no change' ? [undefined] : DATES).map((date) => [name, behavior, date] as const),
  ),
);

/** What both have to agree about. */
function billed({ total, amount_due, starting_balance, lines }: Stripe.Invoice) {
  return {
    ...{ total, amount_due, starting_balance },
    lines: lines.data.map(({ amount, description, quantity, period }) => ({ amount, description, quantity, period })),
  };
}

test.each(MATRIX)('a preview shows what is then charged: %s, %s, prorated at %s', async (name, behavior, date) => {
  const { clock, customer } = await clockCustomer(stripe, '2026-04-01');
  const created = await stripe.subscriptions.create({ customer, items: [{ price: monthly, quantity: 2 }] });
  await advance(stripe, clock, '2026-04-17');
  const known = CHANGES[name];
  if (known === undefined) throw new Error(name);
  const change = {
    ...known.change(firstItem(created).id),
    proration_behavior: behavior,
    ...(date === undefined ? {} : { proration_date: date }),
  };
  const details = change as Stripe.InvoiceCreatePreviewParams.SubscriptionDetails;
  const preview = await stripe.invoices.createPreview({ subscription: created.id, subscription_details: details });
  await stripe.subscriptions.update(created.id, change);
  const isNext = known.isReset !== true && (behavior !== 'always_invoice' || name === 'no change');
  if (isNext) await advance(stripe, clock, '2026-05-02');
  expect(billed(await latestInvoice(stripe, created.id))).toEqual(billed(preview));
  expect((await latestInvoice(stripe, created.id)).billing_reason).toBe(
    isNext ? 'subscription_cycle' : 'subscription_update',
  );
});

test('a preview changes nothing and tells of nothing', async () => {
  const { customer } = await clockCustomer(stripe, '2026-04-01');
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: monthly }] });
  const before = [await stripe.subscriptions.retrieve(subscription.id), await eventTypes(stripe)];
  const preview = await stripe.invoices.createPreview({
    subscription: subscription.id,
    subscription_details: {
      items: [{ id: firstItem(subscription).id, price: dearer }],
      proration_behavior: 'always_invoice',
    },
  });
  expect(preview).toMatchObject({ status: 'draft', number: null, total: 1700 });
  expect(preview.id).toMatch(/^upcoming_in_/);
  expect(preview.lines.data.map((line) => line.invoice)).toEqual([preview.id, preview.id]);
  expect([await stripe.subscriptions.retrieve(subscription.id), await eventTypes(stripe)]).toEqual(before);
  expect((await stripe.invoiceItems.list({ customer })).data).toEqual([]);
  expect((await stripe.invoices.list({ customer })).data).toHaveLength(1);
});

test('the next invoice of a subscription is previewed with the balance of its customer', async () => {
  const { customer } = await clockCustomer(stripe, '2026-04-01');
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: monthly }] });
  await stripe.customers.update(customer, { balance: -300 });
  await stripe.invoiceItems.create({ customer, amount: 50, currency: 'usd' });
  const preview = await stripe.invoices.createPreview({ customer });
  expect(preview).toMatchObject({
    total: 1050,
    starting_balance: -300,
    amount_due: 750,
    billing_reason: 'upcoming',
  });
  expect(preview).toMatchObject({
    period_end: moment('2026-05-01'),
    next_payment_attempt: moment('2026-05-01T01:00:00Z'),
  });
  expect(preview.lines.data.map((line) => line.amount)).toEqual([50, 1000]);
  expect(preview.parent?.subscription_details?.subscription).toBe(id);
});

test('a subscription to be is previewed as it is then created', async () => {
  const { customer } = await clockCustomer(stripe, '2026-04-01');
  const items = [
    { price: monthly, quantity: 4 },
    { price: seat, quantity: 2 },
  ];
  const preview = await stripe.invoices.createPreview({ customer, subscription_details: { items } });
  const { id } = await stripe.subscriptions.create({ customer, items });
  expect(billed(await latestInvoice(stripe, id))).toEqual(billed(preview));
  expect(preview.total).toBe(4900);
});

test('an end leaves no invoice to come, unless something waits to be billed', async () => {
  const { customer } = await clockCustomer(stripe, '2026-04-01');
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: monthly }] });
  const ending = { subscription: id, subscription_details: { cancel_at_period_end: true } };
  expect(await stripeError(stripe.invoices.createPreview(ending))).toMatchObject({
    statusCode: 404,
    code: 'invoice_upcoming_none',
  });
  await stripe.invoiceItems.create({ customer, amount: 700, currency: 'usd' });
  expect((await stripe.invoices.createPreview(ending)).total).toBe(700);
  const now = { cancel_now: true, proration_behavior: 'create_prorations' } as const;
  expect((await stripe.invoices.createPreview({ subscription: id, subscription_details: now })).total).toBe(-300);
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
});

test('a date for the proration is refused where nothing is prorated, and without what changes', async () => {
  const { customer } = await clockCustomer(stripe, '2026-04-01');
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: monthly }] });
  const items = [{ id: firstItem(subscription).id, price: dearer }];
  const refused = async (details: Stripe.InvoiceCreatePreviewParams.SubscriptionDetails) =>
    stripeError(
      stripe.invoices.createPreview({
        subscription: subscription.id,
        subscription_details: { ...details, proration_date: moment('2026-04-01') },
      }),
    );
  const param = 'subscription_details[proration_date]';
  expect(await refused({ items, proration_behavior: 'none' })).toMatchObject({ statusCode: 400, param });
  expect(await refused({})).toMatchObject({ statusCode: 400, param });
});

test('what recurs is previewed without what comes once', async () => {
  const { clock, customer } = await clockCustomer(stripe, '2026-04-01');
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: monthly, quantity: 2 }] });
  await stripe.invoiceItems.create({ customer, amount: 50, currency: 'usd' });
  const always = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
  const once = await stripe.coupons.create({ amount_off: 100, currency: 'usd', duration: 'once' });
  await stripe.subscriptions.update(subscription.id, { discounts: [{ coupon: always.id }, { coupon: once.id }] });
  const recurring = (price: string) =>
    stripe.invoices.createPreview({
      subscription: subscription.id,
      preview_mode: 'recurring',
      subscription_details: { items: [{ id: firstItem(subscription).id, price }] },
    });
  expect(await recurring(dearer)).toMatchObject({ total: 4860, lines: { data: [{ amount: 5400 }] } });
  const inAYear = await recurring(yearly);
  expect(inAYear).toMatchObject({ total: 17820, lines: { data: [{ amount: 19800 }] } });
  await advance(stripe, clock, '2026-05-02');
  expect(await latestInvoice(stripe, subscription.id)).toMatchObject({ total: 2050 - 205 - 100 });
});
