import { type RunningEngine, runningEngine, WEBHOOK_SECRET } from './support/running-engine.js';
import { eventOf, postWebhook, signatureOf } from './support/signed-webhook.js';
import { storedDocuments } from './support/stored-documents.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({ deliversWebhooks: false });
});

const seconds = () => Math.floor(Date.now() / 1000);
const stored = () => storedDocuments(engine.database.connection);
const plain = () => eventOf('product.created', { id: 'prod_1', object: 'product', metadata: {} });

describe('a delivery that is refused', () => {
  const payload = JSON.stringify(plain());
  const signed = (body: string) => ({ 'stripe-signature': signatureOf(body) });
  const [time, signature] = signatureOf(payload).split(',');
  const thin = JSON.stringify({
    id: 'evt_thin',
    object: 'v2.core.event',
    type: 'v1.customer.subscription.updated',
    created: new Date().toISOString(),
    related_object: { id: 'sub_1', type: 'subscription', url: '/v1/subscriptions/sub_1' },
  });
  const noId = JSON.stringify({ ...plain(), id: '' });
  test.each<[string, string, string, Record<string, string>]>([
    ['with a body that was tampered with', 'WRONG_SECRET', payload.replace('prod_1', 'prod_2'), signed(payload)],
    [
      'with a body that was formatted anew',
      'WRONG_SECRET',
      JSON.stringify(JSON.parse(payload), null, 1),
      signed(payload),
    ],
    [
      'signed with an unknown secret',
      'WRONG_SECRET',
      payload,
      { 'stripe-signature': signatureOf(payload, { secret: 'whsec_other' }) },
    ],
    [
      'signed too long ago',
      'CLOCK_SKEW',
      payload,
      { 'stripe-signature': signatureOf(payload, { timestamp: seconds() - 330 }) },
    ],
    ['without the header', 'NO_SIGNATURE_HEADER', payload, {}],
    ['with an empty header', 'MALFORMED_SIGNATURE_HEADER', payload, { 'stripe-signature': '' }],
    ['with another kind of header', 'MALFORMED_SIGNATURE_HEADER', payload, { 'stripe-signature': 'sha256=abc' }],
    [
      'with a header without its time',
      'MALFORMED_SIGNATURE_HEADER',
      payload,
      { 'stripe-signature': String(signature) },
    ],
    [
      'with a header without its signature',
      'MALFORMED_SIGNATURE_HEADER',
      payload,
      { 'stripe-signature': String(time) },
    ],
    [
      'with a time that is no number',
      'MALFORMED_SIGNATURE_HEADER',
      payload,
      { 'stripe-signature': `t=now,${signature}` },
    ],
    [
      'with a signature of an old scheme only',
      'MALFORMED_SIGNATURE_HEADER',
      payload,
      { 'stripe-signature': `${time},v0=abc` },
    ],
    ['with a wrong signature', 'WRONG_SECRET', payload, { 'stripe-signature': `${time},v1=abc` }],
    ['with an empty signature', 'MALFORMED_SIGNATURE_HEADER', payload, { 'stripe-signature': `${time},v1=` }],
    [
      'with a signature that is no hex',
      'MALFORMED_SIGNATURE_HEADER',
      payload,
      { 'stripe-signature': `${time},v1=${'é'.repeat(64)}` },
    ],
    [
      'with a good signature and one cut off',
      'MALFORMED_SIGNATURE_HEADER',
      payload,
      { 'stripe-signature': `${time},${signature},v1` },
    ],
    ['without a body', 'NOT_AN_EVENT', '', signed('')],
    ['without a body and header', 'NO_SIGNATURE_HEADER', '', {}],
    ['with signed text that is no JSON', 'NOT_AN_EVENT', 'event=1', signed('event=1')],
    ['with signed JSON that is no object', 'NOT_AN_EVENT', '[null]', signed('[null]')],
    ['with a signed thin event', 'NOT_AN_EVENT', thin, signed(thin)],
    ['with a signed event without an id', 'NOT_AN_EVENT', noId, signed(noId)],
  ])('%s gets 400 and %s, and nothing is stored', async (_name, reason, body, headers) => {
    await engine.settled();
    const before = await stored();
    const answer = await postWebhook(engine.url, body, headers);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: { code: reason, message: expect.stringMatching(/\w{3}/) } });
    expect(JSON.stringify(answer.body)).not.toContain(WEBHOOK_SECRET);
    await engine.settled();
    expect(await stored()).toEqual(before);
  });

  test('is not one whose clock is a little ahead or behind ours', async () => {
    for (const offset of [-290, 120]) {
      const text = JSON.stringify(plain());
      const header = signatureOf(text, { timestamp: seconds() + offset });
      expect((await postWebhook(engine.url, text, { 'stripe-signature': header })).status).toBe(200);
    }
  });
});
