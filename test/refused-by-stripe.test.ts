import { invalidRequest } from '../sandbox/http/failures.js';
import { CreateCheckoutDocument } from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

const INPUT = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;

let engine: RunningEngine;
let refusedPath = '';

beforeAll(async () => {
  const disturb = async (method: string, path: string) => {
    if (method === 'POST' && path === refusedPath) throw invalidRequest('Refused by the test', 'email');
  };
  engine = await runningEngine({ sandbox: { disturb } });
});

async function checkoutBy(email: string) {
  const headers = { 'x-organization-id': 'org_a', 'x-customer-email': email };
  return (await postGraphql(engine.url, CreateCheckoutDocument, { input: INPUT }, headers)).data.createCheckout;
}

test('what Stripe has refused is not asked again: the corrected request counts', async () => {
  refusedPath = '/v1/customers';
  expect((await checkoutBy('wrong@example.com')).errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  refusedPath = '/v1/checkout/sessions';
  expect((await checkoutBy('right@example.com')).errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  expect(await engine.database.connection.collection('intents').countDocuments({})).toBe(0);
  refusedPath = '';
  const { checkoutSession, errors } = await checkoutBy('right@example.com');
  expect(errors).toEqual([]);
  expect(await engine.stripe.customers.retrieve(checkoutSession?.customer?.id ?? '')).toMatchObject({
    email: 'right@example.com',
  });
});
