import type Stripe from 'stripe';
import { eventTypes, runningSandbox, stripeError } from './support/running-sandbox.js';

let stripe: Stripe;

beforeAll(async () => {
  ({ stripe } = await runningSandbox());
});

async function setup(params: Stripe.SetupIntentCreateParams = {}): Promise<Stripe.SetupIntent> {
  const { id: customer } = await stripe.customers.create();
  return stripe.setupIntents.create({ customer, ...params });
}

/** The bank's page is answered as a browser answers it; gives the address that it leads to. */
async function answer(intent: Stripe.SetupIntent, outcome: string): Promise<URL> {
  const page = intent.next_action?.redirect_to_url?.url ?? '';
  expect(await (await fetch(page)).text()).toContain('confirm your card');
  const answered = await fetch(page, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });
  return new URL(answered.headers.get('location') ?? '');
}

test('a confirmed setup saves the card to the customer', async () => {
  const intent = await setup({ payment_method: 'pm_card_visa', confirm: true, return_url: 'https://example.com' });
  expect(intent).toMatchObject({ status: 'succeeded', usage: 'off_session', next_action: null });
  const method = await stripe.paymentMethods.retrieve(String(intent.payment_method));
  expect(method.customer).toBe(intent.customer);
  expect((await eventTypes(stripe)).slice(-3)).toEqual([
    'setup_intent.created',
    'payment_method.attached',
    'setup_intent.succeeded',
  ]);
});

test('a refused card leaves the intent waiting for another, with the reason', async () => {
  const { id } = await setup();
  const error = await stripeError(stripe.setupIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }));
  expect(error).toMatchObject({ statusCode: 402, code: 'card_declined' });
  expect(await stripe.setupIntents.retrieve(id)).toMatchObject({
    status: 'requires_payment_method',
    last_setup_error: { decline_code: 'generic_decline' },
  });
  const saved = await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' });
  expect(saved).toMatchObject({ status: 'succeeded', last_setup_error: null });
});

test('3D Secure leads to the bank and back with the outcome', async () => {
  const [passed, failed] = await Promise.all([setup(), setup()]);
  const waiting = (id: string) =>
    stripe.setupIntents.confirm(id, {
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      return_url: 'https://example.com/back',
    });
  const address = await answer(await waiting(passed.id), 'succeeded');
  expect(address.searchParams.get('setup_intent')).toBe(passed.id);
  expect(address.searchParams.get('redirect_status')).toBe('succeeded');
  expect((await stripe.setupIntents.retrieve(passed.id)).status).toBe('succeeded');
  expect((await answer(await waiting(failed.id), 'failed')).searchParams.get('redirect_status')).toBe('failed');
  expect((await stripe.setupIntents.retrieve(failed.id)).status).toBe('requires_payment_method');
});

test('a cancelled setup cannot be confirmed', async () => {
  const { id } = await setup({ payment_method: 'pm_card_visa' });
  const canceled = await stripe.setupIntents.cancel(id, { cancellation_reason: 'abandoned' });
  expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
  expect((await stripeError(stripe.setupIntents.confirm(id))).code).toBe('setup_intent_unexpected_state');
});

test('setups are listed by customer, and one without a payment method says so', async () => {
  const intent = await setup();
  expect((await stripeError(stripe.setupIntents.confirm(intent.id))).message).toContain('missing a payment method');
  const { data } = await stripe.setupIntents.list({ customer: String(intent.customer) });
  expect(data.map(({ id }) => id)).toEqual([intent.id]);
});

test('the cards of a deleted customer belong to nobody', async () => {
  const intent = await setup({ payment_method: 'pm_card_visa', confirm: true, return_url: 'https://example.com' });
  await stripe.customers.del(String(intent.customer));
  expect((await stripe.paymentMethods.retrieve(String(intent.payment_method))).customer).toBeNull();
});
