import { StripeFailure } from '../sandbox/http/stripe-failure.js';
import { CreateCheckoutDocument } from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

/** What Stripe does to the next requests, oldest first; nothing once it is empty. */
const troubles: (() => unknown)[] = [];
let engine: RunningEngine;
let organizations = 0;

beforeAll(async () => {
  const disturb = async () => {
    await troubles.shift()?.();
  };
  const env = { STRIPE_LIMIT_BUDGET_MS: '3000', STRIPE_TIMEOUT_MS: '500', STRIPE_MAX_NETWORK_RETRIES: '1' };
  engine = await runningEngine({ sandbox: { disturb }, env });
});

afterEach(() => {
  troubles.length = 0;
});

async function checkout() {
  organizations += 1;
  const input = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
  const { data } = await engine.as(`org_${organizations}`)(CreateCheckoutDocument, { input });
  return data.createCheckout;
}

const refusing = (status: number, body: StripeFailure['body']) => () => {
  throw new StripeFailure(status, body);
};
const limited = refusing(429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' });
const locked = refusing(429, { type: 'invalid_request_error', code: 'lock_timeout', message: 'The object is locked.' });
const broken = () => {
  throw new Error('Stripe is broken');
};
const silent = () => new Promise((resolve) => setTimeout(resolve, 900));

test.each([
  ['rate limits', limited],
  ['locks', locked],
])('%s are waited out within the budget', async (_name, trouble) => {
  troubles.push(trouble, trouble);
  const { errors, checkoutSession } = await checkout();
  expect(errors).toEqual([]);
  expect(checkoutSession?.status).toBe('PENDING');
  expect(troubles).toEqual([]);
});

test('a limit that does not pass is STRIPE_UNAVAILABLE, with the id of the request', async () => {
  for (let index = 0; index < 50; index += 1) troubles.push(limited);
  const { errors } = await checkout();
  expect(errors).toMatchObject([{ code: 'STRIPE_UNAVAILABLE', stripeRequestId: expect.stringMatching(/^req_/) }]);
});

test('a timeout is repeated under the same key, and nothing is made twice', async () => {
  troubles.push(silent);
  const { errors } = await checkout();
  expect(errors).toEqual([]);
  const email = `org_${organizations}@example.com`;
  expect((await engine.stripe.customers.list({ email })).data).toHaveLength(1);
});

test('a Stripe that is broken is STRIPE_UNAVAILABLE; what it keeps under the key does not block the organization', async () => {
  // Stripe keeps a 500 under the idempotency key, so the SDK's own repetition gets the same again.
  troubles.push(broken);
  expect((await checkout()).errors).toMatchObject([{ code: 'STRIPE_UNAVAILABLE' }]);
  expect(troubles).toEqual([]);
  organizations -= 1;
  expect((await checkout()).errors).toEqual([]);
});

test('a connection that breaks after Stripe has acted leads to one customer', async () => {
  const slow = () => new Promise((resolve) => setTimeout(resolve, 3_000));
  troubles.push(slow);
  expect((await checkout()).errors).toMatchObject([{ code: 'STRIPE_UNAVAILABLE' }]);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  organizations -= 1;
  expect((await checkout()).errors).toEqual([]);
  expect((await engine.stripe.customers.list({ email: `org_${organizations}@example.com` })).data).toHaveLength(1);
});

test('a key that Stripe refuses is our fault: the client learns nothing of it', async () => {
  troubles.push(refusing(401, { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_test_***' }));
  const input = { planUid: 'plan_pro', billingInterval: 'MONTH' } as const;
  const answer = await engine.as('org_key')(CreateCheckoutDocument, { input });
  expect(answer.errors).toMatchObject([
    { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ]);
  expect(JSON.stringify(answer.errors)).not.toContain('sk_test');
});
