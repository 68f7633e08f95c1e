import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../sandbox/state/clock.js';
import { StripeFailure } from '../sandbox/http/stripe-failure.js';
import { doctor } from '../src/cli/doctor.command.js';
import { readConfig } from '../src/config.js';
import { CHECKS, type CheckName, type Finding } from '../src/doctor/finding.js';
import { connectMongo } from '../src/mongo/connection.js';
import { ENGINE_EVENT_TYPES } from '../src/webhooks/webhook-handlers.js';
import { cleanup } from './support/cleanup.js';
import { temporaryFolder } from './support/engine-process.js';
import { ownMongo, standaloneMongo } from './support/own-mongo.js';
import { ADMIN_KEY, type RunningEngine, runningEngine, WEBHOOK_SECRET } from './support/running-engine.js';

/** What Stripe's clock is ahead of the real one, and which reads of Stripe are forbidden. */
let stripeAheadMs = 0;
let forbidden: string | undefined;
let engine: RunningEngine;
let dataPath: string;

beforeAll(async () => {
  const milliseconds = () => systemClock.milliseconds() + stripeAheadMs;
  engine = await runningEngine({
    sandbox: {
      clock: { milliseconds, now: () => Math.floor(milliseconds() / 1000) },
      disturb: async (method, path) => {
        if (method !== 'GET' || path !== forbidden) return;
        throw new StripeFailure(403, { type: 'invalid_request_error', message: 'The key lacks a permission.' });
      },
    },
  });
  dataPath = await temporaryFolder();
});

interface Diagnosis {
  readonly isWell: boolean;
  readonly findings: readonly Finding[];
  readonly printed: string;
}

async function diagnose(env: Record<string, string | undefined> = {}, options = {}): Promise<Diagnosis> {
  const variables = {
    NODE_ENV: 'test',
    DATA_PATH: dataPath,
    PORT: new URL(engine.url).port,
    STRIPE_SECRET_KEY: 'sk_test_of_the_engine',
    STRIPE_API_BASE: engine.sandboxUrl,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    MONGODB_URI: engine.database.uri,
    ADMIN_API_KEY: ADMIN_KEY,
    ...env,
  };
  const lines: string[] = [];
  const isWell = await doctor(
    () => readConfig(variables),
    { json: true, ...options },
    (text) => lines.push(text),
  );
  const printed = lines.join('\n');
  const findings = printed.startsWith('{') ? (JSON.parse(printed) as { findings: Finding[] }).findings : [];
  return { isWell, findings, printed };
}

/** The names of the checks that found something, and what their state is. */
function troubles({ findings }: Diagnosis): Record<string, string> {
  return Object.fromEntries(findings.filter(({ state }) => state !== 'ok').map(({ check, state }) => [check, state]));
}

async function endpointId(): Promise<string> {
  const [endpoint] = (await engine.stripe.webhookEndpoints.list()).data;
  if (!endpoint) throw new Error('There is no endpoint');
  return endpoint.id;
}

const events = () => engine.database.connection.collection('webhook_events');
const migrations = () => engine.database.connection.collection<{ _id: string; is_additive: boolean }>('migrations');

test('a sound set-up passes every check, and nothing is written', async () => {
  const before = await everything();
  const diagnosis = await diagnose({ STRIPE_PUBLISHABLE_KEY: 'pk_test_1' });
  expect(troubles(diagnosis)).toEqual({});
  expect(diagnosis.isWell).toBe(true);
  expect(diagnosis.findings.map(({ check }) => check).toSorted()).toEqual([...CHECKS].toSorted());
  expect(await everything()).toEqual(before);
});

/** How many documents each collection has, and what Stripe was told to keep. */
async function everything(): Promise<unknown> {
  const { db } = engine.database.connection;
  const collections = (await db?.listCollections().toArray()) ?? [];
  const counts = await Promise.all(
    collections.map(async ({ name }) => [name, await db?.collection(name).countDocuments()] as const),
  );
  return [counts.toSorted(), (await engine.stripe.events.list({ limit: 100 })).data.length];
}

interface Seed {
  readonly env?: Record<string, string | undefined>;
  /** Does the damage; what it returns mends it. */
  readonly damage?: () => Promise<() => unknown>;
  /** Others that the damage brings with it. */
  readonly also?: Readonly<Record<string, 'fault' | 'warning'>>;
}

