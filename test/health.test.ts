import { mongoGate } from './support/mongo-gate.js';
import { ownMongo } from './support/own-mongo.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { until } from './support/until.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({ deliversWebhooks: false });
});

async function probe(at: RunningEngine, path: string) {
  const startedAt = performance.now();
  const response = await fetch(`${at.url}${path}`);
  const text = await response.text();
  return { status: response.status, text, milliseconds: performance.now() - startedAt };
}

const isReady = async (at: RunningEngine) => (await probe(at, '/readyz')).status === 200;

test('an engine whose MongoDB answers is ready', async () => {
  expect(await probe(engine, '/readyz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
});

test('an engine that MongoDB is cut off from is not ready and lives; it is ready again when the way is open', async () => {
  const gate = await mongoGate(engine.database.uri);
  const { connection } = engine.database;
  const cutOff = await runningEngine({
    beside: { ...engine, database: { connection, uri: gate.uri } },
    env: { MONGODB_TIMEOUT_MS: '500' },
  });
  expect(await isReady(cutOff)).toBe(true);
  gate.cut();
  expect(await probe(cutOff, '/readyz')).toMatchObject({ status: 503, text: '{"status":"MongoDB does not answer"}' });
  expect(await probe(cutOff, '/livez')).toMatchObject({ status: 200 });
  gate.open();
  await until(() => isReady(cutOff));
});

test('when MongoDB hangs, readiness and metrics are answered all the same, and soon', async () => {
  const mongo = await ownMongo();
  const hanging = await runningEngine({ beside: { ...engine, database: mongo.database } });
  expect((await probe(hanging, '/metrics')).text).toContain('revenue_engine_mongodb_up 1');
  mongo.freeze();
  const [readiness, life, metrics] = await Promise.all(
    ['/readyz', '/livez', '/metrics'].map((path) => probe(hanging, path)),
  );
  mongo.thaw();
  expect(readiness).toMatchObject({ status: 503, text: '{"status":"MongoDB does not answer"}' });
  expect(readiness?.milliseconds).toBeLessThan(2_000);
  expect(life?.status).toBe(200);
  expect(metrics?.status).toBe(200);
  expect(metrics?.milliseconds).toBeLessThan(4_000);
  expect(metrics?.text).toContain('revenue_engine_mongodb_up 0');
  // What only MongoDB knows is left out: an old figure or a zero would say that all is well.
  expect(metrics?.text).not.toMatch(/^revenue_engine_webhook_(events|oldest_unprocessed_seconds)[ {]/m);
  expect(metrics?.text).toMatch(/^revenue_engine_webhook_waiting_to_be_stored 0$/m);
  await until(() => isReady(hanging));
  expect((await probe(hanging, '/metrics')).text).toMatch(/^revenue_engine_webhook_events\{status="failed"\} 0$/m);
});

test('an engine that has begun to end is not ready, whatever MongoDB says, and still answers', async () => {
  const ending = await runningEngine({ beside: engine });
  void ending.app.drain();
  expect(await probe(ending, '/readyz')).toMatchObject({ status: 503, text: '{"status":"shutting down"}' });
  expect(await probe(ending, '/livez')).toMatchObject({ status: 200 });
  expect(await probe(ending, '/graphql?query=%7B__typename%7D')).toMatchObject({ status: 200 });
});
