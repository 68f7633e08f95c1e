import { GroupCommit, GroupCommitFull, type GroupCommitOptions } from '../src/mongo/group-commit.js';
import { modelOn } from '../src/mongo/model.js';
import { WebhookEventRecord } from '../src/webhooks/webhook-event.record.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { inboxOver } from './support/standalone-inbox.js';

/** A write that ends when the test says so. */
function heldWrites(options: GroupCommitOptions<number> = { largestGroup: 100, mostWaiting: 100 }) {
  const groups: {
    items: readonly number[];
    end: (results?: readonly (number | Error)[]) => void;
    fail: (error: Error) => void;
  }[] = [];
  const commit = new GroupCommit<number, number>(
    (items) =>
      new Promise((resolve, reject) => {
        groups.push({ items, end: (results = items) => resolve(results), fail: reject });
      }),
    options,
  );
  return { commit, groups };
}

test('who comes alone is written at once; who comes meanwhile shares the next write', async () => {
  const { commit, groups } = heldWrites();
  const first = commit.add(1);
  const others = [commit.add(2), commit.add(3)];
  expect(groups.map(({ items }) => items)).toEqual([[1]]);
  groups[0]?.end();
  expect(await first).toBe(1);
  await new Promise(setImmediate);
  expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  groups[1]?.end();
  expect(await Promise.all(others)).toEqual([2, 3]);
});

test.each([
  [true, 25],
  [false, 5],
])('callers of a large write who come again at once: gathered %s, %d share the next', async (gathers, size) => {
  const { commit, groups } = heldWrites({ largestGroup: 100, mostWaiting: 100, gathers });
  const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
  const alone = commit.add(0);
  const again = numbers(1, 20).map(async (item) => {
    await commit.add(item);
    await new Promise(setImmediate);
    return commit.add(item + 100);
  });
  groups[0]?.end();
  await alone;
  while (groups.length < 2) await new Promise(setImmediate);
  const meanwhile = numbers(21, 5).map((item) => commit.add(item));
  groups[1]?.end();
  while (groups.length < 3) await new Promise(setImmediate);
  expect(groups[2]?.items).toHaveLength(size);
  let isOver = false;
  void Promise.all([...meanwhile, ...again]).finally(() => {
    isOver = true;
  });
  for (let next = 2; !isOver; await new Promise(setImmediate)) if (next < groups.length) groups[next++]?.end();
  expect(await Promise.all(again)).toEqual(numbers(101, 20));
});

test('one that fails in a write fails alone; a write that fails fails for all in it and for nobody else', async () => {
  const { commit, groups } = heldWrites();
  const lone = commit.add(0);
  const [good, bad] = [commit.add(1), commit.add(2)];
  groups[0]?.fail(new Error('away'));
  await expect(lone).rejects.toThrow('away');
  await new Promise(setImmediate);
  groups[1]?.end([1, new Error('too large')]);
  expect(await good).toBe(1);
  await expect(bad).rejects.toThrow('too large');
  const next = commit.add(3);
  groups[2]?.end();
  expect(await next).toBe(3);
});

test('a group has a largest size, and too many who wait are turned away', async () => {
  const { commit, groups } = heldWrites({ largestGroup: 2, mostWaiting: 3 });
  const all = [1, 2, 3, 4].map((item) => commit.add(item));
  await expect(commit.add(5)).rejects.toBeInstanceOf(GroupCommitFull);
  for (const index of [0, 1, 2]) {
    groups[index]?.end();
    await new Promise(setImmediate);
  }
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
  expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3], [4]]);
});

test('a group has a largest weight, and one that is heavier goes alone', async () => {
  const { commit, groups } = heldWrites({
    largestGroup: 10,
    mostWaiting: 10,
    heaviestGroup: 10,
    weigh: (item) => item,
  });
  const all = [1, 6, 4, 1, 20, 3].map((item) => commit.add(item));
  for (let next = 0; next < 5; next += 1) {
    groups[next]?.end();
    await new Promise(setImmediate);
  }
  await Promise.all(all);
  expect(groups.map(({ items }) => items)).toEqual([[1], [6, 4], [1], [20], [3]]);
});

describe('deliveries', () => {
  let engine: RunningEngine;

  beforeAll(async () => {
    engine = await runningEngine({ deliversWebhooks: false });
  });

  test('that come together share writes, and each is stored once, those that come twice too', async () => {
    const { connection } = engine.database;
    const inbox = inboxOver(modelOn(connection, WebhookEventRecord), { largestGroup: 100 });
    const events = Array.from({ length: 100 }, (_, index) => eventOf('coupon.created', { id: `coupon_${index}` }));
    await connection.db?.command({ profile: 2 });
    const areNew = await Promise.all(
      [...events, ...events].map((event) => inbox.accept({ ...event, data: { object: { ...event.data.object } } }, 1)),
    );
    await connection.db?.command({ profile: 0 });
    expect(areNew).toEqual([...events.map(() => true), ...events.map(() => false)]);
    const ids = events.map(({ id }) => id);
    expect(await connection.collection('webhook_events').countDocuments({ event_id: { $in: ids } })).toBe(100);
    // The first goes alone, the others by the hundred.
    const inserts = connection.collection('system.profile').countDocuments({ op: 'insert', ns: /webhook_events$/ });
    expect(await inserts).toBe(3);
    await engine.settled();
  });

  test('beyond those that may wait are answered 503, and are stored when they come again', async () => {
    const narrow = await runningEngine({
      deliversWebhooks: false,
      env: { WEBHOOK_MOST_WAITING: '1', WEBHOOK_GROUP_SIZE: '1', WEBHOOK_RUSH_FROM: '100000' },
    });
    const events = Array.from({ length: 180 }, (_, index) => eventOf('coupon.created', { id: `coupon_${index}` }));
    const statuses = (await Promise.all(events.map((event) => deliver(narrow.url, event)))).map(({ status }) => status);
    expect([...new Set(statuses)].sort()).toEqual([200, 503]);
    for (const event of events) expect((await deliver(narrow.url, event)).status).toBe(200);
    const stored = await narrow.database.connection
      .collection('webhook_events')
      .countDocuments({ event_type: 'coupon.created' });
    expect(stored).toBe(180);
    await narrow.stop();
  });
});
