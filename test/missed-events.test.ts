import 'reflect-metadata';
import { modelOn } from '../src/mongo/model.js';
import { DeliveryLog } from '../src/webhooks/delivery-log.js';
import { toReceived } from '../src/webhooks/delivery.js';
import { MissedEvents } from '../src/webhooks/missed-events.js';
import { WebhookEventRecord, type WebhookEventState } from '../src/webhooks/webhook-event.record.js';
import type { SignedEvent } from '../src/webhooks/webhook-signature.js';
import { eventOf } from './support/signed-webhook.js';
import { testDatabase } from './support/test-database.js';

const { connection } = await testDatabase();
const events = modelOn(connection, WebhookEventRecord);
const log = new DeliveryLog(connection, { leaseMs: 1000, storeTimeoutMs: 5000 });
const missed = new MissedEvents(events, log);
const longAgo = new Date('2026-01-01T00:00:00Z');

beforeAll(() => events.createIndexes());

const about = (id: string) => eventOf('coupon.created', { id }) as unknown as SignedEvent;

async function delivered(event: SignedEvent, status: WebhookEventState = 'received'): Promise<SignedEvent> {
  await events.collection.insertOne({ ...toReceived({ event }, longAgo), status } as never);
  return event;
}

test('what was delivered is not missed, and stays as it was delivered', async () => {
  const [known, missing] = [await delivered(about('coupon_1'), 'processed'), about('coupon_2')];
  expect(await missed.take([known, missing])).toEqual([missing.id]);
  expect(await missed.take([known, missing])).toEqual([]);
  const stored = await events.find({ event_id: { $in: [known.id, missing.id] } }).lean();
  expect(new Map(stored.map(({ event_id, status, source }) => [event_id, [status, source]]))).toEqual(
    new Map([
      [known.id, ['processed', undefined]],
      [missing.id, ['received', 'reconcile']],
    ]),
  );
});

test.each([
  ['received', true],
  ['processing', true],
  ['processed', false],
  ['ignored', false],
  ['failed', false],
] as const)('what an event that is %s tells of is still to come: %s', async (status, isInFlight) => {
  await delivered(about(`coupon_${status}`), status);
  expect(await missed.isInFlight(`coupon_${status}`)).toBe(isInFlight);
});

test('what is only written down is still to come', async () => {
  expect(await missed.isInFlight('coupon_9')).toBe(false);
  await log.append([{ event: about('coupon_9'), bytes: 1 }]);
  expect(await missed.isInFlight('coupon_9')).toBe(true);
});
