import { randomUUID } from 'node:crypto';
import type { SubscriptionChanged, SubscriptionHook } from '../src/hooks/subscription-hook.js';
import { cleanup } from './support/cleanup.js';
import {
  CancelSubscriptionDocument,
  ChangeSubscriptionDocument,
  ResumeSubscriptionDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { subscribed } from './support/subscribed.js';
import { soundHistory, storedSubscription } from './support/subscription-history.js';
import { until } from './support/until.js';

/** Keeps what it is told. */
class Listener {
  readonly told: SubscriptionChanged[] = [];
  /** Called before a change is kept. */
  before: (change: SubscriptionChanged) => Promise<void> | void = () => undefined;
  readonly hook: SubscriptionHook;

  constructor(options: Partial<SubscriptionHook> & { readonly name: string }) {
    this.hook = {
      onChanged: async (change) => {
        await this.before(change);
        this.told.push(change);
      },
      ...options,
    };
  }

  of(subscriptionId: string): SubscriptionChanged[] {
    return this.told.filter(({ after }) => after.id === subscriptionId);
  }

  numbersOf(subscriptionId: string): number[] {
    return this.of(subscriptionId).map(({ number }) => number);
  }
}

const newOrganization = () => `org_${randomUUID().slice(0, 8)}`;
const listener = new Listener({ name: 'ordinary' });
let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({ deliversWebhooks: false, extensions: { subscriptionHooks: [listener.hook] } });
});

afterEach(() => {
  listener.before = () => undefined;
});

const places = () => engine.database.connection.collection<{ _id: string }>('hook_places');

/** Tells the engine of the subscription by an event, as Stripe does. */
async function tell(at: RunningEngine, id: string): Promise<string> {
  const event = eventOf('customer.subscription.updated', await at.stripe.subscriptions.retrieve(id));
  await deliver(at.url, event);
  return event.id;
}

test('a hook gets each change of the history with the whole state before and after, its cause, event and actor', async () => {
  const organization = newOrganization();
  const { id } = await subscribed(engine, organization);
  await engine.settled();
  const member = engine.as(organization);
  await member(CancelSubscriptionDocument, { input: { id } });
  await engine.stripe.subscriptions.update(id, { metadata: { note: 'of the shop' } });
  const eventId = await tell(engine, id);
  await engine.settled();
  const history = await soundHistory(engine, id);
  const told = listener.of(id);
  expect(told.map(({ number, at }) => [number, at])).toEqual(history.map(({ number, at }) => [number, at]));
  const [first, cancelled, noted] = told;
  expect(first).toMatchObject({
    id: `${id}:1`,
    before: null,
    after: { id, organizationId: organization, planUid: 'plan_starter', billingInterval: 'month', status: 'active' },
  });
  expect(first?.after.items).toEqual([{ id: expect.any(String), priceId: expect.any(String), quantity: 1 }]);
  expect(first?.after.currentPeriodEnd).toEqual((await storedSubscription(engine, id)).current_period_end);
  expect(cancelled).toMatchObject({
    cause: 'mutation',
    eventId: null,
    actor: `${organization}@example.com`,
    before: { isEnding: false },
    after: { isEnding: true },
    changedFields: expect.arrayContaining(['is_ending', 'stripe_data.cancel_at_period_end']),
  });
  expect(noted).toMatchObject({
    cause: 'webhook',
    eventId,
    actor: null,
    before: { metadata: {}, isEnding: true },
    after: { metadata: { note: 'of the shop' } },
  });
  expect(noted?.before).toEqual(cancelled?.after);
});

test('a change that fails is told again, later ones of the subscription wait, and others do not', async () => {
  const organization = newOrganization();
  const { id } = await subscribed(engine, organization);
  await engine.settled();
  let failures = 1;
  listener.before = ({ after, number }) => {
    if (after.id !== id || number === 1 || failures === 0) return;
    failures -= 1;
    throw new Error('the other system is away');
  };
  const member = engine.as(organization);
  await member(CancelSubscriptionDocument, { input: { id } });
  const failed = await until(() => places().findOne({ _id: `ordinary:${id}`, attempts: 1 }));
  expect(failed).toMatchObject({ number: 1, error: 'the other system is away', next_attempt_at: expect.any(Date) });
  await member(ResumeSubscriptionDocument, { input: { id } });
  const { id: other } = await subscribed(engine, newOrganization());
  await until(async () => listener.of(other).length > 0);
  expect(listener.numbersOf(id)).toEqual([1]);
  await until(async () => listener.of(id).length === 3);
  expect(listener.numbersOf(id)).toEqual([1, 2, 3]);
  const rested = await until(() => places().findOne({ _id: `ordinary:${id}`, next_attempt_at: null }));
  expect(rested).toMatchObject({ number: 3, attempts: 0, error: null, claim_id: null });
});

