import { randomUUID } from 'node:crypto';
import { modelOn } from '../src/mongo/model.js';
import { WebhookClaims } from '../src/webhooks/webhook-claims.js';
import { WebhookEventRecord } from '../src/webhooks/webhook-event.record.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { inboxOver } from './support/standalone-inbox.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';
import { until } from './support/until.js';

const newOrganization = () => `org_${randomUUID().slice(0, 8)}`;

const eventsOf = ({ database }: RunningEngine) => database.connection.collection('webhook_events');

const subscriptionOf = ({ database }: RunningEngine, id: string) =>
  database.connection.collection('subscriptions').findOne({ stripe_subscription_id: id });

/** The event once it has come to this status. */
function settledAs(at: RunningEngine, id: string, status: string) {
  return until(() => eventsOf(at).findOne({ event_id: id, status }));
}

async function created(at: RunningEngine, organization?: string) {
  const customer = await customerAtStripe(at, organization === undefined ? {} : ownedBy(organization));
  const subscription = await subscriptionAtStripe(at, customer);
  return { customer, subscription, event: eventOf('customer.subscription.created', subscription) };
}

describe('an event of a customer whom the engine does not know', () => {
  let engine: RunningEngine;
  let patient: RunningEngine;

  beforeAll(async () => {
    engine = await runningEngine({ deliversWebhooks: false, env: { WEBHOOK_RETRY_DELAYS_SECONDS: '0.1,0.7' } });
    const env = { WEBHOOK_RETRY_DELAYS_SECONDS: '1,1,1,1,1,1' };
    patient = await runningEngine({ deliversWebhooks: false, env });
  });

  test('is answered 200, tried again with growing delays, and then waits as FAILED', async () => {
    const { event, customer, subscription } = await created(engine);
    const changes = eventsOf(engine).watch<{ event_id: string }>([{ $match: { operationType: 'update' } }]);
    const updates: Record<string, unknown>[] = [];
    changes.on('change', (change) => {
      if (change.operationType === 'update') updates.push({ ...change.updateDescription.updatedFields });
    });
    await new Promise((resolve) => changes.once('resumeTokenChanged', resolve));
    expect((await deliver(engine.url, event)).status).toBe(200);
    const failed = await settledAs(engine, event.id, 'failed');
    expect(failed).toMatchObject({
      processed: false,
      attempts: 3,
      next_attempt_at: null,
      processing_result: { success: false, error: expect.stringContaining(customer.id), failure: 'customer_unknown' },
    });
    expect(failed).not.toHaveProperty('processed_at');
    const failures = await until(async () => {
      const seen = updates.filter((fields) => 'processing_result' in fields || 'next_attempt_at' in fields);
      const planned = seen.filter(({ status }) => status === 'received' || status === 'failed');
      return planned.length === 3 && planned;
    });
    await changes.close();
    const delays = failures.map(({ next_attempt_at: next, updated_at: now }) => next && Number(next) - Number(now));
    const [first, second, none] = delays;
    // Each delay is spread by a fifth, so that what failed together does not come back together.
    expect(Math.abs(Number(first) - 100)).toBeLessThan(25);
    expect(Math.abs(Number(second) - 700)).toBeLessThan(145);
    expect(none).toBeNull();
    expect(await subscriptionOf(engine, subscription.id)).toBeNull();
    // Nor does a repeated delivery of it start over: it waits for an operator.
    expect((await deliver(engine.url, event)).status).toBe(200);
    await engine.settled();
    expect(await eventsOf(engine).findOne({ event_id: event.id })).toEqual(failed);
  });

  test('is PROCESSED once the customer is known before the last attempt', async () => {
    const { event, customer, subscription } = await created(patient);
    await deliver(patient.url, event);
    const waiting = await until(() =>
      eventsOf(patient).findOne({ event_id: event.id, 'processing_result.success': false }),
    );
    expect(waiting).toMatchObject({ status: 'received', processed: false, next_attempt_at: expect.any(Date) });
    const organization = newOrganization();
    await patient.stripe.customers.update(customer.id, ownedBy(organization));
    expect(await settledAs(patient, event.id, 'processed')).toMatchObject({
      processed: true,
      next_attempt_at: null,
      processing_result: { success: true, organization_id: organization, subscription_id: subscription.id },
    });
    expect((await eventsOf(patient).findOne({ event_id: event.id }))?.processing_result).not.toHaveProperty('error');
    expect(await subscriptionOf(patient, subscription.id)).toMatchObject({ organization_id: organization });
  });

  test('is PROCESSED at once when the metadata at Stripe names the organization, whose customer it becomes', async () => {
    const organization = newOrganization();
    const { event, customer } = await created(engine, organization);
    await deliver(engine.url, event);
    expect(await settledAs(engine, event.id, 'processed')).toMatchObject({ attempts: 1 });
    const customers = engine.database.connection.collection('stripe_customers');
    expect(await customers.find({ organization_id: organization }).toArray()).toMatchObject([
      { stripe_customer_id: customer.id },
    ]);
  });

  test('fails when the organization has another customer already, who stays its customer', async () => {
    const organization = newOrganization();
    const first = await created(engine, organization);
    await deliver(engine.url, first.event);
    await settledAs(engine, first.event.id, 'processed');
    const second = await created(engine, organization);
    expect((await deliver(engine.url, second.event)).status).toBe(200);
    const { processing_result } = await settledAs(engine, second.event.id, 'failed');
    expect(processing_result.error).toContain(`organization ${organization} has another customer`);
    const customers = engine.database.connection.collection('stripe_customers');
    expect(await customers.find({ organization_id: organization }).toArray()).toMatchObject([
      { stripe_customer_id: first.customer.id },
    ]);
  });

  test('of a deleted customer or about nothing that Stripe knows fails and says so', async () => {
    const { event, customer } = await created(engine, newOrganization());
    await engine.stripe.customers.del(customer.id);
    const unknown = eventOf('customer.subscription.updated', { id: 'sub_unknown', object: 'subscription' });
    const nameless = eventOf('checkout.session.completed', { object: 'checkout.session' });
    const failures = [
      [event, 'deleted at Stripe', 'customer_unknown'],
      [unknown, 'Stripe does not know subscription sub_unknown', 'bad_data'],
      [nameless, 'has no id', 'bad_data'],
    ] as const;
    for (const [bad] of failures) expect((await deliver(engine.url, bad)).status).toBe(200);
    for (const [bad, error, failure] of failures) {
      const { processing_result: result } = await settledAs(engine, bad.id, 'failed');
      expect(result).toMatchObject({ error: expect.stringContaining(error), failure });
    }
  });
});

