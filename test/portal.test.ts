import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStripeClient } from '../src/stripe/client.js';
import { PortalSessionGateway } from '../src/stripe/portal-session.gateway.js';
import { StripeCalls } from '../src/stripe/stripe-calls.js';
import { cleanup } from './support/cleanup.js';
import {
  CreateCustomerDocument,
  CreatePortalSessionDocument,
  CustomerDocument,
} from './support/generated/operations.js';
import { type Asking, type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({ deliversWebhooks: false });
});

async function newCustomer(organization: string): Promise<string> {
  const input = { email: 'ada@example.com' };
  const { data } = await engine.as(organization)(CreateCustomerDocument, { input });
  return data.createCustomer.customer?.id ?? '';
}

async function open(asking: Asking, input: { returnUrl?: string } = {}) {
  return (await asking(CreatePortalSessionDocument, { input })).data.createPortalSession;
}

test('the portal opens for the own customer and leads back to where it is told', async () => {
  await newCustomer('org_a');
  const { portalUrl, errors } = await open(engine.as('org_a'), {
    returnUrl: 'https://shop.example/account?tab=billing',
  });
  expect(errors).toEqual([]);
  const page = await fetch(portalUrl ?? '');
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('https://shop.example/account?tab=billing');
});

test('it leads back to the frontend unless told otherwise', async () => {
  await newCustomer('org_home');
  const { portalUrl } = await open(engine.as('org_home'));
  expect(await (await fetch(portalUrl ?? '')).text()).toContain(`href="${engine.config.baseUrl}`);
});

test('without a customer there is no portal', async () => {
  expect((await open(engine.as('org_none'))).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
});

test('a customer that was deleted at Stripe has no portal and is forgotten', async () => {
  const id = await newCustomer('org_gone');
  await engine.stripe.customers.del(id);
  expect((await open(engine.as('org_gone'))).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await engine.as('org_gone')(CustomerDocument, {})).data.customer).toBeNull();
});

test.each([
  'javascript:alert(1)',
  'ftp://shop.example/',
  'data:text/html,x',
  `https://shop.example/${'a'.repeat(3000)}`,
])('it leads back by http and https only, and no longer way than browsers take: %#', async (returnUrl) => {
  const before = engine.stripeCalls.length;
  const { portalUrl, errors } = await open(engine.as('org_a'), { returnUrl });
  expect(portalUrl).toBeNull();
  expect(errors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'returnUrl'] }]);
  expect(engine.stripeCalls).toHaveLength(before);
});

test('an admin says for which organization, and nobody else has one', async () => {
  expect((await open(engine.asAdmin())).errors).toMatchObject([
    { code: 'INVALID_INPUT', field: ['x-organization-id'] },
  ]);
  const { errors } = await engine.asNobody()(CreatePortalSessionDocument, { input: {} });
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
});

test('an account whose owner has not set up the portal is in the wrong state for it', async () => {
  const message =
    'No configuration provided and your test mode default configuration has not been created. Provide a configuration or create your default by saving your customer portal settings in test mode at https://dashboard.stripe.com/test/settings/billing/portal.';
  const account = createServer((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { type: 'invalid_request_error', message } }));
  });
  await new Promise<void>((resolve) => account.listen(0, '127.0.0.1', resolve));
  cleanup(() => new Promise<void>((resolve) => void account.close(() => resolve())));
  const apiBase = `http://127.0.0.1:${(account.address() as AddressInfo).port}`;
  const stripe = createStripeClient({ secretKey: 'sk_test_1', apiBase, timeoutMs: 5000, maxNetworkRetries: 0 });
  const gateway = new PortalSessionGateway(new StripeCalls(stripe, () => undefined, 0));
  await expect(gateway.create('cus_1', 'https://shop.example/')).rejects.toMatchObject({ code: 'INVALID_STATE' });
});
