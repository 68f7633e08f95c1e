import { engineCommand, temporaryFolder } from './support/engine-process.js';
import { PlansDocument } from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { until } from './support/until.js';

let api: RunningEngine;
let worker: RunningEngine;

beforeAll(async () => {
  api = await runningEngine({ deliversWebhooks: false, env: { SERVE_ROLE: 'api' } });
});

async function storedEvent(id: string) {
  return api.database.connection.collection('webhook_events').findOne({ event_id: id });
}

const statusAt = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;

test('the role api answers GraphQL and stores deliveries, and works none off', async () => {
  expect((await api.asNobody()(PlansDocument)).data.plans).toHaveLength(2);
  // Of a type that any other engine settles before it answers.
  const event = eventOf('tax_rate.created', { id: 'txr_1' });
  expect(await deliver(api.url, event)).toMatchObject({ status: 200 });
  await api.app.worker.idle();
  expect(await storedEvent(event.id)).toMatchObject({ status: 'received', attempts: 0 });
  expect(await storedEvent(event.id)).not.toHaveProperty('claim_id');
});

test('the role worker works off what others have stored, plans comparisons, and answers about its health only', async () => {
  const event = eventOf('product.updated', { id: 'prod_none' });
  await deliver(api.url, event);
  worker = await runningEngine({ beside: api, env: { SERVE_ROLE: 'worker', RECONCILE_INTERVAL_SECONDS: '3600' } });
  await until(async () => (await storedEvent(event.id))?.attempts === 1);
  for (const path of ['/livez', '/readyz', '/metrics']) expect(await statusAt(worker.url + path)).toBe(200);
  for (const path of ['/', '/admin', '/graphql?query=%7B__typename%7D']) {
    expect(await statusAt(worker.url + path)).toBe(404);
  }
  expect(await statusAt(`${worker.url}/payments/webhook`, { method: 'POST' })).toBe(404);
  const { connection } = api.database;
  await until(async () => (await connection.collection('scheduled_jobs').countDocuments()) === 1);
  await until(async () => (await connection.collection('revenue_heads').countDocuments()) === 1);
});

test('a role of its own needs services that others can share, and a name that is one', async () => {
  const folder = await temporaryFolder();
  const [alone, unknown] = await Promise.all([
    engineCommand(['serve', '--role', 'worker'], { SERVE_ROLE: 'all' }, folder).ended,
    engineCommand(['serve', '--role', 'boss'], {}, folder).ended,
  ]);
  expect(alone.code).toBe(1);
  expect(alone.stderr).toMatch(/STRIPE_SECRET_KEY: is missing\. With the role worker nothing is embedded/);
  expect(alone.stderr).toMatch(/MONGODB_URI: is missing\./);
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('SERVE_ROLE: must be one of all, api, worker');
});
