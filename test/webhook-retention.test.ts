import { RetryWebhookEventDocument } from './support/generated/operations.js';
import { ownMongo } from './support/own-mongo.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';
import { until } from './support/until.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let engine: RunningEngine;

beforeAll(async () => {
  // mongod looks for what has expired once a minute, unless told otherwise.
  const mongo = await ownMongo({ ttlMonitorSleepSecs: 1 });
  const sandbox = await runningEngine({ deliversWebhooks: false });
  engine = await runningEngine({
    beside: { ...sandbox, database: mongo.database },
    env: { WEBHOOK_RETRY_DELAYS_SECONDS: ',', WEBHOOK_RETENTION_DAYS: '30' },
  });
});

const events = () => engine.database.connection.collection('webhook_events');
const stored = (id: string) => events().findOne({ event_id: id });

async function settled(event: { readonly id: string }, status: string) {
  await deliver(engine.url, event);
  await engine.app.worker.idle();
  const record = await stored(event.id);
  expect(record).toMatchObject({ status });
  return record;
}

async function subscribedEvent() {
  const customer = await customerAtStripe(engine, ownedBy(`org_${Math.random()}`));
  return eventOf('customer.subscription.created', await subscriptionAtStripe(engine, customer));
}

/** Lets days go by for the events, which is the same as bringing their ends nearer. */
async function daysLater(days: number): Promise<void> {
  await events().updateMany({}, [{ $set: { expires_at: { $subtract: ['$expires_at', days * DAY_MS] } } }]);
}

test('events that nothing is left to be done for are removed in time; those that failed or wait stay for ever', async () => {
  const processed = await subscribedEvent();
  const ignored = eventOf('coupon.created', { id: 'coupon_1' });
  const failed = eventOf('customer.subscription.updated', { id: 'sub_unknown' });
  for (const [event, status] of [
    [processed, 'processed'],
    [ignored, 'ignored'],
  ] as const) {
    const record = await settled(event, status);
    expect(Number(record?.expires_at) - Number(record?.processed_at)).toBe(30 * DAY_MS);
  }
  expect((await settled(failed, 'failed'))?.expires_at ?? null).toBeNull();
  await engine.app.worker.stop();
  const waiting = eventOf('coupon.created', { id: 'coupon_2' });
  await deliver(engine.url, waiting);
  await daysLater(31);
  await until(async () => (await events().countDocuments({ event_id: { $in: [processed.id, ignored.id] } })) === 0);
  // The next round of mongod has gone by as well.
  const passes = await ttlPasses();
  await until(async () => (await ttlPasses()) >= passes + 2);
  expect(await stored(failed.id)).toMatchObject({ status: 'failed' });
  expect(await stored(waiting.id)).toMatchObject({ status: 'received' });
  engine.app.worker.start();
});

test('an event that is retried is kept while it is not processed again', async () => {
  const event = await subscribedEvent();
  await settled(event, 'processed');
  await engine.app.worker.stop();
  await engine.asAdmin()(RetryWebhookEventDocument, { input: { id: event.id } });
  expect(await stored(event.id)).toMatchObject({ status: 'received', expires_at: null });
  engine.app.worker.start();
  await until(async () => (await stored(event.id))?.status === 'processed');
  expect(Number((await stored(event.id))?.expires_at)).toBeGreaterThan(Date.now() + 29 * DAY_MS);
});

test('with WEBHOOK_RETENTION_DAYS=0 they stay for ever', async () => {
  await engine.app.worker.stop();
  const keeping = await runningEngine({ beside: engine, env: { WEBHOOK_RETENTION_DAYS: '0' } });
  const event = eventOf('coupon.created', { id: 'coupon_3' });
  await deliver(keeping.url, event);
  await keeping.app.worker.idle();
  expect(await stored(event.id)).toMatchObject({ status: 'ignored', expires_at: null });
  engine.app.worker.start();
});

async function ttlPasses(): Promise<number> {
  const status = await engine.database.connection.getClient().db('admin').command({ serverStatus: 1 });
  return Number(status.metrics.ttl.passes);
}
