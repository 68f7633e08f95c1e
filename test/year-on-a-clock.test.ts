import type Stripe from 'stripe';
import { advance, clockCustomer, latestInvoice, moment } from './support/clock-customer.js';
import {
  ChangeSubscriptionDocument,
  EntitlementsDocument,
  InvoicesDocument,
  SubscriptionDocument,
} from './support/generated/operations.js';
import { invoiceShownByStripe } from './support/invoice-at-stripe.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { payWith, shownByStripe } from './support/subscribed.js';
import { ownedBy } from './support/subscriber.js';

const DAY = 24 * 60 * 60;
/** An invoice of a renewal stays a draft for an hour. */
const UNTIL_FINALIZED = 2 * 60 * 60;

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

/** An organization whose customer lives on a test clock, subscribed to plan_starter at Stripe behind our back. */
async function subscriberOnClock(organization: string) {
  const { stripe } = engine;
  const { clock, customer } = await clockCustomer(stripe, '2026-01-31T10:00:00Z');
  await stripe.customers.update(customer, ownedBy(organization));
  const [price] = (await stripe.prices.list({ lookup_keys: ['plan_starter_month_usd'] })).data;
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: price?.id ?? '' }] });
  await expectStoredAsAtStripe(customer);
  return { clock, customer, id, ask: engine.as(organization) };
}

/** Waits for the webhooks, then compares every subscription and invoice of the customer, field by field. */
async function expectStoredAsAtStripe(customer: string): Promise<void> {
  await engine.settled();
  const { stripe, database } = engine;
  const storedOf = (collection: string) =>
    database.connection
      .collection(collection)
      .find({ stripe_customer_id: customer })
      .sort({ created_at: 1, _id: 1 })
      .toArray();
  const byCreation = (one: { created: number; id: string }, other: { created: number; id: string }) =>
    one.created - other.created || one.id.localeCompare(other.id);
  const subscriptions = (await stripe.subscriptions.list({ customer, status: 'all', limit: 100 })).data;
  const stored = await storedOf('subscriptions');
  expect(stored).toMatchObject(subscriptions.sort(byCreation).map(shownByStripe));
  const invoices = await stripe.invoices.list({ customer, limit: 100 }).autoPagingToArray({ limit: 1000 });
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).sort();
  const storedInvoices = await storedOf('invoices');
  expect(storedInvoices.map((row) => String(row.stripe_invoice_id)).sort()).toEqual(ids(invoices));
  for (const invoice of invoices) {
    const row = storedInvoices.find(({ stripe_invoice_id }) => stripe_invoice_id === invoice.id);
    expect(row).toMatchObject(invoiceShownByStripe(invoice));
  }
}

/** Where the subscription's period ends, in Unix seconds. */
async function periodEnd(id: string): Promise<number> {
  const [item] = (await engine.stripe.subscriptions.retrieve(id)).items.data;
  return item?.current_period_end ?? 0;
}

async function renew({
  clock,
  customer,
  id,
}: {
  clock: string;
  customer: string;
  id: string;
}): Promise<Stripe.Invoice> {
  await advance(engine.stripe, clock, (await periodEnd(id)) + UNTIL_FINALIZED);
  await expectStoredAsAtStripe(customer);
  return latestInvoice(engine.stripe, id);
}