test('while Stripe is away events are taken, and they take effect when it is back', async () => {
  let isAway = false;
  const engine = await runningEngine({
    deliversWebhooks: false,
    env: { WEBHOOK_RETRY_DELAYS_SECONDS: '0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1', STRIPE_MAX_NETWORK_RETRIES: '0' },
    sandbox: {
      disturb: async () => {
        if (isAway) throw new Error('Stripe is away');
      },
    },
  });
  const { event, subscription } = await created(engine, newOrganization());
  isAway = true;
  expect((await deliver(engine.url, event)).status).toBe(200);
  const failed = { event_id: event.id, 'processing_result.failure': 'stripe_unavailable' };
  await until(() => eventsOf(engine).findOne(failed));
  isAway = false;
  await settledAs(engine, event.id, 'processed');
  expect(await subscriptionOf(engine, subscription.id)).toMatchObject({ status: 'active' });
});

test('the claim of a process that died is taken over once its lease is over, and settled by the new holder only', async () => {
  const first = await runningEngine({ deliversWebhooks: false });
  const { event, subscription } = await created(first, newOrganization());
  await first.stop();
  const options = { leaseMs: 4000, retryDelaysMs: [0] };
  const model = modelOn(first.database.connection, WebhookEventRecord);
  await inboxOver(model, {}).accept({ ...event, data: { object: { ...subscription } } }, 1);
  const dying = new WebhookClaims(model, options);
  const [claimed] = await dying.claim(1);
  if (!claimed) throw new Error('Nothing was claimed');
  const second = await runningEngine({ beside: first, env: { WEBHOOK_LEASE_SECONDS: '1' } });
  await second.app.worker.idle();
  expect(await eventsOf(second).findOne({ event_id: event.id })).toMatchObject({ status: 'processing', attempts: 1 });
  const processed = await settledAs(second, event.id, 'processed');
  expect(processed.attempts).toBe(2);
  expect(Number(processed.processed_at)).toBeGreaterThanOrEqual(Number(claimed.next_attempt_at));
  await dying.failed(claimed, new Error('I only slept'));
  expect(await eventsOf(second).findOne({ event_id: event.id })).toEqual(processed);
  expect(await subscriptionOf(second, subscription.id)).toMatchObject({ status: 'active' });
});

test('two engines on one database process each event once, and read an object once for all of its events that wait', async () => {
  const one = await runningEngine({ deliversWebhooks: false });
  const two = await runningEngine({ beside: one });
  const { event } = await created(one, newOrganization());
  // Of another API version, so that no payload is stored.
  const events = Array.from({ length: 40 }, (_, index) => ({
    ...event,
    api_version: '2024-06-20',
    id: `evt_${index}`,
  }));
  // Each is delivered to both, as when a balancer gets no answer from the first.
  const answers = await Promise.all(events.flatMap((each) => [deliver(one.url, each), deliver(two.url, each)]));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  await until(async () => (await eventsOf(one).countDocuments({ status: 'processed' })) === events.length);
  expect(await eventsOf(one).countDocuments({ attempts: 1 })).toBe(events.length);
  const retrievals = [one, two].map(
    ({ stripeCalls }) => stripeCalls.filter(({ name }) => name === 'subscriptions.retrieve').length,
  );
  const reads = retrievals.reduce((sum, count) => sum + count);
  expect(reads).toBeGreaterThan(0);
  expect(reads).toBeLessThanOrEqual(events.length / 2);
});

test('an event that workers die with again and again waits for an operator, and holds up no other', async () => {
  const engine = await runningEngine({ deliversWebhooks: false, env: { WEBHOOK_RETRY_DELAYS_SECONDS: '0' } });
  const events = engine.database.connection.collection('webhook_events');
  const left = {
    status: 'processing',
    processed: false,
    occurred_at: new Date(),
    created_at: new Date(),
    updated_at: new Date(),
  };
  const over = new Date(Date.now() - 1000);
  const event = {
    ...left,
    event_type: 'coupon.created',
    event_data: {},
    claim_id: 'of the dead',
    next_attempt_at: over,
  };
  // Two attempts are planned and three more may be lost.
  await events.insertMany([
    { ...event, event_id: 'evt_poison', attempts: 5 },
    { ...event, event_id: 'evt_unlucky', attempts: 4 },
  ]);
  await engine.settled();
  expect(await events.findOne({ event_id: 'evt_poison' })).toMatchObject({
    status: 'failed',
    next_attempt_at: null,
    processing_result: { success: false, error: expect.stringContaining('workers died') },
  });
  expect(await events.findOne({ event_id: 'evt_unlucky' })).toMatchObject({ status: 'ignored', attempts: 5 });
});
