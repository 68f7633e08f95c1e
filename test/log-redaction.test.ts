import { SignJWT } from 'jose';
import Stripe from 'stripe';
import { masked } from '../src/api/log-mask.js';
import { toBillingFault } from '../src/stripe/failure.js';
import { type CapturedLog, capturedLog } from './support/captured-log.js';
import {
  CreateCheckoutDocument,
  CreateCustomerDocument,
  CustomersDocument,
  DeleteCustomerDocument,
  UpdateCustomerDocument,
  ViewerDocument,
} from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { payByCard } from './support/hosted-page.js';
import { type RunningEngine, runningEngine, WEBHOOK_SECRET } from './support/running-engine.js';
import { deliver, eventOf, postWebhook, signatureOf } from './support/signed-webhook.js';

const SECRETS = {
  AUTH_JWT_SECRET: 'jwt-secret-that-nobody-may-read-in-a-log',
  ADMIN_API_KEY: 'admin-key-that-nobody-may-read',
  STRIPE_SECRET_KEY: 'sk_test_thatNobodyMayRead',
};
const INPUT = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
const CARD = '4242424242424242';
const DECLINED_CARD = '4000000000000002';

let log: CapturedLog;
let engine: RunningEngine;
let isStripeDown = false;

beforeAll(async () => {
  log = capturedLog();
  engine = await runningEngine({
    env: { ...SECRETS, STRIPE_MAX_NETWORK_RETRIES: '0' },
    logger: log.logger,
    sandbox: {
      disturb: async () => {
        if (isStripeDown) throw new Error('down');
      },
      log: (line, fields) => log.logger.debug(fields ?? {}, line),
    },
  });
});

