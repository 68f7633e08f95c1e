import type Stripe from 'stripe';
import { isFulfilled } from '../src/checkout/checkout-confirmation.js';
import { payByCard } from './support/hosted-page.js';
import {
  CheckoutSessionDocument,
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  CustomerDocument,
  SubscriptionDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { withoutObservation } from './support/stored-documents.js';

let engine: RunningEngine;
/** Its webhooks never come. */
let deaf: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
  deaf = await runningEngine({ deliversWebhooks: false });
});

let organizations = 0;

async function checkout(at: RunningEngine, input: object = {}) {
  organizations += 1;
  const organization = `org_${organizations}`;
  const { data } = await at.as(organization)(CreateCheckoutDocument, {
    input: { planUid: 'plan_starter', billingInterval: 'MONTH', ...input },
  });
  const { checkoutSession, checkoutUrl } = data.createCheckout;
  return { organization, id: checkoutSession?.id ?? '', url: checkoutUrl };
}

async function confirm(at: RunningEngine, organization: string, sessionId: string) {
  return (await at.as(organization)(ConfirmCheckoutDocument, { input: { sessionId } })).data.confirmCheckout;
}

const ACTIVE = {
  errors: [],
  session: {
    paymentStatus: 'PAID',
    status: 'complete',
    amountTotal: { amount: 1900, currency: 'USD', formatted: '$19.00' },
  },
  subscription: { status: 'ACTIVE', stripeStatus: 'active', billingInterval: 'MONTH', plan: { uid: 'plan_starter' } },
  checkoutSession: { status: 'COMPLETED', url: null },
};