const FAULTS: readonly (readonly [string, CheckName, Seed])[] = [
  ['no signing secret', 'configuration', { env: { STRIPE_WEBHOOK_SECRET: undefined } }],
  [
    'a live key outside production',
    'key-mode',
    { env: { STRIPE_SECRET_KEY: 'sk_live_of_the_engine' }, also: { 'stripe-key': 'fault' } },
  ],
  ['a publishable key of the other mode', 'publishable-key', { env: { STRIPE_PUBLISHABLE_KEY: 'pk_live_1' } }],
  [
    'a restricted key without a permission',
    'key-permissions',
    {
      env: { STRIPE_SECRET_KEY: 'rk_test_of_the_engine' },
      damage: async () => {
        forbidden = '/v1/invoices';
        return () => {
          forbidden = undefined;
        };
      },
    },
  ],
  ['a Stripe that nothing answers for', 'stripe-key', { env: { STRIPE_API_BASE: 'http://127.0.0.1:1' } }],
  [
    'a clock that is far behind',
    'clock',
    {
      damage: async () => {
        stripeAheadMs = 400_000;
        return () => {
          stripeAheadMs = 0;
        };
      },
    },
  ],
  [
    'an endpoint that leads elsewhere',
    'webhook-endpoint',
    { env: { BASE_URL: 'http://127.0.0.1:1' }, also: { 'webhook-answer': 'warning' } },
  ],
  [
    'an endpoint that is disabled',
    'webhook-status',
    {
      damage: async () => {
        const id = await endpointId();
        await engine.stripe.webhookEndpoints.update(id, { disabled: true });
        return () => engine.stripe.webhookEndpoints.update(id, { disabled: false });
      },
    },
  ],
  [
    'an endpoint without a vital type of events',
    'webhook-events',
    {
      damage: async () => {
        const id = await endpointId();
        const without = ENGINE_EVENT_TYPES.filter((type) => type !== 'customer.subscription.deleted');
        await engine.stripe.webhookEndpoints.update(id, { enabled_events: without });
        return () => engine.stripe.webhookEndpoints.update(id, { enabled_events: [...ENGINE_EVENT_TYPES] });
      },
    },
  ],
  [
    'a secret that the running engine does not know',
    'webhook-answer',
    { env: { STRIPE_WEBHOOK_SECRET: 'whsec_other' } },
  ],
  [
    'a MongoDB that nothing answers for',
    'mongodb',
    { env: { MONGODB_URI: 'mongodb://127.0.0.1:1/x', MONGODB_TIMEOUT_MS: '300' } },
  ],
  [
    'an index that is gone',
    'indexes',
    {
      damage: async () => {
        await events().dropIndex('event_id_1');
        return () => events().createIndex({ event_id: 1 }, { unique: true });
      },
    },
  ],
  [
    'an index that is another',
    'indexes',
    {
      damage: async () => {
        await events().dropIndex('event_id_1');
        await events().createIndex({ event_id: 1 });
        return async () => {
          await events().dropIndex('event_id_1');
          await events().createIndex({ event_id: 1 }, { unique: true });
        };
      },
    },
  ],
  [
    'a migration that a start may not do',
    'migrations',
    { env: { MIGRATE_AT_START: 'false' }, damage: () => withoutMigration('0001-histories-begin') },
  ],
  [
    'a database that a newer version has changed',
    'migrations',
    {
      damage: async () => {
        await migrations().insertOne({ _id: '9999-newer', is_additive: false });
        return () => migrations().deleteOne({ _id: '9999-newer' });
      },
    },
  ],
  [
    'an event that nobody takes up',
    'inbox-overdue',
    { damage: () => storedEvent({ status: 'received', processed: false }), also: { 'inbox-age': 'warning' } },
  ],
];

async function withoutMigration(name: string): Promise<() => Promise<unknown>> {
  const applied = await migrations().findOneAndDelete({ _id: name });
  return async () => applied && migrations().insertOne(applied);
}

