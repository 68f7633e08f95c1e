import { randomUUID } from 'node:crypto';
import { openCatalog } from '../src/catalog/catalog.room.js';
import { openCustomers } from '../src/customers/customers.room.js';
import { connectMongo } from '../src/mongo/connection.js';
import { openGround } from '../src/ground.js';
import type { SubscriptionService } from '../src/subscriptions/subscription.service.js';
import { openSubscriptions } from '../src/subscriptions/subscriptions.room.js';
import { historiesBegin } from '../src/subscriptions/histories-begin.migration.js';
import { ChangeCause } from '../src/terms/change-origin.js';
import { cleanup } from './support/cleanup.js';
import {
  CancelSubscriptionDocument,
  ChangeSubscriptionDocument,
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  ResumeSubscriptionDocument,
  SubscriptionHistoryDocument,
} from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { payByCard } from './support/hosted-page.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { subscribed } from './support/subscribed.js';
import { keptChanges, soundHistory, storedSubscription } from './support/subscription-history.js';
import { until } from './support/until.js';

const NOON = new Date('2026-03-01T12:00:00.000Z');
/** What the engine takes the time to be. */
let now = NOON;
/** Gets only the events that the test delivers. */
let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({
    deliversWebhooks: false,
    now: () => now,
    env: { WEBHOOK_RETRY_DELAYS_SECONDS: '0.1,0.1,0.1,0.1,0.1' },
  });
});
beforeEach(() => {
  now = NOON;
});

const newOrganization = () => `org_${randomUUID().slice(0, 8)}`;

async function history(organization: string, id: string) {
  const { data } = await engine.as(organization)(SubscriptionHistoryDocument, { id });
  return data.subscription?.history ?? [];
}

/** Changes the subscription at Stripe, behind the engine's back. */
function note(id: string, text: string, at = engine) {
  return at.stripe.subscriptions.update(id, { metadata: { note: text } });
}

/** Delivers an event about the subscription and waits until it is worked off. */
async function tell(id: string, at = engine): Promise<string> {
  const event = eventOf('customer.subscription.updated', await at.stripe.subscriptions.retrieve(id));
  await deliver(at.url, event);
  await at.settled();
  return event.id;
}

/** The service as other rooms use it, over the engine's database and Stripe, as if in another process. */
async function anotherService(clock: () => Date = () => now): Promise<SubscriptionService> {
  const { database, stripe, config } = engine;
  const connection = await connectMongo(database.uri, 5_000);
  cleanup(() => connection.close());
  const ground = openGround({
    settings: {
      baseUrl: config.baseUrl,
      priceFreshForMs: 0,
      limitBudgetMs: 1000,
      quotes: { secret: 'test', validForMs: 0 },
    },
    connection,
    stripe,
    onStripeCall: () => undefined,
    clock,
    feeds: { mostWaiting: 10, onTrouble: () => undefined },
  });
  return openSubscriptions(ground, { catalog: openCatalog(ground), customers: openCustomers(ground) }).service;
}

/** As the API's users replay: what is only in `before` is gone. */
function replayed(changes: Awaited<ReturnType<typeof history>>): Record<string, unknown> {
  const state = new Map<string, unknown>();
  for (const { before, after } of changes) {
    for (const path of Object.keys(before ?? {})) state.delete(path);
    for (const [path, value] of Object.entries(after)) state.set(path, value);
  }
  return Object.fromEntries(state);
}

describe('what a change came from', () => {
  test('an admin’s mutation begins the history with the whole state', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    const [first, ...others] = await history(organization, id);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      at: NOON.toISOString(),
      cause: 'MUTATION',
      actor: 'admin',
      eventId: null,
      before: null,
    });
    expect(first?.after).toMatchObject({ organization_id: organization, status: 'active', 'stripe_data.id': id });
    expect(first?.after.current_period_end).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test('a member’s mutation names its member, and only the fields that changed', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    now = new Date(NOON.getTime() + 60_000);
    await engine.as(organization)(CancelSubscriptionDocument, { input: { id } });
    const [, second, ...others] = await history(organization, id);
    expect(others).toEqual([]);
    expect(second).toMatchObject({
      at: now.toISOString(),
      cause: 'MUTATION',
      actor: `${organization}@example.com`,
      before: { cancel_at_period_end: false, is_ending: false, canceled_at: null },
      after: { cancel_at_period_end: true, is_ending: true, canceled_at: expect.any(String) },
    });
    expect(Object.keys(second?.after ?? {})).not.toContain('status');
  });

  test('what a mutation finds changed already is not put down to its member', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    await note(id, 'from the dashboard');
    await engine.as(organization)(CancelSubscriptionDocument, { input: { id } });
    const [, found, asked] = await history(organization, id);
    expect(found).toMatchObject({ cause: 'MUTATION', actor: null });
    expect(found?.after).toHaveProperty('metadata.note', 'from the dashboard');
    expect(asked).toMatchObject({ actor: `${organization}@example.com`, after: { is_ending: true } });
  });

  test('an event of Stripe says which one', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    await note(id, 'told');
    const eventId = await tell(id);
    expect((await history(organization, id)).at(-1)).toMatchObject({ cause: 'WEBHOOK', eventId, actor: null });
  });

  test('a checkout is put down to whoever brings it first: the return or the event', async () => {
    for (const cause of ['CONFIRMATION', 'WEBHOOK']) {
      const organization = newOrganization();
      const member = engine.as(organization);
      const input = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
      const { createCheckout } = (await member(CreateCheckoutDocument, { input })).data;
      await payByCard(createCheckout.checkoutUrl);
      const sessionId = createCheckout.checkoutSession?.id ?? '';
      const event = eventOf('checkout.session.completed', await engine.stripe.checkout.sessions.retrieve(sessionId));
      if (cause === 'WEBHOOK') {
        await deliver(engine.url, event);
        await engine.settled();
      }
      const { data } = await member(ConfirmCheckoutDocument, { input: { sessionId } });
      await deliver(engine.url, event);
      await engine.settled();
      expect(await history(organization, data.confirmCheckout.subscription?.id ?? '')).toMatchObject([
        cause === 'WEBHOOK'
          ? { cause, eventId: event.id, actor: null }
          : { cause, eventId: null, actor: `${organization}@example.com` },
      ]);
    }
  });

  test.each([ChangeCause.SYNC, ChangeCause.REPAIR])('a %s says who ran it', async (cause) => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    await note(id, cause);
    await (await anotherService()).observe(id, { cause, actor: 'the command' });
    expect((await history(organization, id)).at(-1)).toMatchObject({
      cause: cause.toUpperCase(),
      actor: 'the command',
    });
  });
});