function tokenBy(secret: string): Promise<string> {
  return new SignJWT({ organization_id: 'org_token' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
}

test('no key, token, secret, signature or card number stands in the log, whatever happens', async () => {
  const good = await tokenBy(SECRETS.AUTH_JWT_SECRET);
  const bad = await tokenBy('a secret of somebody else, as long as ours');
  const ask = (headers: Record<string, string>) => postGraphql(engine.url, ViewerDocument, {}, headers);
  expect((await ask({ authorization: `Bearer ${good}` })).status).toBe(200);
  expect((await ask({ authorization: `Bearer ${bad}` })).status).toBe(401);
  expect((await ask({ 'x-api-key': SECRETS.ADMIN_API_KEY })).status).toBe(200);
  expect((await ask({ 'x-api-key': 'a-guess-at-the-key' })).status).toBe(401);
  expect((await fetch(`${engine.url}/checkout-success?api_key=key-in-an-address`)).status).toBe(200);

  const { data } = await engine.as('org_buyer')(CreateCheckoutDocument, { input: INPUT });
  await payByCard(data.createCheckout.checkoutUrl, DECLINED_CARD).catch(() => undefined);
  await payByCard(data.createCheckout.checkoutUrl, CARD);
  await engine.settled();

  const intent = { id: 'pi_1', object: 'payment_intent', client_secret: 'pi_1_secret_nobodyMayRead' };
  expect((await deliver(engine.url, eventOf('payment_intent.succeeded', intent))).status).toBe(200);
  const payload = JSON.stringify(eventOf('payment_intent.succeeded', intent));
  const forged = signatureOf(payload, { secret: 'whsec_of_somebody_else' });
  expect((await postWebhook(engine.url, payload, { 'stripe-signature': forged })).status).toBe(400);

  isStripeDown = true;
  const down = await engine.as('org_unlucky')(CreateCheckoutDocument, { input: INPUT });
  expect(down.data.createCheckout.errors).toMatchObject([{ code: 'STRIPE_UNAVAILABLE' }]);
  isStripeDown = false;
  await engine.settled();

  const text = log.text();
  const hidden = [...Object.values(SECRETS), good, bad, 'a-guess-at-the-key', 'key-in-an-address', WEBHOOK_SECRET];
  for (const secret of [...hidden, CARD, DECLINED_CARD, intent.client_secret, forged, 'v1=']) {
    expect({ secret, isLogged: text.includes(secret) }).toEqual({ secret, isLogged: false });
  }
  expect(log.entries()).toContainEqual(
    expect.objectContaining({ msg: 'call of Stripe failed', name: 'customers.create', errorType: 'StripeAPIError' }),
  );
});

test('no e-mail address or name of a customer stands in the log, whatever happens', async () => {
  const person = { email: 'wilhelmina@featherstone.example', name: 'Wilhelmina Featherstone' };
  const headers = { 'x-organization-id': 'org_person', 'x-customer-email': person.email };
  const ask = (operation: Parameters<typeof postGraphql>[1], variables: unknown) =>
    postGraphql(engine.url, operation, variables, headers);
  const admin = { 'x-api-key': SECRETS.ADMIN_API_KEY };
  await ask(CreateCustomerDocument, { input: person });
  const { id } = await engine.database.connection
    .collection('stripe_customers')
    .findOne({ organization_id: 'org_person' })
    .then((record) => ({ id: String(record?.stripe_customer_id) }));
  // Failures: once more, with an address that nobody takes, as a variable of the wrong type, while Stripe is down.
  await ask(CreateCustomerDocument, { input: person });
  await ask(UpdateCustomerDocument, { input: { id, email: `${person.email}\n${person.name}` } });
  await ask(UpdateCustomerDocument, { input: { id, name: person } });
  await ask('query { customer(id: "wilhelmina@featherstone.example") { id', {});
  await fetch(`${engine.url}/admin/customers?search=${person.email}`);
  isStripeDown = true;
  await ask(UpdateCustomerDocument, { input: { id, name: `${person.name} the Second` } });
  isStripeDown = false;
  await postGraphql(engine.url, CustomersDocument, { filter: { search: 'wilhelmina' } }, admin);
  const { data } = await ask(CreateCheckoutDocument, { input: INPUT });
  await payByCard((data as { createCheckout: { checkoutUrl: string } }).createCheckout.checkoutUrl, CARD);
  const unknown = { id: 'in_1', object: 'invoice', customer: 'cus_unknown', customer_email: person.email };
  await deliver(engine.url, eventOf('invoice.paid', unknown));
  await postGraphql(engine.url, DeleteCustomerDocument, { input: { id } }, admin);
  await engine.settled();
  expect(log.text()).toContain('org_person');
  expect(log.text()).not.toMatch(/wilhelmina|featherstone/i);
});

test('what an error repeats of keys, tokens, passwords and e-mail addresses is masked, and the line stays JSON', () => {
  const { logger, text, entries } = capturedLog();
  const leaks = [
    'E11000 duplicate key { email_key: "wilhelmina@featherstone.example" }',
    'connect mongodb://engine:p%40ss@db.example:27017/revenue-engine',
    'Invalid API Key provided: sk_live_nobodyMayRead or\nsk_test_nobodyMayRead',
    'no signature of whsec_nobodyMayRead found',
    'pi_1_secret_nobodyMayRead',
    'Bearer eyJhbGciOiJIUzI1NiJ9.eyJub2JvZHkiOjF9.nobodyMayRead',
    'two\nwilhelmina@featherstone.example\ttabs',
  ];
  for (const message of leaks) logger.error({ err: new Error(message), rest: { message } }, message);
  expect(text()).not.toMatch(/wilhelmina|featherstone|nobodyMayRead|p%40ss/);
  expect(entries()[1]).toMatchObject({ msg: 'connect mongodb://[redacted]@db.example:27017/revenue-engine' });
  expect(entries()[6]).toMatchObject({ msg: 'two\n[email]\ttabs' });
  expect(masked('at node_modules/@apollo/server@5.5.1/dist, as org_1')).toBe(
    'at node_modules/@apollo/server@5.5.1/dist, as org_1',
  );
  const long = 'a'.repeat(200_000);
  const begin = performance.now();
  expect(masked(long)).toBe(long);
  expect(performance.now() - begin).toBeLessThan(1000);
});

test('an unusable Stripe key is masked for the client, and the log names the failure without the key', async () => {
  const key = 'sk_live_thatNobodyMayRead';
  const refused = capturedLog();
  const unlucky = await runningEngine({
    beside: engine,
    logger: refused.logger,
    env: { ...SECRETS, STRIPE_SECRET_KEY: key },
  });
  const { errors } = await unlucky.as('org_other')(CreateCheckoutDocument, { input: INPUT });
  expect(errors).toMatchObject([{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
  expect(refused.text()).not.toContain(key);
  expect(refused.entries()).toContainEqual(
    expect.objectContaining({ msg: 'call of Stripe failed', errorType: 'StripeAuthenticationError', statusCode: 401 }),
  );
});

test('an error of the SDK is logged without the answer that it carries', () => {
  const { logger, text, entries } = capturedLog();
  const declined = Stripe.errors.StripeError.generate({
    type: 'card_error',
    code: 'card_declined',
    message: 'Your card was declined.',
    payment_intent: { id: 'pi_1', client_secret: 'pi_1_secret_nobodyMayRead' },
  } as never);
  for (const err of [declined, toBillingFault(declined)]) logger.error({ err }, 'it failed');
  expect(text()).not.toContain('nobodyMayRead');
  expect(entries()).toMatchObject([
    { err: { message: 'Your card was declined.', code: 'card_declined' } },
    { err: { type: 'BillingFault', message: expect.stringContaining('Your card was declined.') } },
  ]);
});
