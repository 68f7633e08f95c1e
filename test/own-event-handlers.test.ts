import type { ReceivedEvent } from '../src/webhooks/own-event-handlers.js';
import { runningEngine, type RunningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';
import { until } from './support/until.js';

const handled: ReceivedEvent[] = [];
/** How often handlers fail from now on. */
let failures = 0;
let isSlow = false;
let engine: RunningEngine;
/** What is stored of the subscription when its handler runs. */
let storedMeanwhile: unknown;

const events = () => engine.database.connection.collection('webhook_events');

async function settledAs(id: string, status: string) {
  return until(() => events().findOne({ event_id: id, status }));
}

function note(event: ReceivedEvent): void {
  handled.push(event);
  if (failures === 0) return;
  failures -= 1;
  throw new Error('the ticket system is away');
}

const handledOf = (id: string) => handled.filter((event) => event.id === id);

beforeAll(async () => {
  engine = await runningEngine({
    deliversWebhooks: false,
    env: { WEBHOOK_RETRY_DELAYS_SECONDS: '0.1,0.1' },
    extensions: {
      eventHandlerTimeoutMs: 300,
      eventHandlers: {
        'charge.dispute.created': async (event, signal) => {
          note(event);
          if (isSlow) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        },
        'customer.created': note,
        'customer.subscription.updated': async (event) => {
          const subscriptions = engine.database.connection.collection('subscriptions');
          storedMeanwhile = await subscriptions.findOne({ stripe_subscription_id: event.subscriptionId });
          note(event);
        },
      },
    },
  });
});

const dispute = () => eventOf('charge.dispute.created', { id: 'du_1', object: 'dispute', amount: 1900 });

test('an event that the engine ignores is PROCESSED by a handler of the program that hosts it; others stay IGNORED', async () => {
  const event = dispute();
  const other = eventOf('charge.dispute.closed', { id: 'du_1', object: 'dispute' });
  for (const each of [event, other]) expect((await deliver(engine.url, each)).status).toBe(200);
  await settledAs(other.id, 'ignored');
  expect(await settledAs(event.id, 'processed')).toMatchObject({ attempts: 1, processing_result: { success: true } });
  expect(handledOf(event.id)).toEqual([
    {
      id: event.id,
      type: 'charge.dispute.created',
      createdAt: new Date(event.created * 1000),
      apiVersion: event.api_version,
      object: { id: 'du_1', object: 'dispute', amount: 1900 },
      previousAttributes: null,
      organizationId: null,
      subscriptionId: null,
      attempt: 1,
    },
  ]);
});

test('a handler that throws has the event tried again, until it waits as FAILED for a replay', async () => {
  const passing = dispute();
  failures = 1;
  await deliver(engine.url, passing);
  expect(await settledAs(passing.id, 'processed')).toMatchObject({ attempts: 2 });
  expect(handledOf(passing.id).map(({ attempt }) => attempt)).toEqual([1, 2]);

  const lasting = dispute();
  failures = 3;
  await deliver(engine.url, lasting);
  expect(await settledAs(lasting.id, 'failed')).toMatchObject({
    attempts: 3,
    processing_result: {
      success: false,
      failure: 'own_handler',
      error: 'The own handler of charge.dispute.created failed: the ticket system is away',
    },
  });
  await engine.app.replay.begin([lasting.id]);
  engine.app.worker.wake();
  await settledAs(lasting.id, 'processed');
  expect(handledOf(lasting.id)).toHaveLength(4);
});

test('a handler that takes too long is told so, and counts as failed', async () => {
  const event = dispute();
  isSlow = true;
  await deliver(engine.url, event);
  await until(async () => handledOf(event.id).length > 0);
  isSlow = false;
  expect(await settledAs(event.id, 'processed')).toMatchObject({ attempts: 2 });
});

test('the engine has done its part before, once for all events of an object; the handler gets each of them', async () => {
  const customer = await customerAtStripe(engine, ownedBy('org_own'));
  const subscription = await subscriptionAtStripe(engine, customer);
  const before = engine.stripeCalls.length;
  const told = Array.from({ length: 5 }, () => eventOf('customer.subscription.updated', subscription));
  await Promise.all(told.map((event) => deliver(engine.url, event)));
  for (const { id } of told) {
    expect(await settledAs(id, 'processed')).toMatchObject({
      processing_result: { organization_id: 'org_own', subscription_id: subscription.id },
    });
    expect(handledOf(id)).toMatchObject([{ organizationId: 'org_own', subscriptionId: subscription.id, attempt: 1 }]);
  }
  expect(storedMeanwhile).toMatchObject({ organization_id: 'org_own' });
  const reads = engine.stripeCalls.slice(before).filter(({ name }) => name === 'subscriptions.retrieve');
  expect(reads.length).toBeLessThan(told.length);
});

test('an event whose payload alone would do for the engine reaches its handler all the same', async () => {
  const customer = await customerAtStripe(engine, ownedBy('org_known'));
  const subscription = await subscriptionAtStripe(engine, customer);
  const first = eventOf('customer.subscription.updated', subscription);
  await deliver(engine.url, first);
  await settledAs(first.id, 'processed');
  // The customer is known now, and the event is newer than what was read.
  const later = eventOf('customer.subscription.updated', subscription, { created: first.created + 60 });
  await deliver(engine.url, later);
  await settledAs(later.id, 'processed');
  expect(handledOf(later.id)).toMatchObject([{ organizationId: 'org_known', subscriptionId: subscription.id }]);
});

test('one event of an object that fails does not take the others with it', async () => {
  const customer = await customerAtStripe(engine, ownedBy('org_apart'));
  const subscription = await subscriptionAtStripe(engine, customer);
  failures = 1;
  const told = Array.from({ length: 3 }, () => eventOf('customer.subscription.updated', subscription));
  await Promise.all(told.map((event) => deliver(engine.url, event)));
  const settled = await Promise.all(told.map(({ id }) => settledAs(id, 'processed')));
  expect(settled.map(({ attempts }) => attempts).toSorted()).toEqual([1, 1, 2]);
});

test('a comparison with Stripe takes in events for a handler that were never delivered', async () => {
  const { id: customer } = await engine.stripe.customers.create({ email: 'ann@example.com' });
  await engine.app.reconciliation.run({ repair: false, actor: 'test', wake: () => engine.app.worker.wake() });
  const created = handled.filter(({ type, object }) => type === 'customer.created' && object.id === customer);
  expect(created).toHaveLength(1);
});