/** An event of an hour ago, which no worker of this test takes up. */
async function storedEvent(state: { status: string; processed: boolean }): Promise<() => Promise<unknown>> {
  await engine.app.worker.stop();
  const hourAgo = new Date(Date.now() - 3_600_000);
  const dates = { next_attempt_at: hourAgo, occurred_at: hourAgo, created_at: hourAgo, updated_at: hourAgo };
  await events().insertOne({ event_id: 'evt_old', event_type: 'invoice.paid', attempts: 0, ...dates, ...state });
  return async () => {
    await events().deleteOne({ event_id: 'evt_old' });
    engine.app.worker.start();
  };
}

test.each(FAULTS)('%s is found by %s', async (_name, check, { env, damage, also }) => {
  const mend = await damage?.();
  try {
    const diagnosis = await diagnose(env);
    expect(troubles(diagnosis)).toEqual({ [check]: 'fault', ...also });
    expect(diagnosis.isWell).toBe(false);
    for (const { state, mend: way } of diagnosis.findings) expect(way !== null).toBe(state !== 'ok');
  } finally {
    await mend?.();
  }
});

test('a MongoDB that is no replica set is found by replica-set', async () => {
  const uri = await standaloneMongo();
  expect(troubles(await diagnose({ MONGODB_URI: uri }))).toEqual({
    'replica-set': 'fault',
    migrations: 'warning',
    indexes: 'fault',
  });
});

test('a majority that does not confirm is found by majority-write', async () => {
  const { database } = await ownMongo({ enableTestCommands: 1 });
  const admin = await connectMongo(database.uri, 5000);
  cleanup(() => admin.close());
  await admin.db?.admin().command({
    configureFailPoint: 'failCommand',
    mode: 'alwaysOn',
    data: {
      failCommands: ['delete'],
      writeConcernError: { code: 64, codeName: 'WriteConcernFailed', errmsg: 'waiting for replication timed out' },
    },
  });
  const found = troubles(await diagnose({ MONGODB_URI: database.uri }));
  expect(found).toEqual({ 'majority-write': 'fault', migrations: 'warning', indexes: 'fault' });
});

test('a version that the SDK does not read in, a type that matters less and a failed event are warnings, and no faults', async () => {
  const id = await endpointId();
  await engine.stripe.webhookEndpoints.update(id, {
    enabled_events: ENGINE_EVENT_TYPES.filter((type) => type !== 'refund.failed'),
  });
  const mend = await storedEvent({ status: 'failed', processed: false });
  const older = await stripeOfAnOlderAccount();
  const diagnosis = await diagnose({ STRIPE_API_BASE: older });
  await mend();
  await engine.stripe.webhookEndpoints.update(id, { enabled_events: [...ENGINE_EVENT_TYPES] });
  expect(troubles(diagnosis)).toEqual({
    'account-api-version': 'warning',
    'webhook-api-version': 'warning',
    'webhook-events': 'warning',
    'inbox-failed': 'warning',
  });
  expect(diagnosis.isWell).toBe(true);
});

/** The sandbox behind a door that answers in an old version where a request names none, as an old account's API does. */
async function stripeOfAnOlderAccount(): Promise<string> {
  const server = createServer((incoming, answer) => {
    const outgoing = request(`${engine.sandboxUrl}${incoming.url}`, { headers: incoming.headers }, (response) => {
      const version = incoming.headers['stripe-version'] ?? '2024-06-20';
      answer.writeHead(response.statusCode ?? 500, { ...response.headers, 'stripe-version': version });
      response.pipe(answer);
    });
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('in a terminal each finding is a line, with its mending, and no secret is in any', async () => {
  const { printed } = await diagnose({ STRIPE_WEBHOOK_SECRET: 'whsec_other' }, { json: false });
  const lines = printed.split('\n');
  expect(lines.find((line) => line.includes('webhook-answer'))).toMatch(/^✗ webhook-answer +\S.*\. Mend: \S/);
  expect(lines.find((line) => line.includes('stripe-key'))).toMatch(
    /^✓ stripe-key +Stripe takes the key \(sk_test_…\) of acct_/,
  );
  expect(lines.at(-1)).toMatch(/^\d+ ok, 0 warnings, 1 faults$/);
  for (const secret of ['sk_test_of_the_engine', 'whsec_other', ADMIN_KEY]) expect(printed).not.toContain(secret);
});
