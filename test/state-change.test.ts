import { entryOf, historyFaults, historyOf, replay } from '../src/subscriptions/state-change.js';
import type { SubscriptionRecord } from '../src/subscriptions/subscription.record.js';
import { ChangeCause } from '../src/terms/change-origin.js';

const AT = new Date('2026-03-01T12:00:00Z');
const ORIGIN = { cause: ChangeCause.WEBHOOK, eventId: 'evt_1' };

/** A stored record after these states, one by one, and all of its changes. */
function after(...states: Partial<SubscriptionRecord>[]) {
  let stored: SubscriptionRecord | null = null;
  const changes = [];
  for (const state of states) {
    const fields = entryOf(stored, state, ORIGIN, AT);
    if (fields.last_change) changes.push(fields.last_change);
    stored = { ...(stored ?? { stripe_subscription_id: 'sub_1' }), ...state, ...fields } as SubscriptionRecord;
  }
  return { stored: stored as unknown as SubscriptionRecord, changes };
}

test('a change has the fields that differ, each key of Stripe’s object by itself', () => {
  const period = { current_period_end: AT };
  const { changes } = after(
    { ...period, status: 'active', plan_id: null, stripe_data: { id: 'sub_1', status: 'active', old: { a: [1] } } },
    {
      current_period_end: new Date(AT),
      status: 'unpaid',
      plan_id: 'p',
      stripe_data: { status: 'unpaid', id: 'sub_1', fresh: null },
    },
  );
  expect(changes[1]).toEqual({
    number: 2,
    at: AT,
    cause: 'webhook',
    event_id: 'evt_1',
    fields: [
      { path: 'status', before: 'active', after: 'unpaid' },
      { path: 'plan_id', before: null, after: 'p' },
      { path: 'stripe_data.status', before: 'active', after: 'unpaid' },
      { path: 'stripe_data.fresh', after: null },
      { path: 'stripe_data.old', before: { a: [1] } },
    ],
  });
  expect(Object.fromEntries(replay(changes))).toEqual({
    current_period_end: AT,
    status: 'unpaid',
    plan_id: 'p',
    'stripe_data.id': 'sub_1',
    'stripe_data.status': 'unpaid',
    'stripe_data.fresh': null,
  });
});

test('the same state is no change, in whatever order its keys come', () => {
  const { changes } = after(
    { status: 'active', stripe_data: { a: 1, b: { c: 2, d: 3 } } },
    { stripe_data: { b: { d: 3, c: 2 }, a: 1 }, status: 'active' },
  );
  expect(new Set(changes)).toHaveProperty('size', 1);
});

test('a change that is kept and still in the document is one', () => {
  const { stored, changes } = after({ status: 'active' }, { status: 'unpaid' });
  expect(historyOf(stored.last_change, changes.toReversed())).toEqual(changes);
  expect(historyFaults(stored, changes)).toEqual([]);
});

test('faults are found: a gap, a lost end, a state that nothing led to, a history that is gone', () => {
  const { stored, changes } = after({ status: 'active' }, { status: 'unpaid' }, { status: 'canceled' });
  const [first, second, third] = changes;
  if (!first || !second || !third) throw new Error('three changes were expected');
  expect(historyFaults(stored, [first, third])).toEqual(['sub_1: change 2 is missing before 3']);
  expect(historyFaults(stored, [first, second])).toEqual([
    'sub_1: it counts 3 changes, not 2',
    'sub_1: the history leads to another status than is stored',
  ]);
  expect(historyFaults({ ...stored, status: 'active' }, changes)).toEqual([
    'sub_1: the history leads to another status than is stored',
  ]);
  expect(historyFaults(stored, [])).toEqual(['sub_1: the changes are gone']);
});