describe('confirmCheckout', () => {
  test('right after the payment, when the webhook never comes, the subscription is active', async () => {
    const { organization, id, url } = await checkout(deaf);
    const success = await payByCard(url);
    expect(success).toBe(`${deaf.config.baseUrl}/checkout-success?session_id=${id}`);
    const confirmed = await confirm(deaf, organization, id);
    expect(confirmed).toMatchObject(ACTIVE);
    const subscriptionId = confirmed.subscription?.id ?? '';
    const atStripe = await deaf.stripe.subscriptions.retrieve(subscriptionId);
    const stored = await deaf.database.connection
      .collection('subscriptions')
      .findOne({ stripe_subscription_id: subscriptionId });
    expect(stored).toMatchObject({
      organization_id: organization,
      stripe_customer_id: atStripe.customer,
      plan_id: 'plan_starter',
      billing_interval: 'month',
      status: 'active',
      current_period_start: new Date((atStripe.items.data[0]?.current_period_start ?? 0) * 1000),
      current_period_end: new Date((atStripe.items.data[0]?.current_period_end ?? 0) * 1000),
      cancel_at_period_end: false,
      metadata: { organization_id: organization, plan_uid: 'plan_starter' },
      stripe_data: { id: subscriptionId, object: 'subscription' },
    });
    const { data } = await deaf.as(organization)(SubscriptionDocument, { id: subscriptionId });
    expect(data.subscription).toEqual(confirmed.subscription);
  });

  test('after the webhook it changes nothing', async () => {
    const { organization, id, url } = await checkout(engine);
    await payByCard(url);
    await engine.settled();
    const before = await documents(engine, organization);
    expect(before.subscriptions).toHaveLength(1);
    expect(await confirm(engine, organization, id)).toMatchObject(ACTIVE);
    expect(await documents(engine, organization)).toEqual(before);
  });

  test('at the same moment as the webhook it leads to one subscription', async () => {
    const { organization, id, url } = await checkout(engine);
    await payByCard(url);
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(engine, organization, id)));
    for (const answer of answers) expect(answer).toMatchObject(ACTIVE);
    await engine.settled();
    expect((await documents(engine, organization)).subscriptions).toHaveLength(1);
  });

  test('a refresh of the page says the same again', async () => {
    const { organization, id, url } = await checkout(deaf);
    await payByCard(url);
    const first = await confirm(deaf, organization, id);
    expect(await confirm(deaf, organization, id)).toEqual(first);
  });

  test('before the payment it says so, and the payment can still be made', async () => {
    const { organization, id, url } = await checkout(deaf);
    const early = await confirm(deaf, organization, id);
    expect(early).toMatchObject({ session: null, subscription: null, errors: [{ code: 'CHECKOUT_NOT_PAID' }] });
    await payByCard(url);
    expect(await confirm(deaf, organization, id)).toMatchObject(ACTIVE);
  });

  test('after a declined card nothing is sold', async () => {
    const { organization, id, url } = await checkout(deaf);
    await expect(payByCard(url, '4000000000000002')).rejects.toThrow('declined');
    expect((await confirm(deaf, organization, id)).errors).toMatchObject([{ code: 'CHECKOUT_NOT_PAID' }]);
    expect((await documents(deaf, organization)).subscriptions).toEqual([]);
  });

  test('an expired session says so and is stored as expired', async () => {
    const { organization, id } = await checkout(deaf);
    await deaf.stripe.checkout.sessions.expire(id);
    expect((await confirm(deaf, organization, id)).errors).toMatchObject([
      { code: 'CHECKOUT_EXPIRED', field: ['input', 'sessionId'] },
    ]);
    const { data } = await deaf.as(organization)(CheckoutSessionDocument, { id });
    expect(data.checkoutSession).toMatchObject({ status: 'EXPIRED', url: null });
  });

  test('a session of another organization reads as if there were none', async () => {
    const { id, url } = await checkout(deaf);
    await payByCard(url);
    const foreign = await confirm(deaf, 'org_stranger', id);
    const unknown = await confirm(deaf, 'org_stranger', id.replace(/.$/, '_'));
    expect(foreign).toMatchObject({ session: null, subscription: null, errors: [{ code: 'NOT_FOUND' }] });
    expect(unknown.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(foreign.errors[0]?.message.replace(id, '')).toBe(
      unknown.errors[0]?.message.replace(id.replace(/.$/, '_'), ''),
    );
  });

  test('made-up ids are unknown and leave no trace', async () => {
    const { connection } = deaf.database;
    const before = await connection.collection('observations').countDocuments();
    for (const id of ['cs_none', '../customers', '$ne', 'é'.repeat(80)]) {
      expect((await confirm(deaf, 'org_stranger', id)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    }
    expect((await confirm(deaf, 'org_stranger', 'x'.repeat(256))).errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect(await connection.collection('observations').countDocuments()).toBe(before);
  });

  test('a session of a customer who belongs to nobody is unknown', async () => {
    const customer = await deaf.stripe.customers.create({ name: 'Nobody' });
    const prices = await deaf.stripe.prices.list({ lookup_keys: ['plan_pro_month_usd'] });
    const session = await deaf.stripe.checkout.sessions.create({
      mode: 'subscription',
      customer: customer.id,
      success_url: 'https://shop.example/',
      line_items: [{ price: prices.data[0]?.id ?? '', quantity: 1 }],
    });
    expect((await confirm(deaf, 'org_stranger', session.id)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('a crash between Stripe and MongoDB loses neither the customer nor the sale', async () => {
    const { organization, id, url } = await checkout(deaf);
    await payByCard(url);
    const { connection } = deaf.database;
    await connection.collection('stripe_customers').deleteMany({ organization_id: organization });
    await connection.collection('checkout_sessions').deleteMany({ organization_id: organization });
    expect(await confirm(deaf, organization, id)).toMatchObject(ACTIVE);
    const { data } = await deaf.as(organization)(CustomerDocument, {});
    expect(data.customer).toMatchObject({ subscriptions: { totalCount: 1 }, checkoutSessions: { totalCount: 1 } });
  });
});

test.each([
  ['complete', 'paid', true],
  ['complete', 'no_payment_required', true],
  ['complete', 'unpaid', false],
  ['open', 'unpaid', false],
  ['expired', 'unpaid', false],
  ['expired', 'no_payment_required', false],
] as const)(
  'a session that is %s and %s is fulfilled: %s; some payments come days after it',
  (status, paid, isDone) => {
    expect(isFulfilled({ status, payment_status: paid } as Stripe.Checkout.Session)).toBe(isDone);
  },
);

async function documents(at: RunningEngine, organization: string) {
  const { connection } = at.database;
  const of = (name: string) => connection.collection(name).find({ organization_id: organization }).toArray();
  return {
    subscriptions: (await of('subscriptions')).map(withoutObservation),
    sessions: (await of('checkout_sessions')).map(withoutObservation),
    customers: (await of('stripe_customers')).map(withoutObservation),
  };
}
