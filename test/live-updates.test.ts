import { request } from 'node:http';
import { SignJWT } from 'jose';
import {
  CancelSubscriptionDocument,
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
} from './support/generated/operations.js';
import { payByCard } from './support/hosted-page.js';
import { type LiveSubscriber, liveSubscriber, readStream } from './support/live-subscriber.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';
import { subscribed } from './support/subscribed.js';
import { copiesOf } from './support/subscription-changes.js';
import { until } from './support/until.js';

const SECRET = 'a-secret-of-the-tests-that-is-long-enough';
const CHANGED = `subscription Changed($organizationId: ID, $after: String) {
  subscriptionChanged(organizationId: $organizationId, after: $after) { id status organizationId cancelAtPeriodEnd plan { uid } customer { id } }
}`;
const SESSION = `subscription Session($sessionId: ID!) { checkoutSessionChanged(sessionId: $sessionId) { id status } }`;
const SIZED = 'subscription { subscriptionChanged { id metadata } }';
const WEBHOOKS = 'subscription { webhookEventChanged { id type status } }';
const ADMIN = { 'x-api-key': ADMIN_KEY };
const memberOf = (organization: string) => ({ 'x-organization-id': organization });

let first: RunningEngine;
let second: RunningEngine;

beforeAll(async () => {
  first = await runningEngine({ env: { AUTH_JWT_SECRET: SECRET, AUTH_TRUST_HEADERS: 'true' } });
  second = await runningEngine({
    beside: first,
    env: {
      AUTH_JWT_SECRET: SECRET,
      AUTH_TRUST_HEADERS: 'true',
      LIVE_MAX_CONNECTIONS: '6',
      LIVE_MAX_PER_ORGANIZATION: '3',
      LIVE_MAX_QUEUED: '20',
    },
  });
});

/** A subscription about which nothing more is to be told. */
async function stored(organizationId: string) {
  const subscription = await subscribed(first, organizationId);
  await first.settled();
  return subscription;
}

/** The change streams that MongoDB has open on the test's database, by collection. */
async function openChangeStreams(): Promise<string[]> {
  const { connection } = first.database;
  const operations = await connection
    .getClient()
    .db('admin')
    .aggregate([{ $currentOp: { allUsers: true, idleCursors: true } }, { $match: { 'cursor.tailable': true } }])
    .toArray();
  return operations.map(({ ns }) => String(ns)).filter((ns) => ns.startsWith(`${connection.name}.`));
}

async function allClosed(...subscribers: LiveSubscriber[]): Promise<void> {
  for (const subscriber of subscribers) subscriber.leave();
  // A stream ends with the wait for news that it is in, which takes longer on a busy machine.
  await until(async () => (await openChangeStreams()).length === 0, 40_000);
}

