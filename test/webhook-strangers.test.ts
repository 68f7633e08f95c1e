import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { RetryWebhookEventDocument } from './support/generated/operations.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';
import { until } from './support/until.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({ deliversWebhooks: false, env: { WEBHOOK_RETRY_DELAYS_SECONDS: '0' } });
});

const collection = (name: string) => engine.database.connection.collection(name);

/** The event once nothing is left to try. */
function atRest(id: string) {
  const rest = { $in: ['processed', 'ignored', 'failed'] };
  return until(() => collection('webhook_events').findOne({ event_id: id, status: rest }));
}

async function outcomeOf(type: string, object: object, over: object = {}) {
  const event = eventOf(type, object, over);
  expect((await deliver(engine.url, event)).status).toBe(200);
  return atRest(event.id);
}

describe('events of another product on the same account are answered 200 and', () => {
  const newStranger = () => customerAtStripe(engine, { metadata: { other_product: 'yes' } });

  const counts = () =>
    Promise.all(
      ['stripe_customers', 'subscriptions', 'checkout_sessions', 'invoices', 'payment_intents'].map((name) =>
        collection(name).countDocuments(),
      ),
    );

  test('its customers, its invoices of no subscription and payments of guests are PROCESSED, and nothing is kept', async () => {
    const stranger = await newStranger();
    const { id: customer } = stranger;
    const payment = await engine.stripe.paymentIntents.create({ amount: 900, currency: 'usd' });
    await engine.stripe.invoiceItems.create({ customer, amount: 900, currency: 'usd' });
    const invoice = await engine.stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
    const before = await counts();
    for (const [type, object] of [
      ['customer.updated', stranger],
      ['payment_intent.created', payment],
      ['invoice.created', invoice],
    ] as const) {
      const outcome = await outcomeOf(type, object);
      expect([type, outcome.status, outcome.attempts]).toEqual([type, 'processed', 1]);
      expect(outcome.processing_result).toEqual({ success: true });
    }
    expect(await counts()).toEqual(before);
  });

  test('its subscriptions, their invoices and payments of its customers are FAILED and say why, and nothing is kept', async () => {
    const stranger = await newStranger();
    const subscription = await subscriptionAtStripe(engine, stranger);
    const invoice = await engine.stripe.invoices.retrieve(String(subscription.latest_invoice));
    const { id: customer } = stranger;
    const payment = await engine.stripe.paymentIntents.create({ customer, amount: 900, currency: 'usd' });
    const before = await counts();
    for (const [type, object] of [
      ['customer.subscription.created', subscription],
      ['invoice.paid', invoice],
      ['payment_intent.created', payment],
    ] as const) {
      const outcome = await outcomeOf(type, object);
      expect([type, outcome.status, outcome.attempts]).toEqual([type, 'failed', 2]);
      expect(outcome.processing_result.error).toBe(
        `Customer ${stranger.id} is not known: its metadata has no organization_id`,
      );
    }
    expect(await counts()).toEqual(before);
  });

  test('a payment of its customers is kept on retry once the customer names an organization', async () => {
    const { id: customer } = await newStranger();
    const payment = await engine.stripe.paymentIntents.create({ customer, amount: 900, currency: 'usd' });
    const failed = await outcomeOf('payment_intent.created', payment);
    expect(failed).toMatchObject({ status: 'failed', processing_result: { failure: 'customer_unknown' } });
    await engine.stripe.customers.update(customer, { metadata: { organization_id: 'org_of_a_late_customer' } });
    const { data } = await engine.asAdmin()(RetryWebhookEventDocument, { input: { id: failed.event_id } });
    expect(data.retryWebhookEvent.errors).toEqual([]);
    await engine.settled();
    expect(await collection('payment_intents').findOne({ stripe_payment_intent_id: payment.id })).toMatchObject({
      organization_id: 'org_of_a_late_customer',
    });
  });

  test('a payment of a customer who was deleted before we knew them is PROCESSED, and nothing is kept', async () => {
    const { id: customer } = await newStranger();
    const payment = await engine.stripe.paymentIntents.create({ customer, amount: 900, currency: 'usd' });
    await engine.stripe.customers.del(customer);
    const before = await counts();
    expect(await outcomeOf('payment_intent.canceled', payment)).toMatchObject({ status: 'processed', attempts: 1 });
    expect(await counts()).toEqual(before);
  });

  test('its checkouts are FAILED, those of guests too, and nothing is kept', async () => {
    const stranger = await newStranger();
    const item: Stripe.Checkout.SessionCreateParams.LineItem = {
      quantity: 1,
      price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'Mug' } },
    };
    const page = { mode: 'payment' as const, success_url: 'https://other.example.com', line_items: [item] };
    const before = await counts();
    for (const whose of [{ customer: stranger.id }, {}]) {
      const session = await engine.stripe.checkout.sessions.create({ ...page, ...whose });
      await engine.stripe.checkout.sessions.expire(session.id);
      const outcome = await outcomeOf('checkout.session.expired', session);
      expect(outcome).toMatchObject({ status: 'failed', attempts: 2 });
      expect(outcome.processing_result.error).toMatch(/^Customer (cus_\w+|\(none\)) is not known: /);
    }
    expect(await counts()).toEqual(before);
  });

  test('its products and prices are PROCESSED and kept in the catalogue, as parts of no plan', async () => {
    const product = await engine.stripe.products.create({ name: 'Of another product' });
    const price = await engine.stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 700 });
    expect(await outcomeOf('product.created', product)).toMatchObject({ status: 'processed' });
    expect(await outcomeOf('price.created', price)).toMatchObject({ status: 'processed' });
    expect(await collection('stripe_products').countDocuments({ stripe_product_id: product.id })).toBe(1);
    expect(await collection('stripe_prices').countDocuments({ stripe_price_id: price.id })).toBe(1);
  });
});

