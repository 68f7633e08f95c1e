import type Stripe from 'stripe';
import { toReceived } from '../src/webhooks/delivery.js';
import type { SignedEvent } from '../src/webhooks/webhook-signature.js';
import { CreateCheckoutDocument } from './support/generated/operations.js';
import { payByCard } from './support/hosted-page.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';

let engine: RunningEngine;
let subscription: Stripe.Subscription;
let otherCustomer: string;
/** In Unix seconds, after all that was read. */
let later = Math.floor(Date.now() / 1000);

beforeAll(async () => {
  engine = await runningEngine({ deliversWebhooks: false });
  subscription = await subscriptionAtStripe(engine, await customerAtStripe(engine, ownedBy('org_a')));
  const another = await subscriptionAtStripe(engine, await customerAtStripe(engine, ownedBy('org_b')));
  otherCustomer = String(another.customer);
  for (const each of [subscription, another]) {
    await deliver(engine.url, eventOf('customer.subscription.created', each));
  }
  await engine.settled();
});

beforeEach(() => {
  later += 60;
});

/** How many of the events are done by what they tell, without a question to Stripe. */
async function doneAtOnce(...events: readonly object[]): Promise<number> {
  const received = events.map((event) => toReceived({ event: event as SignedEvent }, new Date()));
  return (await engine.app.worker.doAtOnce(received)).size;
}

const changed = (over: object, at = later, type = 'customer.subscription.updated') =>
  eventOf(type, { ...subscription, ...over }, { created: at });

async function invoice(type: string, at: number, over: object = {}) {
  const latest = await engine.stripe.invoices.retrieve(String(subscription.latest_invoice));
  return eventOf(type, { ...latest, ...over }, { created: at });
}

async function paidSession() {
  const input = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
  const { data } = await engine.as(`org_of_${later}`)(CreateCheckoutDocument, { input });
  await payByCard(data.createCheckout.checkoutUrl);
  return engine.stripe.checkout.sessions.retrieve(data.createCheckout.checkoutSession?.id ?? '');
}

describe('what an event tells of a subscription', () => {
  test('is stored at once where it is newer, and so are many', async () => {
    expect(
      await doneAtOnce(changed({ metadata: { seats: '2' } }), changed({ metadata: { seats: '3' } }, later + 3)),
    ).toBe(2);
    const stored = await engine.database.connection
      .collection('subscriptions')
      .findOne({ stripe_subscription_id: subscription.id });
    expect(stored?.metadata).toEqual({ seats: '3' });
  });

  test.each([
    ['in another API version', () => ({ ...changed({}), api_version: '2024-06-20' })],
    ['with a discount, of which it shows the id alone', () => changed({ discounts: ['di_1'] })],
    ['on a test clock, which has a time of its own', () => changed({ test_clock: 'clock_1' })],
    ['with more items than it shows', () => changed({ items: { ...subscription.items, has_more: true } })],
    ['of another customer', () => changed({ customer: otherCustomer })],
    ['of a customer whom nobody knows', () => changed({ customer: 'cus_unknown' })],
    [
      'with a price that nobody knows',
      () => {
        const [item] = subscription.items.data;
        return changed({ items: { data: [{ ...item, price: { ...item?.price, id: 'price_unknown' } }] } });
      },
    ],
  ])('is left for a read %s', async (_title, event) => {
    expect(await doneAtOnce(event())).toBe(0);
  });

  test('is left for a read where two events of a second tell of it, whichever comes first', async () => {
    const [one, other] = [changed({ status: 'past_due' }), changed({ status: 'active' }, later + 1)];
    expect(await doneAtOnce(one, other)).toBe(0);
    expect(await doneAtOnce(other, one)).toBe(0);
  });
});

test('what is stored at once is in the history, with its event and after what was there before', async () => {
  const [first, second] = [changed({ metadata: { seats: '7' } }), changed({ metadata: { seats: '8' } }, later + 10)];
  for (const event of [first, second]) expect(await doneAtOnce(event)).toBe(1);
  const { connection } = engine.database;
  const ofIt = { stripe_subscription_id: subscription.id };
  const stored = await connection.collection('subscriptions').findOne(ofIt);
  const kept = await connection.collection('subscription_changes').find(ofIt).sort({ number: 1 }).toArray();
  const changes = [...kept, stored?.last_change];
  expect(changes.map(({ number }) => number)).toEqual(changes.map((_, index) => index + 1));
  expect(changes.slice(-2)).toMatchObject([
    { cause: 'webhook', event_id: first.id },
    { cause: 'webhook', event_id: second.id },
  ]);
});

describe('what an event tells of an invoice', () => {
  test('is stored at once where its subscription is known as of then', async () => {
    expect(await doneAtOnce(changed({}), await invoice('invoice.paid', later))).toBe(2);
  });

  test('is left for a read where its subscription may have changed with it', async () => {
    expect(await doneAtOnce(await invoice('invoice.payment_failed', later))).toBe(0);
  });

  test('is left for a read while it is a draft, which may be deleted', async () => {
    expect(await doneAtOnce(changed({}), await invoice('invoice.created', later, { status: 'draft' }))).toBe(1);
  });
});

describe('what an event tells of a checkout', () => {
  test('is stored at once with the subscription that it sold', async () => {
    const session = await paidSession();
    const sold = await engine.stripe.subscriptions.retrieve(String(session.subscription));
    const created = eventOf('customer.subscription.created', sold, { created: later });
    expect(await doneAtOnce(eventOf('checkout.session.completed', session, { created: later }), created)).toBe(2);
  });

  test('is left for a read where the subscription that it sold is not known', async () => {
    const session = await paidSession();
    expect(await doneAtOnce(eventOf('checkout.session.completed', session, { created: later }))).toBe(0);
  });

  test('is left for a read while the money is not there', async () => {
    const unpaid = { ...(await paidSession()), payment_status: 'unpaid' };
    expect(await doneAtOnce(eventOf('checkout.session.completed', unpaid, { created: later }))).toBe(0);
  });
});
