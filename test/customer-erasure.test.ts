import { storedDocuments } from './support/stored-documents.js';
import {
  CancelSubscriptionDocument,
  CreateCustomerDocument,
  CreatePaymentIntentDocument,
  DeleteCustomerDocument,
  InvoicesDocument,
  ResumeSubscriptionDocument,
  UpdateCustomerDocument,
} from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { subscribed } from './support/subscribed.js';

const ORGANIZATION = 'org_17';
const EMAIL = 'wilhelmina@featherstone.example';
const NAME = 'Wilhelmina Featherstone';
const PERSONAL = /wilhelmina|featherstone/i;

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

function asMember<T>(operation: Parameters<typeof postGraphql<T>>[1], variables: unknown) {
  const headers = { 'x-organization-id': ORGANIZATION, 'x-customer-email': EMAIL };
  return postGraphql(engine.url, operation as never, variables, headers);
}

/** The collections that have something of the person. */
async function collectionsWithPerson(): Promise<string[]> {
  const all = await storedDocuments(engine.database.connection);
  return Object.keys(all).filter((name) => PERSONAL.test(JSON.stringify(all[name])));
}

async function customer(): Promise<string> {
  const record = await engine.database.connection
    .collection('stripe_customers')
    .findOne({ organization_id: ORGANIZATION });
  return String(record?.stripe_customer_id);
}

test('what says who a customer was is in no document after deleteCustomer, and what accounts are made of stays', async () => {
  const { connection } = engine.database;
  await asMember(CreateCustomerDocument, { input: { email: EMAIL, name: NAME } });
  const { id: subscriptionId } = await subscribed(engine, ORGANIZATION);
  await asMember(UpdateCustomerDocument, { input: { id: await customer(), name: `${NAME} the Second` } });
  await asMember(CreatePaymentIntentDocument, { input: { amount: 500, currency: 'USD', customerEmail: EMAIL } });
  await asMember(CancelSubscriptionDocument, { input: { id: subscriptionId } });
  await asMember(ResumeSubscriptionDocument, { input: { id: subscriptionId } });
  await engine.settled();
  // One copy of the customer, and the history of who did what; neither events nor invoices nor payments.
  expect(await collectionsWithPerson()).toEqual(['stripe_customers', 'subscription_changes', 'subscriptions']);

  const id = await customer();
  // As a version stored it that kept all that Stripe sent, and as a comparison reports a difference.
  await connection.collection('invoices').updateMany({}, { $set: { 'stripe_data.customer_email': EMAIL } });
  await connection.collection('payment_intents').updateMany({}, { $set: { receipt_email: EMAIL } });
  await connection
    .collection('webhook_events')
    .updateMany({ event_type: /^invoice/ }, { $set: { 'event_data.data.object.customer_name': NAME } });
  await connection
    .collection('webhook_events')
    .updateMany({ event_type: 'customer.updated' }, { $set: { 'event_data.data.object.email': EMAIL } });
  await connection.collection('drifts').insertOne({ run_id: 'run_1', object_id: id, fields: [{ ours: EMAIL }] });
  expect((await collectionsWithPerson()).length).toBe(7);

  const { data } = await engine.asAdmin()(DeleteCustomerDocument, { input: { id } });
  expect(data.deleteCustomer).toEqual({ deletedCustomerId: id, errors: [] });
  expect(await collectionsWithPerson()).toEqual([]);
  await engine.settled();
  expect(await collectionsWithPerson()).toEqual([]);

  const { data: kept } = await engine.as(ORGANIZATION)(InvoicesDocument, {});
  expect(kept.invoices.nodes).toMatchObject([
    { total: { amount: 1900 }, amountPaid: { amount: 1900 }, status: 'PAID' },
  ]);
  const subscription = await connection.collection('subscriptions').findOne({ stripe_subscription_id: subscriptionId });
  expect(subscription).toMatchObject({ stripe_customer_id: id, organization_id: ORGANIZATION, status: 'canceled' });
  const cancellation = await connection
    .collection('subscription_changes')
    .findOne({ stripe_subscription_id: subscriptionId, cause: 'mutation', 'fields.path': 'cancel_at_period_end' });
  expect(cancellation).toMatchObject({ actor: ORGANIZATION });
});

test('what Stripe tells of a customer later brings nothing of the person back', async () => {
  const [invoice] = (await engine.stripe.invoices.list({ limit: 1 })).data;
  expect(invoice).toMatchObject({ customer_email: EMAIL });
  const customerObject = { id: invoice?.customer, object: 'customer', email: EMAIL, name: NAME };
  const charge = { id: 'ch_1', object: 'charge', billing_details: { name: NAME }, receipt_email: EMAIL };
  for (const event of [
    eventOf('invoice.updated', invoice ?? {}),
    {
      ...eventOf('customer.updated', customerObject),
      data: { object: customerObject, previous_attributes: { name: NAME } },
    },
    eventOf('charge.refunded', charge),
    eventOf('checkout.session.expired', { id: 'cs_1', object: 'checkout.session', customer_details: { email: EMAIL } }),
    eventOf('charge.updated', {
      ...charge,
      metadata: {},
      payment_intent: { last_payment_error: { billing_details: { email: EMAIL } } },
    }),
  ]) {
    expect((await deliver(engine.url, event)).status).toBe(200);
  }
  await engine.settled();
  await engine.app.reconciliation.run({ repair: true, actor: 'test', wake: () => engine.app.worker.wake() });
  expect(await collectionsWithPerson()).toEqual([]);
});
