import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { modelOn } from '../src/mongo/model.js';
import { WebhookClaims } from '../src/webhooks/webhook-claims.js';
import { WebhookEventRecord } from '../src/webhooks/webhook-event.record.js';
import { toReceived } from '../src/webhooks/delivery.js';
import { eventOf } from './support/signed-webhook.js';
import { testDatabase } from './support/test-database.js';

const LEASE_MS = 600;

const { connection } = await testDatabase();
const events = modelOn(connection, WebhookEventRecord);
const claims = () => new WebhookClaims(events, { leaseMs: LEASE_MS, retryDelaysMs: [60_000] });

beforeAll(() => events.createIndexes());
beforeEach(() => events.deleteMany({}));

/** Events that wait for their first attempt. */
async function waiting(count: number): Promise<void> {
  const due = new Date(Date.now() - 1000);
  const received = Array.from({ length: count }, (_, index) =>
    toReceived({ event: eventOf('coupon.created', { id: `coupon_${index}` }) as never }, due),
  );
  await events.insertMany(received);
}

async function claimedOne(holder: WebhookClaims): Promise<WebhookEventRecord> {
  const [event] = await holder.claim(1);
  if (!event) throw new Error('Nothing was claimed');
  return event;
}

const stored = () => events.findOne().lean<WebhookEventRecord>();

test('workers that look at the same moment claim each event once', async () => {
  for (let round = 0; round < 5; round += 1) {
    await events.deleteMany({});
    await waiting(30);
    const claimed = (await Promise.all(Array.from({ length: 6 }, () => claims().claim(30)))).flat();
    expect(new Set(claimed.map(({ event_id }) => event_id)).size).toBe(30);
    expect(claimed).toHaveLength(30);
    expect(await events.countDocuments({ attempts: 1 })).toBe(30);
  }
});

test('an event that is given back is for whoever looks next, and has lost no attempt', async () => {
  await waiting(1);
  const leaving = claims();
  await leaving.release([await claimedOne(leaving)]);
  expect(await stored()).toMatchObject({ status: 'received', attempts: 0 });
  expect(await claimedOne(claims())).toMatchObject({ status: 'processing', attempts: 1 });
});

test('an event with which workers died too often is given to none of them any more', async () => {
  await waiting(1);
  // Two attempts are planned, and three claims may be lost.
  await events.updateMany({}, { $set: { attempts: 4 } });
  expect(await claims().claim(1)).toMatchObject([{ attempts: 5 }]);
  await sleep(LEASE_MS + 50);
  expect(await claims().claim(1)).toEqual([]);
  expect(await stored()).toMatchObject({ status: 'failed', processing_result: { success: false, failure: 'bug' } });
});

test('a claim that was lost gives nothing back', async () => {
  await waiting(1);
  const late = claims();
  const lost = await claimedOne(late);
  await sleep(LEASE_MS + 50);
  const { claim_id } = await claimedOne(claims());
  await late.release([lost]);
  expect(await stored()).toMatchObject({ status: 'processing', claim_id, attempts: 2 });
});

test('a claim is prolonged before its lease is over; one that was lost stays lost', async () => {
  await waiting(1);
  const holder = claims();
  const event = await claimedOne(holder);
  const before = Number(event.next_attempt_at);
  await sleep(LEASE_MS / 2);
  await holder.renew([event]);
  expect(Number((await stored())?.next_attempt_at)).toBeGreaterThan(before);
  await sleep(LEASE_MS + 50);
  const taken = await claimedOne(claims());
  await holder.renew([event]);
  expect(await stored()).toMatchObject({ claim_id: taken.claim_id, next_attempt_at: taken.next_attempt_at });
});

test('what is settled is claimed by nobody, so that no renewal brings it back', async () => {
  await waiting(1);
  const holder = claims();
  const event = await claimedOne(holder);
  await holder.done(event, null);
  await sleep(LEASE_MS / 2);
  await holder.renew([event]);
  expect(await stored()).toMatchObject({ status: 'ignored', claim_id: null, next_attempt_at: null });
});
