import { randomBytes } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { mongoGate } from './support/mongo-gate.js';
import { type RunningEngine, runningEngine, WEBHOOK_SECRET } from './support/running-engine.js';
import { deliver, eventOf, postWebhook, signatureOf } from './support/signed-webhook.js';
import { storedDocuments } from './support/stored-documents.js';
import { WebhookEventDocument } from './support/generated/operations.js';

const NEW_SECRET = 'whsec_test_of_the_engine_rolled';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({
    deliversWebhooks: false,
    env: { STRIPE_WEBHOOK_SECRET: `${WEBHOOK_SECRET},${NEW_SECRET}`, WEBHOOK_BODY_LIMIT_BYTES: '20000' },
  });
});

const stored = () => storedDocuments(engine.database.connection);
const entry = (id: string) => engine.database.connection.collection('webhook_events').findOne({ event_id: id });
const plain = () => eventOf('coupon.created', { id: 'coupon_1', object: 'coupon', metadata: {} });

describe('a signed event', () => {
  test('is answered 200 once it is stored as it came', async () => {
    const event = plain();
    const { status, body } = await deliver(engine.url, event);
    expect([status, body]).toEqual([200, { received: true }]);
    expect(await entry(event.id)).toMatchObject({
      event_id: event.id,
      event_type: 'coupon.created',
      event_data: event,
      occurred_at: new Date(event.created * 1000),
    });
  });

  test('is answered 200 again when it is replayed, and nothing changes', async () => {
    const payload = JSON.stringify(plain());
    const headers = { 'stripe-signature': signatureOf(payload) };
    expect((await postWebhook(engine.url, payload, headers)).status).toBe(200);
    await engine.settled();
    const before = await stored();
    for (let replay = 0; replay < 3; replay += 1) {
      const { status, body } = await postWebhook(engine.url, payload, headers);
      expect([status, body]).toEqual([200, { received: true }]);
    }
    await engine.settled();
    expect(await stored()).toEqual(before);
  });

  test('is stored without client secrets, wherever they are: with one the payment can be completed', async () => {
    const secret = 'pi_1_secret_nobodyMayRead';
    const payment = { id: 'pi_1', object: 'payment_intent', client_secret: secret };
    const event = eventOf('coupon.created', { ...payment, latest_invoice: { payment_intent: payment } });
    expect((await deliver(engine.url, event)).status).toBe(200);
    const stored = JSON.stringify(await entry(event.id));
    expect(stored).toContain('pi_1');
    expect(stored).not.toContain(secret);
  });

  test('is stored once when it is delivered many times at the same moment', async () => {
    const event = plain();
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(engine.url, event)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await engine.settled();
    expect(await entry(event.id)).toMatchObject({ attempts: 1 });
    expect(await engine.database.connection.collection('webhook_events').countDocuments({ event_id: event.id })).toBe(
      1,
    );
  });

  test('of a type that nothing is to be done for is IGNORED', async () => {
    const event = eventOf('some.type.of.the_future', { anything: [] });
    expect((await deliver(engine.url, event)).status).toBe(200);
    await engine.settled();
    expect((await engine.asAdmin()(WebhookEventDocument, { id: event.id })).data.webhookEvent).toMatchObject({
      status: 'IGNORED',
      processed: true,
      attempts: 1,
      nextAttemptAt: null,
      result: { success: true, error: null },
    });
  });

  test('keeps ids and keys with dollar signs and dots, and empty and odd values, as they came', async () => {
    const metadata = { $set: 'a', 'b.c': 'd', '$where.x': 'e', '': 'nameless', 'ü "\\': '\u0000\u2028' };
    const object = {
      id: '$ne.1',
      object: 'product',
      metadata,
      none: null,
      empty: {},
      list: [{}, [], null],
      big: 2 ** 53,
    };
    const event = eventOf('product.updated', object, { id: 'evt_$gt.1', $comment: { 'x.$y': 1 } });
    const payload = JSON.stringify(event);
    expect((await deliver(engine.url, payload)).status).toBe(200);
    const found = await entry('evt_$gt.1');
    expect(JSON.stringify(found?.event_data)).toBe(payload);
    const { data } = await engine.asAdmin()(WebhookEventDocument, { id: 'evt_$gt.1' });
    expect(JSON.stringify(data.webhookEvent?.payload)).toBe(payload);
  });
});