async function metric(engine: RunningEngine, name: string): Promise<number> {
  const text = await (await fetch(`${engine.url}/metrics`)).text();
  return Number(new RegExp(`^revenue_engine_${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);
}

test('a change made through one process reaches subscribers at another, with what is stored then', async () => {
  const { id } = await stored('org_cross');
  const member = await liveSubscriber(second.url, CHANGED, { headers: memberOf('org_cross') });
  const admin = await liveSubscriber(second.url, CHANGED, { headers: ADMIN });
  expect(member.status).toBe(200);
  expect(member.headers.get('content-type')).toMatch(/^text\/event-stream/);
  await first.as('org_cross')(CancelSubscriptionDocument, { input: { id, atPeriodEnd: true } });
  const changed = { id, organizationId: 'org_cross', cancelAtPeriodEnd: true, plan: { uid: 'plan_starter' } };
  for (const subscriber of [member, admin]) {
    const message = await subscriber.next();
    expect(message?.errors).toEqual([]);
    expect(message?.data?.subscriptionChanged).toMatchObject(changed);
    expect(message?.position).toBe(message?.id);
  }
  await allClosed(member, admin);
});

test('an observation that changes nothing is no event', async () => {
  const { id } = await stored('org_quiet');
  const member = await liveSubscriber(second.url, CHANGED, { headers: memberOf('org_quiet') });
  const rows = first.database.connection.collection('subscriptions');
  await rows.updateOne(
    { stripe_subscription_id: id },
    { $inc: { observed_ticket: 1 }, $set: { observed_from: new Date() } },
  );
  await rows.updateOne({ stripe_subscription_id: id }, { $set: { status: 'past_due' } });
  expect((await member.next())?.data?.subscriptionChanged?.status).toBe('PAST_DUE');
  expect(member.messages).toHaveLength(1);
  await allClosed(member);
});

test('a member sees only its own organization, also when the argument names another', async () => {
  const { id } = await stored('org_owner');
  const [own = '', foreign = ''] = await copiesOf(first.database.connection, id, ['org_stranger', 'org_owner']);
  const headers = memberOf('org_stranger');
  const silent = await Promise.all(
    ['org_owner', 'org_of_nobody', '*', 'everything'].map((organizationId) =>
      liveSubscriber(first.url, CHANGED, { headers, variables: { organizationId } }),
    ),
  );
  const plain = await liveSubscriber(first.url, CHANGED, { headers });
  const admin = await liveSubscriber(first.url, CHANGED, {
    headers: ADMIN,
    variables: { organizationId: 'org_owner' },
  });
  const rows = first.database.connection.collection('subscriptions');
  for (const changed of [id, foreign, own, foreign]) {
    await rows.updateOne({ stripe_subscription_id: changed }, { $currentDate: { updated_at: true } });
  }
  for (const expected of [id, foreign, foreign]) {
    expect((await admin.next())?.data?.subscriptionChanged?.id).toBe(expected);
  }
  expect((await plain.next())?.data?.subscriptionChanged?.id).toBe(own);
  expect(plain.messages).toHaveLength(1);
  for (const { messages } of silent) expect(messages).toEqual([]);
  await allClosed(plain, admin, ...silent);
});

test('a session’s buyer follows it until it is paid; a stranger who knows its id sees nothing', async () => {
  const { data } = await first.as('org_buyer')(CreateCheckoutDocument, {
    input: { planUid: 'plan_starter', billingInterval: 'MONTH' },
  });
  const sessionId = data.createCheckout.checkoutSession?.id ?? '';
  const variables = { sessionId };
  const buyer = await liveSubscriber(second.url, SESSION, { headers: memberOf('org_buyer'), variables });
  const stranger = await liveSubscriber(second.url, SESSION, { headers: memberOf('org_thief'), variables });
  await payByCard(data.createCheckout.checkoutUrl);
  await first.as('org_buyer')(ConfirmCheckoutDocument, { input: { sessionId } });
  await until(async () =>
    buyer.messages.some(({ data: seen }) => seen?.checkoutSessionChanged?.status === 'COMPLETED'),
  );
  expect(buyer.messages.at(-1)?.data?.checkoutSessionChanged).toEqual({ id: sessionId, status: 'COMPLETED' });
  expect(stranger.messages).toEqual([]);
  await allClosed(buyer, stranger);
});

test('admins follow the inbox, members and strangers are refused', async () => {
  const admin = await liveSubscriber(second.url, WEBHOOKS, { headers: ADMIN });
  for (const [headers, code] of [
    [memberOf('org_any'), 'FORBIDDEN'],
    [{}, 'UNAUTHENTICATED'],
  ] as const) {
    const refused = await liveSubscriber(second.url, WEBHOOKS, { headers });
    expect((await refused.next())?.errors[0]?.extensions?.code).toBe(code);
    expect(await refused.ended).toBe('complete');
  }
  await stored('org_inbox');
  await until(async () => admin.messages.some(({ data }) => data?.webhookEventChanged?.status === 'PROCESSED'));
  const seen = admin.messages.map(({ data }) => data?.webhookEventChanged?.type);
  expect(seen).toContain('customer.subscription.created');
  await allClosed(admin);
});

test('limits of depth, and what does not fit the schema, are told as for queries', async () => {
  const deep = `subscription { subscriptionChanged { ${'customer { subscriptions { nodes { '.repeat(4)} id ${'} } }'.repeat(4)} } }`;
  for (const [query, code] of [
    [deep, 'QUERY_LIMIT_EXCEEDED'],
    ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { subscriptionChanged(after: "nonsense") { id } }', 'BAD_USER_INPUT'],
    [`subscription { subscriptionChanged(after: "${'82'.repeat(40)}") { id } }`, 'BAD_USER_INPUT'],
  ] as const) {
    const refused = await liveSubscriber(first.url, query, { headers: ADMIN });
    expect([query, (await refused.next())?.errors[0]?.extensions?.code]).toEqual([query, code]);
    expect(await refused.ended).toBe('complete');
  }
  expect(await metric(first, 'live_connections')).toBe(0);
  await allClosed();
});

test('a request that takes one answer only is told how to subscribe', async () => {
  const response = await fetch(`${first.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...ADMIN },
    body: JSON.stringify({ query: CHANGED }),
  });
  expect(JSON.stringify(await response.json())).toContain('text/event-stream');
});

