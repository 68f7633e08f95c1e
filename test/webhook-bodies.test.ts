import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf, postWebhook, signatureOf } from './support/signed-webhook.js';
import { storedDocuments } from './support/stored-documents.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({
    deliversWebhooks: false,
    env: { WEBHOOK_BODY_LIMIT_BYTES: '20000', WEBHOOK_BODY_TIMEOUT_MS: '1500' },
  });
});

const stored = () => storedDocuments(engine.database.connection);
const plain = (filler = '') => eventOf('coupon.created', { id: 'coupon_1', object: 'coupon', filler });

/** A delivery that is written by hand: its head, and what of the body is sent when. */
async function begun(payload: string, length: number | 'chunked'): Promise<Socket> {
  const { hostname, port } = new URL(engine.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const framing = length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`;
  socket.write(
    `POST /payments/webhook HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n` +
      `content-type: application/json\r\nstripe-signature: ${signatureOf(payload)}\r\n${framing}\r\n\r\n`,
  );
  return socket;
}

/** What is answered until the server ends the connection; empty when it ends without. */
async function answerOn(socket: Socket): Promise<string> {
  let answer = '';
  // What is still being sent when the server closes the connection.
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    answer += String(chunk);
  });
  await once(socket, 'close');
  return answer;
}

describe('a body', () => {
  test('that breaks off is not stored, and the sender that comes again is answered 200', async () => {
    const event = plain();
    const payload = JSON.stringify(event);
    const before = await stored();
    const socket = await begun(payload, payload.length);
    socket.write(payload.slice(0, payload.length / 2));
    socket.destroy();
    const half = await begun(payload, payload.length);
    half.end(payload.slice(0, payload.length / 2));
    // Nobody waits for the answer any more; where one comes it is no 200.
    expect(await answerOn(half)).not.toMatch(/^HTTP\/1.1 2/);
    await engine.settled();
    expect(await stored()).toEqual(before);
    expect((await deliver(engine.url, event)).status).toBe(200);
  });

  test('that was cut short on the way gets 400 and WRONG_SECRET', async () => {
    const payload = JSON.stringify(plain());
    const headers = { 'stripe-signature': signatureOf(payload) };
    const answer = await postWebhook(engine.url, payload.slice(0, -1), headers);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'WRONG_SECRET' } } });
  });

  test('that comes in pieces and without its length is taken, whole', async () => {
    const event = plain('ü'.repeat(100));
    const payload = Buffer.from(JSON.stringify(event));
    const socket = await begun(payload.toString(), 'chunked');
    for (let at = 0; at < payload.length; at += 70) {
      const piece = payload.subarray(at, at + 70);
      socket.write(`${piece.length.toString(16)}\r\n`);
      socket.write(piece);
      socket.write('\r\n');
    }
    socket.write('0\r\n\r\n');
    expect(await answerOn(socket)).toMatch(/^HTTP\/1.1 200 /);
    const entry = await engine.database.connection.collection('webhook_events').findOne({ event_id: event.id });
    expect(entry).toMatchObject({ event_data: event });
  });

  test.each(['its length', 'no length'])(
    'with %s that is over the limit is answered 413 at once, although its sender never finishes',
    async (length) => {
      const payload = JSON.stringify(plain('x'.repeat(200_000)));
      const before = await stored();
      const startedAt = performance.now();
      const socket = await begun(payload, length === 'no length' ? 'chunked' : payload.length);
      const answer = answerOn(socket);
      const piece = payload.slice(0, 30_000);
      socket.write(length === 'no length' ? `${piece.length.toString(16)}\r\n${piece}\r\n` : payload.slice(0, 10));
      expect(await answer).toMatch(/^HTTP\/1.1 413 [\s\S]*BODY_TOO_LARGE/);
      // Before a slow body is given up.
      expect(performance.now() - startedAt).toBeLessThan(1400);
      expect(await stored()).toEqual(before);
    },
  );

  test('that drips for longer than WEBHOOK_BODY_TIMEOUT_MS is answered 408 BODY_TOO_SLOW, and the connection closed', async () => {
    const event = plain();
    const payload = JSON.stringify(event);
    const before = await stored();
    const socket = await begun(payload, payload.length);
    const answer = answerOn(socket);
    let sent = 0;
    const dripping = setInterval(() => {
      socket.write(payload.slice(sent, sent + 1));
      sent += 1;
    }, 100);
    const startedAt = performance.now();
    const text = await answer;
    clearInterval(dripping);
    expect(text).toMatch(/^HTTP\/1.1 408 [\s\S]*BODY_TOO_SLOW/);
    expect(text).toMatch(/^connection: close\r$/im);
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(1300);
    expect(tookMs).toBeLessThan(10_000);
    expect(await stored()).toEqual(before);
    expect((await deliver(engine.url, event)).status).toBe(200);
  });

  test('that comes slowly holds up no other delivery, and is taken when it is complete', async () => {
    const event = plain();
    const payload = JSON.stringify(event);
    const slow = await Promise.all(Array.from({ length: 50 }, () => begun(payload, payload.length)));
    for (const socket of slow) socket.write(payload.slice(0, 10));
    const others = await Promise.all(Array.from({ length: 20 }, () => deliver(engine.url, plain())));
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
    for (const socket of slow) socket.write(payload.slice(10));
    for (const answer of await Promise.all(slow.map(answerOn))) expect(answer).toMatch(/^HTTP\/1.1 200 /);
    const events = engine.database.connection.collection('webhook_events');
    expect(await events.countDocuments({ event_id: event.id })).toBe(1);
  });
});

test('several signatures of which none is of a known secret get 400 and WRONG_SECRET', async () => {
  const payload = JSON.stringify(plain());
  const [time, ...signatures] = ['whsec_one', 'whsec_two'].flatMap((secret, index) =>
    signatureOf(payload, { secret }).split(',').slice(index),
  );
  const headers = { 'stripe-signature': [time, ...signatures].join(',') };
  expect(await postWebhook(engine.url, payload, headers)).toMatchObject({
    status: 400,
    body: { error: { code: 'WRONG_SECRET' } },
  });
});

test('a signature of a secret that has been taken out of the configuration gets 400 and WRONG_SECRET', async () => {
  const rolled = await runningEngine({ beside: engine, env: { STRIPE_WEBHOOK_SECRET: 'whsec_the_new_one_only' } });
  expect(await deliver(rolled.url, plain())).toMatchObject({
    status: 400,
    body: { error: { code: 'WRONG_SECRET' } },
  });
});