describe('the history', () => {
  test('gets nothing from an observation that changes nothing', async () => {
    const { id } = await subscribed(engine, newOrganization());
    await note(id, 'once');
    await tell(id);
    const before = await soundHistory(engine, id);
    expect(before).toHaveLength(2);
    const { observed_ticket: ticket } = await storedSubscription(engine, id);
    for (let round = 0; round < 3; round += 1) await tell(id);
    expect(await soundHistory(engine, id)).toEqual(before);
    expect((await storedSubscription(engine, id)).observed_ticket).toBeGreaterThan(ticket ?? Infinity);
  });

  test('of a record from before there were any is begun by a migration, with the whole state and nothing twice', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    const subscriptions = engine.database.connection.collection('subscriptions');
    await subscriptions.updateOne({ stripe_subscription_id: id }, { $unset: { change_count: 1, last_change: 1 } });
    const { updated_at: changedAt } = await storedSubscription(engine, id);
    const run = {
      connection: engine.database.connection,
      dropIndex: async () => undefined,
      progress: () => undefined,
      signal: new AbortController().signal,
    };
    for (let round = 0; round < 2; round += 1) await historiesBegin.run(run);
    await soundHistory(engine, id);
    const [first, ...others] = await history(organization, id);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      at: changedAt.toISOString(),
      before: null,
      after: { status: 'active', 'stripe_data.id': id },
    });
    await note(id, 'second');
    await tell(id);
    expect(await soundHistory(engine, id)).toHaveLength(2);
  });

  test('goes on where it was when a document was lost', async () => {
    const { id } = await subscribed(engine, newOrganization());
    for (const text of ['one', 'two']) {
      await note(id, text);
      await tell(id);
    }
    await engine.database.connection.collection('subscriptions').deleteOne({ stripe_subscription_id: id });
    await tell(id);
    const restored = await soundHistory(engine, id);
    expect(restored.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(restored.at(-1)?.fields).toContainEqual(
      expect.objectContaining({ path: 'metadata', before: expect.objectContaining({ note: 'one' }) }),
    );
  });
});

describe('a crash between the two writes', () => {
  test('leaves the history as it was, and the next change follows', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    await note(id, 'lost on the way');
    const before = await history(organization, id);
    const dying = await anotherService(() => {
      throw new Error('the process dies');
    });
    await expect(dying.observe(id, { cause: ChangeCause.SYNC })).rejects.toThrow('the process dies');
    expect(await keptChanges(engine, id)).toHaveLength(1);
    expect(await soundHistory(engine, id)).toHaveLength(1);
    expect(await history(organization, id)).toEqual(before);
    await tell(id);
    expect((await soundHistory(engine, id)).map(({ cause }) => cause)).toEqual(['mutation', 'webhook']);
  });

  test('before the first of them changes nothing, and the event is tried again', async () => {
    const { id } = await subscribed(engine, newOrganization());
    const { connection } = engine.database;
    const before = await storedSubscription(engine, id);
    await note(id, 'later');
    const event = eventOf('customer.subscription.updated', await engine.stripe.subscriptions.retrieve(id));
    await connection.db?.command({ collMod: 'subscription_changes', validator: { no: { $exists: true } } });
    try {
      await deliver(engine.url, event);
      await until(() =>
        connection
          .collection('webhook_events')
          .findOne({ event_id: event.id, attempts: { $gte: 1 }, 'processing_result.success': false }),
      );
      expect(await storedSubscription(engine, id)).toEqual(before);
    } finally {
      await connection.db?.command({ collMod: 'subscription_changes', validator: {} });
    }
    await until(() => connection.collection('webhook_events').findOne({ event_id: event.id, processed: true }));
    expect((await soundHistory(engine, id)).at(-1)).toMatchObject({ number: 2, event_id: event.id });
  });
});