describe('a secret that is rolled', () => {
  test.each([
    ['the old secret', WEBHOOK_SECRET],
    ['the new secret', NEW_SECRET],
  ])('leaves %s good', async (_name, secret) => {
    const payload = JSON.stringify(plain());
    const header = signatureOf(payload, { secret });
    expect((await postWebhook(engine.url, payload, { 'stripe-signature': header })).status).toBe(200);
  });

  test('signs twice, and one known signature of several is enough', async () => {
    const [, other] = signatureOf('{}', { secret: 'whsec_unknown' }).split(',');
    for (const isFirst of [true, false]) {
      const payload = JSON.stringify(plain());
      const [time, known] = signatureOf(payload).split(',');
      const header = [time, ...(isFirst ? [known, other] : [other, known]), 'v0=abc'].join(',');
      expect((await postWebhook(engine.url, payload, { 'stripe-signature': header })).status).toBe(200);
    }
  });
});

describe('the body', () => {
  const encodings = [
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const;

  test.each(encodings)('compressed with %s is verified as what it holds', async (encoding, compress) => {
    const event = plain();
    const payload = JSON.stringify(event);
    const headers = { 'content-encoding': encoding, 'stripe-signature': signatureOf(payload) };
    const answer = await postWebhook(engine.url, Uint8Array.from(compress(payload)), headers);
    expect(answer.status).toBe(200);
    expect(await entry(event.id)).toMatchObject({ event_data: event });
  });

  test('over the limit gets 413, compressed too', async () => {
    await engine.settled();
    const before = await stored();
    const payload = JSON.stringify(eventOf('product.created', { id: 'x', filler: 'x'.repeat(20_000) }));
    const headers = { 'stripe-signature': signatureOf(payload) };
    const tooLarge = { status: 413, body: { error: { code: 'BODY_TOO_LARGE' } } };
    expect(await postWebhook(engine.url, payload, headers)).toMatchObject(tooLarge);
    const zipped = Uint8Array.from(gzipSync(payload));
    expect(zipped.length).toBeLessThan(20_000);
    expect(await postWebhook(engine.url, zipped, { ...headers, 'content-encoding': 'gzip' })).toMatchObject(tooLarge);
    expect(await stored()).toEqual(before);
  });

  test('of just the limit is taken, whatever its content type', async () => {
    const length = JSON.stringify(eventOf('product.created', { id: 'x', filler: '' })).length;
    const payload = JSON.stringify(eventOf('product.created', { id: 'x', filler: 'x'.repeat(20_000 - length) }));
    expect(payload).toHaveLength(20_000);
    const headers = { 'stripe-signature': signatureOf(payload), 'content-type': 'text/plain' };
    expect((await postWebhook(engine.url, payload, headers)).status).toBe(200);
  });

  test.each([
    ['in an encoding that nobody knows', 415, 'rot13'],
    ['that is not what its encoding says', 400, 'gzip'],
  ])('%s gets %d', async (_name, status, encoding) => {
    const headers = { 'stripe-signature': signatureOf('x'), 'content-encoding': encoding };
    const answer = await postWebhook(engine.url, Uint8Array.from(randomBytes(64)), headers);
    expect(answer).toMatchObject({ status, body: { error: { code: 'BODY_UNREADABLE' } } });
  });
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s on the endpoint is 404', async (method) => {
  expect((await fetch(`${engine.url}/payments/webhook`, { method })).status).toBe(404);
});

test('while MongoDB is away the answer is 503 with Retry-After, and a later delivery is stored', async () => {
  const gate = await mongoGate(engine.database.uri);
  const { connection } = engine.database;
  const cutOff = await runningEngine({
    beside: { ...engine, database: { connection, uri: gate.uri } },
    env: { MONGODB_TIMEOUT_MS: '500' },
  });
  const event = plain();
  gate.cut();
  const began = Date.now();
  const answer = await deliver(cutOff.url, event);
  expect(answer).toMatchObject({ status: 503, body: { error: { code: 'NOT_STORED' } } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  // Nothing waits in a queue of the driver for longer than MONGODB_TIMEOUT_MS.
  expect(Date.now() - began).toBeLessThan(5000);
  expect(await entry(event.id)).toBeNull();
  gate.open();
  while ((await deliver(cutOff.url, event)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 100));
  await engine.settled();
  await cutOff.settled();
  expect(await entry(event.id)).toMatchObject({ status: 'ignored', attempts: 1 });
});
