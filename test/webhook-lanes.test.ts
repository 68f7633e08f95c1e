import type { WebhookEventRecord } from '../src/webhooks/webhook-event.record.js';
import { WebhookLanes } from '../src/webhooks/webhook-lanes.js';

/** Lanes whose stretches end when the test says so. */
function heldLanes(concurrency: number) {
  const lanes = new WebhookLanes(concurrency);
  const stretches: { readonly ids: readonly string[]; end(): void }[] = [];
  const add = (key: string, id: string) =>
    lanes.add(
      key,
      { event_id: id } as WebhookEventRecord,
      (events) =>
        new Promise((resolve) => {
          stretches.push({ ids: events.map(({ event_id }) => event_id), end: resolve });
        }),
    );
  /** Ends the stretch, and lets what follows it begin. */
  const end = async (place: number) => {
    stretches[place]?.end();
    await new Promise(setImmediate);
  };
  return { lanes, add, end, begun: () => stretches.map(({ ids }) => ids) };
}

test('no more lanes than are allowed are worked on at once, and the others follow in their order', async () => {
  const { add, end, begun } = heldLanes(2);
  for (const key of ['a', 'b', 'c', 'd']) add(key, key);
  expect(begun()).toEqual([['a'], ['b']]);
  await end(1);
  expect(begun()).toEqual([['a'], ['b'], ['c']]);
  await end(0);
  expect(begun()).toEqual([['a'], ['b'], ['c'], ['d']]);
});

test('the events of an object that is being worked on wait, and are worked off together afterwards', async () => {
  const { add, end, begun } = heldLanes(2);
  for (const id of ['first', 'second', 'third']) add('a', id);
  expect(begun()).toEqual([['first']]);
  await end(0);
  expect(begun()).toEqual([['first'], ['second', 'third']]);
});

test('a lane waits its turn behind those that came meanwhile', async () => {
  const { add, end, begun } = heldLanes(1);
  add('a', 'a1');
  add('b', 'b1');
  add('a', 'a2');
  await end(0);
  expect(begun()).toEqual([['a1'], ['b1']]);
  await end(1);
  expect(begun()).toEqual([['a1'], ['b1'], ['a2']]);
});

test('what was not begun is given back, and what was is waited for', async () => {
  const { lanes, add, end, begun } = heldLanes(1);
  for (const [key, id] of [
    ['a', 'a1'],
    ['a', 'a2'],
    ['b', 'b1'],
  ] as const)
    add(key, id);
  expect(lanes.clear().map(({ event_id }) => event_id)).toEqual(['a2', 'b1']);
  let isIdle = false;
  const idle = lanes.idle().then(() => {
    isIdle = true;
  });
  await new Promise(setImmediate);
  expect(isIdle).toBe(false);
  await end(0);
  await idle;
  expect(begun()).toEqual([['a1']]);
});
