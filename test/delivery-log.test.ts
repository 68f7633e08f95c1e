import { randomUUID } from 'node:crypto';
import { DeliveryLog } from '../src/webhooks/delivery-log.js';
import { capturedLog } from './support/captured-log.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';
import { until } from './support/until.js';

/** Every delivery is written down first. */
const ALWAYS = { WEBHOOK_RUSH_FROM: '0' };

const eventsOf = ({ database }: RunningEngine) => database.connection.collection('webhook_events');
const logOf = ({ database }: RunningEngine) => database.connection.collection('webhook_delivery_log');

const couponEvents = (count: number) =>
  Array.from({ length: count }, () => eventOf('coupon.created', { id: `coupon_${randomUUID()}`, object: 'coupon' }));

async function deliverAll(engine: RunningEngine, events: readonly object[]): Promise<number[]> {
  return (await Promise.all(events.map((event) => deliver(engine.url, event)))).map(({ status }) => status);
}

async function figure(engine: RunningEngine, name: string): Promise<number> {
  const text = await (await fetch(`${engine.url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`revenue_engine_${name} `));
  return Number(line?.split(' ').at(-1) ?? 0);
}

/** MongoDB refuses to store these events; the log it takes. */
async function refuse(engine: RunningEngine, eventIds: readonly string[]): Promise<void> {
  const validator = { event_id: { $nin: [...eventIds] } };
  await engine.database.connection.db?.command({ collMod: 'webhook_events', validator });
}

describe('in a rush', () => {
  let engine: RunningEngine;

  beforeAll(async () => {
    engine = await runningEngine({ deliversWebhooks: false, env: ALWAYS });
  });

  test('deliveries are answered when they are written down, stored once each, and nothing stays in the log', async () => {
    const events = couponEvents(120);
    expect(new Set(await deliverAll(engine, [...events, ...events]))).toEqual(new Set([200]));
    await engine.settled();
    const ids = events.map(({ id }) => id);
    expect(await eventsOf(engine).countDocuments({ event_id: { $in: ids }, processed: true })).toBe(120);
    expect(await logOf(engine).countDocuments()).toBe(0);
    expect(await figure(engine, 'webhook_deliveries_total{result="stored"}')).toBe(120);
    expect(await figure(engine, 'webhook_deliveries_total{result="duplicate"}')).toBe(120);
  });

  test('what an event tells of is applied', async () => {
    const organization = `org_${randomUUID().slice(0, 8)}`;
    const customer = await customerAtStripe(engine, ownedBy(organization));
    const subscription = await subscriptionAtStripe(engine, customer);
    const event = eventOf('customer.subscription.created', { ...subscription });
    expect((await deliver(engine.url, event)).status).toBe(200);
    await engine.settled();
    expect(await eventsOf(engine).findOne({ event_id: event.id })).toMatchObject({
      status: 'processed',
      processing_result: { success: true, organization_id: organization, subscription_id: subscription.id },
    });
  });

  test('an event that MongoDB refuses holds up no other, is told of, and is stored once it can be', async () => {
    const log = capturedLog();
    const told = await runningEngine({ beside: engine, env: ALWAYS, logger: log.logger });
    const [refused, ...others] = couponEvents(30);
    if (!refused) throw new Error('There is no event');
    await refuse(engine, [refused.id]);
    expect(await deliverAll(told, [refused, ...others])).toEqual(Array.from({ length: 30 }, () => 200));
    const stored = { event_id: { $in: others.map(({ id }) => id) } };
    await until(async () => (await eventsOf(told).countDocuments(stored)) === others.length);
    expect(await eventsOf(told).findOne({ event_id: refused.id })).toBeNull();
    expect(await figure(told, 'webhook_events{status="received"}')).toBeGreaterThan(0);
    expect(await figure(told, 'webhook_oldest_unprocessed_seconds')).toBeGreaterThan(0);
    expect(log.entries().map(({ msg }) => msg)).toContain(
      'Deliveries that are written down cannot be stored; they are tried again',
    );
    await refuse(engine, []);
    await until(() => eventsOf(told).findOne({ event_id: refused.id, processed: true }));
    await until(async () => (await logOf(told).countDocuments()) === 0);
    await told.stop();
  });

  test('a process that ends leaves to others what it could not store', async () => {
    const ending = await runningEngine({ beside: engine, env: ALWAYS });
    const [event] = couponEvents(1);
    if (!event) throw new Error('There is no event');
    await refuse(engine, [event.id]);
    expect((await deliver(ending.url, event)).status).toBe(200);
    await ending.stop();
    await refuse(engine, []);
    await until(() => eventsOf(engine).findOne({ event_id: event.id, processed: true }));
    await until(async () => (await logOf(engine).countDocuments()) === 0);
  });
});

test('what a process wrote down before it died is stored by another once its lease is over, and counts until then', async () => {
  const engine = await runningEngine({ deliversWebhooks: false });
  const events = couponEvents(3);
  const dead = new DeliveryLog(engine.database.connection, { leaseMs: 1000, storeTimeoutMs: 1000 });
  const delivered = events.map((event) => ({
    event: { ...event, data: { object: { ...event.data.object } } },
    bytes: 1,
  }));
  await dead.append(delivered);
  expect(await figure(engine, 'webhook_events{status="received"}')).toBe(3);
  expect(await eventsOf(engine).countDocuments({ event_type: 'coupon.created' })).toBe(0);
  await until(
    async () => (await eventsOf(engine).countDocuments({ event_type: 'coupon.created', processed: true })) === 3,
  );
  await until(async () => (await logOf(engine).countDocuments()) === 0);
});

test('as long as few come, or the log is full, an event is stored before it is answered', async () => {
  const few = await runningEngine({ deliversWebhooks: false });
  const full = await runningEngine({ beside: few, env: { ...ALWAYS, WEBHOOK_MOST_LOGGED: '0' } });
  for (const engine of [few, full]) {
    const events = couponEvents(40);
    expect(new Set(await deliverAll(engine, events))).toEqual(new Set([200]));
    const stored = { event_id: { $in: events.map(({ id }) => id) }, processed: true };
    expect(await eventsOf(engine).countDocuments(stored)).toBe(40);
  }
});