describe('what nobody knows yet', () => {
  async function subscriber() {
    const organization = `org_${randomUUID().slice(0, 8)}`;
    return subscriptionAtStripe(engine, await customerAtStripe(engine, ownedBy(organization)));
  }

  const stored = (id: string) => collection('subscriptions').findOne({ stripe_subscription_id: id });

  test.each(['2011-01-01', '2031-05-05.future', null])(
    "an event of API version %s brings Stripe's present state",
    async (api_version) => {
      const subscription = await subscriber();
      // What that version may call a subscription: an id, and nothing else where it is expected.
      const told = { id: subscription.id, object: 'subscription', plan: { amount: '1' }, states: ['active'] };
      expect(await outcomeOf('customer.subscription.updated', told, { api_version })).toMatchObject({
        status: 'processed',
        processing_result: { subscription_id: subscription.id },
      });
      expect(await stored(subscription.id)).toMatchObject({
        status: 'active',
        stripe_customer_id: subscription.customer,
      });
    },
  );

  test('an enum value of the future in an event is kept in the event and does not hinder its processing', async () => {
    const subscription = await subscriber();
    const told = { ...subscription, collection_method: 'by_pigeon', billing_mode: { type: 'lunar' } };
    const outcome = await outcomeOf('customer.subscription.updated', told, { api_version: '2031-05-05.future' });
    expect(outcome).toMatchObject({
      status: 'processed',
      event_data: { data: { object: { collection_method: 'by_pigeon' } } },
    });
    expect(await stored(subscription.id)).toMatchObject({ status: 'active' });
  });

  test('a known type about an object of another kind is FAILED and says so', async () => {
    const outcome = await outcomeOf('customer.subscription.updated', { id: 'lunar_1', object: 'lunar_lease' });
    expect(outcome).toMatchObject({ status: 'failed' });
    expect(outcome.processing_result.error).toContain('Stripe does not know subscription lunar_1');
  });
});

test('the end of a subscription whose customer is deleted, and known here no more, is stored for its organization', async () => {
  const customer = await customerAtStripe(engine, ownedBy('org_forgotten'));
  const subscription = await subscriptionAtStripe(engine, customer);
  await outcomeOf('customer.subscription.created', subscription);
  await collection('stripe_customers').deleteOne({ stripe_customer_id: customer.id });
  await engine.stripe.customers.del(customer.id);
  const gone = { id: subscription.id };
  const outcome = await outcomeOf('customer.subscription.deleted', gone, { api_version: '2024-06-20' });
  expect(outcome).toMatchObject({ status: 'processed', processing_result: { organization_id: 'org_forgotten' } });
  const ended = await collection('subscriptions').findOne({ stripe_subscription_id: subscription.id });
  expect(ended).toMatchObject({ status: 'canceled', organization_id: 'org_forgotten' });
});