test('a hook that takes too long is told so, and the change is told again', async () => {
  let isSlow = true;
  let aborted = 0;
  const told: string[] = [];
  const slow: SubscriptionHook = {
    name: 'slow',
    timeoutMs: 200,
    onChanged: async ({ id }, signal) => {
      if (isSlow) {
        isSlow = false;
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        aborted += 1;
        return;
      }
      told.push(id);
    },
  };
  const beside = await runningEngine({ beside: engine, extensions: { subscriptionHooks: [slow] } });
  const { id } = await subscribed(beside, newOrganization());
  await until(async () => told.length > 0);
  expect([told, aborted]).toEqual([[`${id}:1`], 1]);
  await beside.stop();
});

test('what a process was at when it died is told again by another, and nothing else is', async () => {
  const [dying, heir] = [new Listener({ name: 'inherited' }), new Listener({ name: 'inherited' })];
  const first = await runningEngine({ beside: engine, extensions: { subscriptionHooks: [dying.hook] } });
  const organization = newOrganization();
  const { id } = await subscribed(first, organization);
  await until(async () => dying.of(id).length === 1);
  // From now on it never comes back, as if the process had died within the call.
  let isAtIt = false;
  let letGo = () => {};
  cleanup(async () => letGo());
  dying.before = () => {
    isAtIt = true;
    return new Promise<void>((resolve) => {
      letGo = resolve;
    });
  };
  await first.as(organization)(CancelSubscriptionDocument, { input: { id } });
  await until(async () => isAtIt);
  const second = await runningEngine({ beside: engine, extensions: { subscriptionHooks: [heir.hook] } });
  await second.as(organization)(ResumeSubscriptionDocument, { input: { id } });
  await second.settled();
  expect(heir.of(id)).toEqual([]);
  // The lease is over, and the change is of long ago.
  const subscriptions = engine.database.connection.collection('subscriptions');
  await subscriptions.updateOne({ stripe_subscription_id: id }, { $set: { updated_at: new Date(0) } });
  await places().updateOne({ _id: `inherited:${id}` }, { $set: { next_attempt_at: new Date(0) } });
  await until(async () => heir.of(id).length === 2);
  expect(heir.numbersOf(id)).toEqual([2, 3]);
  letGo();
  await first.stop();
  await second.settled();
  expect(heir.numbersOf(id)).toEqual([2, 3]);
  await second.stop();
});

test('changes that a process without the hook stored are told by one that has it, also after it was away', async () => {
  const api = await runningEngine({ beside: engine, env: { SERVE_ROLE: 'api' }, deliversWebhooks: false });
  const organization = newOrganization();
  const { id } = await subscribed(api, organization);
  await until(async () => listener.of(id).length === 1);
  const away = new Listener({ name: 'away' });
  const before = await runningEngine({ beside: engine, extensions: { subscriptionHooks: [away.hook] } });
  await before.settled();
  await before.stop();
  await api.as(organization)(ChangeSubscriptionDocument, { input: { id, quantity: 3 } });
  const after = await runningEngine({ beside: engine, extensions: { subscriptionHooks: [away.hook] } });
  await until(async () => away.of(id).length > 0);
  expect(away.of(id)[0]).toMatchObject({ after: { items: [{ quantity: 3 }] }, before: { items: [{ quantity: 1 }] } });
  await after.stop();
  await api.stop();
});

test('two processes with the hook tell each change once, where none dies', async () => {
  const both = new Listener({ name: 'both', concurrency: 2 });
  const engines = [
    await runningEngine({ beside: engine, extensions: { subscriptionHooks: [both.hook] } }),
    await runningEngine({ beside: engine, extensions: { subscriptionHooks: [both.hook] } }),
  ];
  const ids = await Promise.all(
    engines.flatMap((each) => [1, 2].map(async () => (await subscribed(each, newOrganization())).id)),
  );
  for (const each of engines) await each.settled();
  await until(async () => ids.every((id) => both.of(id).length > 0));
  for (const id of ids) {
    const history = await soundHistory(engine, id);
    await until(async () => both.of(id).length >= history.length);
    expect(both.numbersOf(id)).toEqual(history.map(({ number }) => number));
  }
  for (const each of engines) await each.stop();
});

test('a new hook begins now, or at the beginning of every history where it wants that', async () => {
  const { id } = await subscribed(engine, newOrganization());
  await engine.settled();
  const [fromNow, fromTheBeginning] = [new Listener({ name: 'now' }), new Listener({ name: 'all', from: 'beginning' })];
  const hooks = [fromNow.hook, fromTheBeginning.hook];
  const beside = await runningEngine({ beside: engine, extensions: { subscriptionHooks: hooks } });
  await until(async () => fromTheBeginning.of(id).length > 0);
  const count = (await soundHistory(engine, id)).length;
  expect(fromTheBeginning.numbersOf(id)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  await engine.stripe.subscriptions.update(id, { metadata: { note: 'later' } });
  await tell(beside, id);
  await beside.settled();
  await until(async () => fromNow.of(id).length > 0);
  expect(fromNow.numbersOf(id)).toEqual([count + 1]);
  await beside.stop();
});

test('hooks of one name, or of none, are refused', async () => {
  const hook = listener.hook;
  for (const hooks of [[hook, hook], [{ ...hook, name: 'a b' }]]) {
    const opening = runningEngine({ beside: engine, extensions: { subscriptionHooks: hooks } });
    await expect(opening).rejects.toThrow(/Two hooks are named|A hook is named by/);
  }
});
