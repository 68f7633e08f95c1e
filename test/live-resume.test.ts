import { mongoGate } from './support/mongo-gate.js';
import { type LiveSubscriber, liveSubscriber, readStream } from './support/live-subscriber.js';
import { ownMongo } from './support/own-mongo.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { subscribed } from './support/subscribed.js';
import { changesAtRate, copiesOf, tally } from './support/subscription-changes.js';
import { until } from './support/until.js';

/** How long the subscriber is away; LIVE_AWAY_SECONDS=10 for the length that is promised. */
const AWAY_MS = Number(process.env.LIVE_AWAY_SECONDS ?? 2) * 1000;
const PER_SECOND = 100;
const CHANGED = `subscription Changed($after: String) { subscriptionChanged(after: $after) { id } }`;
const OWN = { 'x-organization-id': 'org_live' };

let engine: RunningEngine;
let other: RunningEngine;
let ids: string[];

beforeAll(async () => {
  engine = await runningEngine();
  other = await runningEngine({ beside: engine });
  const { id } = await subscribed(engine, 'org_live');
  await engine.settled();
  // Half of what changes is none of the subscriber's business.
  const owners = Array.from({ length: 20 }, (_none, index) => (index % 2 === 0 ? 'org_live' : 'org_else'));
  ids = await copiesOf(engine.database.connection, id, owners);
});

const ownOf = (made: ReadonlyMap<string, number>) => new Map([...made].filter(([id]) => ids.indexOf(id) % 2 === 0));
const idsOf = (...subscribers: LiveSubscriber[]) =>
  subscribers.flatMap(({ messages }) => messages.map(({ data }) => data?.subscriptionChanged?.id));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);

async function expectEachOnce(made: ReadonlyMap<string, number>, ...subscribers: LiveSubscriber[]): Promise<void> {
  const own = ownOf(made);
  await until(async () => idsOf(...subscribers).length >= total(own), 30_000);
  await pause(300);
  expect(tally(idsOf(...subscribers))).toEqual(own);
  const positions = subscribers.flatMap(({ messages }) => messages.map(({ position }) => position ?? ''));
  expect(positions).toEqual([...new Set(positions)].sort());
}

test('a subscriber that loses its connection under load sees every change afterwards, once', async () => {
  const before = await liveSubscriber(engine.url, CHANGED, { headers: OWN });
  const load = changesAtRate(engine.database.connection, ids, PER_SECOND);
  await until(async () => before.messages.length >= 20);
  before.leave();
  await before.ended;
  const after = before.messages.at(-1)?.position;
  await pause(AWAY_MS);
  // At another process, while changes go on.
  const again = await liveSubscriber(other.url, CHANGED, { headers: OWN, variables: { after } });
  await pause(1000);
  await expectEachOnce(await load.stop(), before, again);
  again.leave();
}, 60_000);

test('one that has seen no change yet goes on from where its stream began', async () => {
  const before = await liveSubscriber(engine.url, CHANGED, { headers: OWN });
  before.leave();
  const after = before.headers.get('x-live-position');
  const load = changesAtRate(engine.database.connection, ids, PER_SECOND);
  await pause(300);
  const made = await load.stop();
  const again = await liveSubscriber(engine.url, CHANGED, { headers: OWN, variables: { after } });
  await expectEachOnce(made, again);
  again.leave();
});

test('many that come back at once each see every change, once', async () => {
  const before = await liveSubscriber(engine.url, CHANGED, { headers: OWN });
  before.leave();
  const after = before.headers.get('x-live-position');
  const load = changesAtRate(engine.database.connection, ids, PER_SECOND);
  await pause(500);
  const again = await Promise.all(
    Array.from({ length: 12 }, () => liveSubscriber(other.url, CHANGED, { headers: OWN, variables: { after } })),
  );
  const made = await load.stop();
  for (const subscriber of again) {
    await expectEachOnce(made, subscriber);
    subscriber.leave();
  }
}, 60_000);

test('an outage of MongoDB loses no change', async () => {
  const gate = await mongoGate(engine.database.uri);
  const gated = await runningEngine({ beside: engine, env: { MONGODB_URI: gate.uri, MONGODB_TIMEOUT_MS: '500' } });
  const subscriber = await liveSubscriber(gated.url, CHANGED, { headers: OWN });
  const load = changesAtRate(engine.database.connection, ids, PER_SECOND);
  await until(async () => subscriber.messages.length >= 20);
  gate.cut();
  await pause(1500);
  gate.open();
  await pause(500);
  await expectEachOnce(await load.stop(), subscriber);
  subscriber.leave();
}, 60_000);

test('a browser’s EventSource goes on by GET and Last-Event-ID', async () => {
  const before = await liveSubscriber(engine.url, CHANGED, { headers: OWN });
  before.leave();
  const load = changesAtRate(engine.database.connection, ids, PER_SECOND);
  await pause(200);
  const made = await load.stop();
  const lastId = before.headers.get('x-live-position') ?? '';
  const abort = new AbortController();
  const response = await fetch(`${other.url}/graphql?${new URLSearchParams({ query: CHANGED })}`, {
    headers: { accept: 'text/event-stream', 'last-event-id': lastId, ...OWN },
    signal: abort.signal,
  });
  const again = readStream(response, () => abort.abort());
  await expectEachOnce(made, again);
  again.leave();
});

test('a position that the oplog does not hold any more is told to begin afresh, and so is a stream that lost its own', async () => {
  const { database } = await ownMongo({ enableTestCommands: 1 });
  const own = await runningEngine({ beside: engine, env: { MONGODB_URI: database.uri } });
  const running = await liveSubscriber(own.url, CHANGED, { headers: OWN });
  const after = running.headers.get('x-live-position');
  const admin = database.connection.getClient().db('admin');
  // MongoDB answers as it does when the oplog has rolled over: ChangeStreamHistoryLost.
  const data = { failCommands: ['aggregate', 'getMore'], errorCode: 286, closeConnection: false };
  await admin.command({ configureFailPoint: 'failCommand', mode: 'alwaysOn', data });
  expect((await running.next())?.errors[0]?.extensions?.code).toBe('POSITION_TOO_OLD');
  expect(await running.ended).toBe('complete');
  const late = await liveSubscriber(own.url, CHANGED, { headers: OWN, variables: { after } });
  expect((await late.next())?.errors[0]?.extensions?.code).toBe('POSITION_TOO_OLD');
  expect(await late.ended).toBe('complete');
  await admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
});