test('a year of a subscription: what is stored equals what Stripe shows, after every step', async () => {
  const subscriber = await subscriberOnClock('org_year');
  const { clock, customer, id, ask } = subscriber;
  const features = async () => (await ask(EntitlementsDocument, {})).data.entitlements;

  for (let renewal = 1; renewal <= 4; renewal += 1) {
    expect(await renew(subscriber)).toMatchObject({
      status: 'paid',
      total: 1900,
      billing_reason: 'subscription_cycle',
    });
  }

  // Ten days into the fifth month, another plan: the difference is on the next invoice.
  await advance(engine.stripe, clock, moment('2026-06-10T10:00:00Z'));
  const changed = await ask(ChangeSubscriptionDocument, { input: { id, planUid: 'plan_pro' } });
  expect(changed.data.changeSubscription).toMatchObject({ errors: [], subscription: { plan: { uid: 'plan_pro' } } });
  await expectStoredAsAtStripe(customer);
  const fifth = await renew(subscriber);
  const prorations = fifth.lines.data.filter(
    ({ parent }) => parent?.invoice_item_details?.proration || parent?.subscription_item_details?.proration,
  );
  expect(prorations).toHaveLength(2);
  expect(fifth).toMatchObject({
    status: 'paid',
    total: 4900 + prorations.reduce((sum, line) => sum + line.amount, 0),
  });
  expect(fifth.total).toBeGreaterThan(4900);
  expect(fifth.total).toBeLessThan(4900 + 3000);
  expect(await renew(subscriber)).toMatchObject({ status: 'paid', total: 4900 });

  // The card fails, and the retry finds a better one.
  await payWith(engine.stripe, customer, 'pm_card_chargeCustomerFail');
  const seventh = await renew(subscriber);
  expect(seventh).toMatchObject({ status: 'open', attempt_count: 1, next_payment_attempt: expect.any(Number) });
  expect((await ask(SubscriptionDocument, { id })).data.subscription?.status).toBe('PAST_DUE');
  expect(await features()).toHaveLength(5);
  await payWith(engine.stripe, customer, 'pm_card_visa');
  await advance(engine.stripe, clock, Number(seventh.next_payment_attempt) + UNTIL_FINALIZED);
  await expectStoredAsAtStripe(customer);
  expect(await latestInvoice(engine.stripe, id)).toMatchObject({ id: seventh.id, status: 'paid', attempt_count: 2 });
  expect((await ask(SubscriptionDocument, { id })).data.subscription?.status).toBe('ACTIVE');

  for (let renewal = 8; renewal <= 12; renewal += 1) {
    expect(await renew(subscriber)).toMatchObject({ status: 'paid', total: 4900 });
  }
  const { data } = await ask(InvoicesDocument, { first: 100, filter: { subscriptionId: id } });
  expect(data.invoices.totalCount).toBe(13);
  expect(data.invoices.nodes.map(({ status }) => status)).toEqual(Array(13).fill('PAID'));
  const year = (await ask(SubscriptionDocument, { id })).data.subscription;
  expect(year).toMatchObject({ status: 'ACTIVE', currentPeriodStart: '2027-01-31T10:00:00.000Z' });
  const failed = await engine.database.connection.collection('webhook_events').countDocuments({ status: 'failed' });
  expect(failed).toBe(0);
}, 240_000);

test('a card that fails until Stripe gives up ends the subscription, and what it entitled to', async () => {
  const subscriber = await subscriberOnClock('org_broke');
  const { clock, customer, id, ask } = subscriber;
  await payWith(engine.stripe, customer, 'pm_card_chargeCustomerFail');
  expect(await renew(subscriber)).toMatchObject({ status: 'open', attempt_count: 1 });
  for (let attempt = 2; ; attempt += 1) {
    const { next_payment_attempt: next } = await latestInvoice(engine.stripe, id);
    if (next === null) break;
    expect(attempt).toBeLessThan(10);
    await advance(engine.stripe, clock, next + UNTIL_FINALIZED);
    await expectStoredAsAtStripe(customer);
    expect((await latestInvoice(engine.stripe, id)).attempt_count).toBe(attempt);
  }
  await advance(engine.stripe, clock, (await periodEnd(id)) - DAY);
  await expectStoredAsAtStripe(customer);
  expect((await ask(SubscriptionDocument, { id })).data.subscription).toMatchObject({
    status: 'CANCELED',
    endedAt: expect.any(String),
  });
  expect((await ask(EntitlementsDocument, {})).data.entitlements).toEqual([]);
}, 120_000);
