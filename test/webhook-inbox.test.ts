import 'reflect-metadata';
import type { Model } from 'mongoose';
import { modelOn } from '../src/mongo/model.js';
import { WebhookEventRecord } from '../src/webhooks/webhook-event.record.js';
import type { WebhookInbox } from '../src/webhooks/webhook-inbox.js';
import type { SignedEvent } from '../src/webhooks/webhook-signature.js';
import { type OwnMongo, ownMongo } from './support/own-mongo.js';
import { eventOf } from './support/signed-webhook.js';
import { inboxOver } from './support/standalone-inbox.js';

let mongo: OwnMongo;
let events: Model<WebhookEventRecord>;
let inbox: WebhookInbox;

beforeAll(async () => {
  // Which can be told to fail.
  mongo = await ownMongo({ enableTestCommands: 1 });
  events = modelOn(mongo.database.connection, WebhookEventRecord);
  await events.createIndexes();
});

beforeEach(async () => {
  await events.deleteMany({});
  inbox = inboxOver(events, { mostWaiting: 100 });
});

const newEvent = () => eventOf('coupon.created', { id: 'coupon_1' }) as unknown as SignedEvent;
const accept = (event: SignedEvent) => inbox.accept({ ...event }, 1);

/** A worker with so much room, that notes what it is given. */
function workerWithRoom(room: number) {
  const taken: string[] = [];
  inbox.handTo({
    doAtOnce: async () => new Map(),
    received: () => undefined,
    done: () => undefined,
    room: () => room - taken.length,
    take: (events) => taken.push(...events.map(({ event_id }) => event_id)),
  });
  return taken;
}

/** The write concerns of the inserts into a collection that a deed makes. */
async function insertsInto(ns: RegExp, deed: () => Promise<void>): Promise<unknown[]> {
  const { connection } = mongo.database;
  await connection.db?.command({ profile: 2 });
  await deed();
  await connection.db?.command({ profile: 0 });
  const inserts = await connection.collection('system.profile').find({ op: 'insert', ns }).toArray();
  return inserts.map(({ command }) => command.writeConcern);
}

test('an event is stored by the majority before its delivery is answered', async () => {
  const writeConcerns = await insertsInto(/webhook_events$/, async () => {
    expect(await accept(newEvent())).toBe(true);
  });
  expect(writeConcerns).toMatchObject([{ w: 'majority' }]);
});

test('in a rush an event is written down by the majority before its delivery is answered', async () => {
  inbox = inboxOver(events, { rushFrom: 0 });
  const writeConcerns = await insertsInto(/delivery_log$/, async () => {
    await accept(newEvent());
  });
  expect(writeConcerns).toMatchObject([{ w: 'majority' }]);
  await inbox.settled();
});

test('one that the majority does not have is not accepted, and is a duplicate when it comes again', async () => {
  const admin = mongo.database.connection.getClient().db('admin');
  const lost = { code: 64, codeName: 'WriteConcernFailed', errmsg: 'waiting for replication timed out' };
  const data = { failCommands: ['insert'], writeConcernError: lost };
  const event = newEvent();
  await admin.command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data });
  await expect(accept(event)).rejects.toThrow('waiting for replication timed out');
  expect(await accept(event)).toBe(false);
});

test('a worker is given what it has room for, claimed in its name; all else waits for whoever looks', async () => {
  const taken = workerWithRoom(2);
  await Promise.all(Array.from({ length: 5 }, newEvent).map(accept));
  expect(taken).toHaveLength(2);
  expect(await events.countDocuments({ status: 'processing', event_id: { $in: taken } })).toBe(2);
  expect(await events.countDocuments({ status: 'received', attempts: 0 })).toBe(3);
});

test('what is delivered again is not worked off again', async () => {
  const taken = workerWithRoom(10);
  const event = newEvent();
  expect(await Promise.all([accept(event), accept(event)])).toEqual([true, false]);
  expect(await accept(event)).toBe(false);
  expect(taken).toEqual([event.id]);
});