test('a stream answers queries and mutations too, but no mutation by GET', async () => {
  const query = await liveSubscriber(first.url, '{ viewer { role } }', { headers: ADMIN });
  expect((await query.next())?.data).toEqual({ viewer: { role: 'ADMIN' } });
  expect(await query.ended).toBe('complete');
  const mutation = new URLSearchParams({ query: 'mutation { archivePlan(uid: "plan_starter") { errors { code } } }' });
  const response = await fetch(`${first.url}/graphql?${mutation}`, {
    headers: { accept: 'text/event-stream', ...ADMIN },
  });
  const refused = readStream(response, () => undefined);
  expect((await refused.next())?.errors[0]?.message).toMatch(/POST|archivePlan/);
  expect(await refused.ended).toBe('complete');
});

test('the stream ends when the token runs out, and says so', async () => {
  const token = await new SignJWT({ organization_id: 'org_token' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(Date.now() / 1000) + 2)
    .sign(new TextEncoder().encode(SECRET));
  const member = await liveSubscriber(first.url, CHANGED, { headers: { authorization: `Bearer ${token}` } });
  expect((await member.next())?.errors[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  expect(await member.ended).toBe('complete');
  expect(await metric(first, 'live_connections')).toBe(0);
  await allClosed();
});

test('an organization, and the process, have so many streams at most; those that left count no more', async () => {
  const open = (headers: Record<string, string>) => liveSubscriber(second.url, CHANGED, { headers });
  const own = await Promise.all([1, 2, 3].map(() => open(memberOf('org_greedy'))));
  const fourth = await open(memberOf('org_greedy'));
  expect(fourth.status).toBe(429);
  const others = await Promise.all([1, 2, 3].map(() => open(ADMIN)));
  expect((await open(ADMIN)).status).toBe(503);
  expect(await metric(second, 'live_connections')).toBe(6);
  own[0]?.leave();
  await until(async () => (await metric(second, 'live_connections')) === 5);
  const again = await open(memberOf('org_greedy'));
  expect(again.status).toBe(200);
  await allClosed(again, ...own, ...others);
  expect(await metric(second, 'live_connections')).toBe(0);
});

test('there is one change stream for a collection however many follow it, and none when nobody does', async () => {
  expect(await openChangeStreams()).toEqual([]);
  const three = await Promise.all([1, 2, 3].map(() => liveSubscriber(first.url, CHANGED, { headers: ADMIN })));
  // Between two waits for news its cursor shows for a moment nowhere.
  const open = await until(async () => {
    const streams = await openChangeStreams();
    return streams.length > 0 && streams;
  });
  expect(open).toEqual([`${first.database.connection.name}.subscriptions`]);
  expect(await metric(first, 'live_change_streams')).toBe(1);
  await allClosed(...three);
  expect(await metric(first, 'live_change_streams')).toBe(0);
});

test('a client that does not read is let go, and the others go on', async () => {
  const { id } = await stored('org_slow');
  const reading = await liveSubscriber(second.url, SIZED, { headers: memberOf('org_slow') });
  const asking = request(`${second.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...memberOf('org_slow') },
  });
  asking.on('response', (response) => response.pause());
  asking.on('error', () => undefined);
  asking.end(JSON.stringify({ query: SIZED }));
  await until(async () => (await metric(second, 'live_connections')) === 2);
  const rows = first.database.connection.collection('subscriptions');
  for (let number = 1; (await metric(second, 'live_ended_total{why="too_slow"}')) !== 1; number += 1) {
    await rows.updateOne(
      { stripe_subscription_id: id },
      { $set: { metadata: { number, text: 'x'.repeat(1_000_000) } } },
    );
    await until(async () => reading.messages.length >= number);
    if (number > 60) throw new Error('It was never let go');
  }
  expect(await metric(second, 'live_connections')).toBe(1);
  asking.destroy();
  await allClosed(reading);
});

test('a process that ends cuts its streams at once, and another goes on where they were', async () => {
  const { id } = await stored('org_drain');
  const ending = await runningEngine({ beside: first });
  const headers = memberOf('org_drain');
  const before = await liveSubscriber(ending.url, CHANGED, { headers });
  const startedAt = performance.now();
  await ending.stop();
  expect(await before.ended).toBe('cut');
  expect(performance.now() - startedAt).toBeLessThan(5000);
  const rows = first.database.connection.collection('subscriptions');
  await rows.updateOne({ stripe_subscription_id: id }, { $set: { status: 'unpaid' } });
  const lastId = before.lastId() ?? '';
  expect(lastId).toBe(before.headers.get('x-live-position'));
  const after = await liveSubscriber(first.url, CHANGED, { headers: { ...headers, 'last-event-id': lastId } });
  expect((await after.next())?.data?.subscriptionChanged?.status).toBe('UNPAID');
  await allClosed(after);
});