test('writers at once in two processes lose no change', async () => {
  const { id } = await subscribed(engine, newOrganization());
  const services = [await anotherService(), await anotherService()];
  const written: number[] = [];
  const stream = engine.database.connection
    .collection('subscriptions')
    .watch([{ $match: { 'updateDescription.updatedFields.change_count': { $exists: true } } }]);
  stream.on('change', (change) => {
    if (change.operationType === 'update') written.push(Number(change.updateDescription.updatedFields?.change_count));
  });
  await new Promise((resolve) => stream.once('resumeTokenChanged', resolve));
  const looks = async (service: SubscriptionService, writer: number) => {
    for (let round = 0; round < 6; round += 1) {
      await note(id, `${writer} ${round}`);
      await service.observe(id, { cause: ChangeCause.SYNC, actor: `writer ${writer}` });
    }
  };
  await Promise.all(
    Array.from({ length: 8 }, (_, writer) => services[writer % 2]).map((each, writer) => each && looks(each, writer)),
  );
  const changes = await soundHistory(engine, id);
  await until(async () => written.length >= changes.length - 1);
  await stream.close();
  expect(changes.length).toBeGreaterThan(8);
  expect(written).toEqual(changes.slice(1).map(({ number }) => number));
});

/** mulberry32: a small generator whose run is the same for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test.each([1, 2, 3])('sixty random mutations and events replay to what is stored (seed %i)', async (seed) => {
  const draw = random(seed);
  const organization = newOrganization();
  const member = engine.as(organization);
  const { id } = await subscribed(engine, organization);
  const events: object[] = [];
  const steps = [
    () => member(ChangeSubscriptionDocument, { input: { id, quantity: 1 + draw(9) } }),
    () => member(CancelSubscriptionDocument, { input: { id } }),
    () => member(ResumeSubscriptionDocument, { input: { id } }),
    async () => events.push(eventOf('customer.subscription.updated', await note(id, `note ${draw(4)}`))),
    async () =>
      events.push(
        eventOf(
          'customer.subscription.updated',
          await engine.stripe.subscriptions.update(id, { metadata: { note: '' } }),
        ),
      ),
    () => deliver(engine.url, events[draw(events.length)] ?? eventOf('customer.subscription.updated', { id })),
  ];
  for (let step = 0; step < 60; step += 1) {
    const under = [steps[draw(steps.length)]?.()];
    // Some of them meet.
    if (draw(3) === 0) under.push(steps[draw(steps.length)]?.());
    await Promise.all(under);
  }
  await engine.settled();
  await tell(id);
  const changes = await soundHistory(engine, id);
  expect(changes.length).toBeGreaterThan(10);
  const shown = replayed(await history(organization, id));
  expect(shown).toMatchObject({ status: 'active', 'stripe_data.id': id });
  const { stripe_data: data, ...stored } = JSON.parse(JSON.stringify(await storedSubscription(engine, id)));
  const about = [
    '_id',
    'stripe_subscription_id',
    'observed_ticket',
    'observed_from',
    'observed_until',
    'created_at',
    'updated_at',
    'change_count',
    'last_change',
  ];
  expect(shown).toEqual({
    ...Object.fromEntries(Object.entries(stored).filter(([field]) => !about.includes(field))),
    ...Object.fromEntries(Object.entries(data).map(([key, value]) => [`stripe_data.${key}`, value])),
  });
  expect(data).toEqual(JSON.parse(JSON.stringify(await engine.stripe.subscriptions.retrieve(id))));
});

describe('who may see', () => {
  test('a stranger sees nothing of it, and which admin it was is for admins only', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    const admin = { 'x-api-key': ADMIN_KEY, 'x-customer-email': 'ops@engine.example' };
    await postGraphql(engine.url, CancelSubscriptionDocument, { input: { id } }, admin);
    expect(await history(newOrganization(), id)).toEqual([]);
    expect((await history(organization, id)).map(({ actor }) => actor)).toEqual(['admin', 'admin']);
    const { data } = await postGraphql(engine.url, SubscriptionHistoryDocument, { id }, admin);
    expect(data.subscription?.history.map(({ actor }) => actor)).toEqual(['admin', 'admin:ops@engine.example']);
  });
});

test('two mutations in one request each show the history up to their own state', async () => {
  const organization = newOrganization();
  const { id } = await subscribed(engine, organization);
  const answer = await postGraphql<Record<'a' | 'b', { subscription: { history: { at: string }[] } }>>(
    engine.url,
    `mutation Twice($id: ID!) {
      a: cancelSubscription(input: { id: $id }) { subscription { history { at } } }
      b: resumeSubscription(input: { id: $id }) { subscription { history { at } } }
    }`,
    { id },
    { 'x-organization-id': organization },
  );
  expect(answer.data.a.subscription.history).toHaveLength(2);
  expect(answer.data.b.subscription.history).toHaveLength(3);
});
