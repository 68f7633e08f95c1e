import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningSandbox, stripeError } from './support/running-sandbox.js';

test('the same key and parameters repeat the first answer and create nothing', async () => {
  const { sandbox, stripe } = await runningSandbox();
  const first = await stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' });
  const second = await stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' });
  expect(second.id).toBe(first.id);
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(second.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId);
  expect((await stripe.customers.list()).data).toHaveLength(1);
  await sandbox.close();
});

test('a key with other parameters or another endpoint is refused', async () => {
  const { sandbox, stripe } = await runningSandbox();
  await stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' });
  const parameters = await stripeError(stripe.customers.create({ name: 'Bob' }, { idempotencyKey: 'k' }));
  expect(parameters).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
  const endpoint = await stripeError(stripe.products.create({ name: 'Ann' }, { idempotencyKey: 'k' }));
  expect(endpoint.message).toContain("('/v1/products' vs '/v1/customers')");
  await sandbox.close();
});

test('a request whose key another one holds is refused with 409 while it runs', async () => {
  let release = () => undefined as unknown;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { sandbox, stripe } = await runningSandbox({ disturb: () => held });
  const first = stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const second = await stripeError(stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' }));
  expect(second).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
  expect(second.headers?.['stripe-should-retry']).toBe('true');
  release();
  const { id } = await first;
  expect((await stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' })).id).toBe(id);
  await sandbox.close();
});

test('a failed execution is repeated too, a 500 as well', async () => {
  let isBroken = true;
  const { sandbox, stripe } = await runningSandbox({
    disturb: async () => {
      if (isBroken) throw new Error('the power went out');
    },
  });
  const first = await stripeError(stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' }));
  expect(first).toMatchObject({ type: 'StripeAPIError', statusCode: 500 });
  expect(first.message).not.toContain('power');
  isBroken = false;
  const second = await stripeError(stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' }));
  expect(second).toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } });
  const declined = () =>
    stripe.paymentIntents.create(
      {
        amount: 500,
        currency: 'usd',
        confirm: true,
        payment_method: 'pm_card_chargeDeclined',
        return_url: 'https://a.example',
      },
      { idempotencyKey: 'card' },
    );
  const refused = [await stripeError(declined()), await stripeError(declined())];
  expect(refused.map(({ statusCode }) => statusCode)).toEqual([402, 402]);
  expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  await sandbox.close();
});

test('a refusal of the parameters leaves the key free for the corrected request', async () => {
  const { sandbox, stripe } = await runningSandbox();
  const wrong = await stripeError(stripe.rawRequest('POST', '/v1/customers', { bogus: 1 }, { idempotencyKey: 'k' }));
  expect(wrong.statusCode).toBe(400);
  expect((await stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' })).name).toBe('Ann');
  await sandbox.close();
});

test('a key of more than 255 characters is refused', async () => {
  const { sandbox, stripe } = await runningSandbox();
  const error = await stripeError(stripe.customers.create({}, { idempotencyKey: 'k'.repeat(256) }));
  expect(error.statusCode).toBe(400);
  await sandbox.close();
});

test('keys are kept over a restart', async () => {
  const dataFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'stripe.sqlite');
  const before = await runningSandbox({ dataFile });
  const { id } = await before.stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' });
  await before.sandbox.close();
  const after = await runningSandbox({ dataFile });
  expect((await after.stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k' })).id).toBe(id);
  await after.sandbox.close();
});
