import type Stripe from 'stripe';
import { eventTypes, type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';

let running: RunningSandbox;

beforeAll(async () => {
  running = await runningSandbox();
});

function pay(
  method: string,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.Response<Stripe.PaymentIntent>> {
  return running.stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    payment_method: method,
    confirm: true,
    return_url: 'https://shop.example/back',
    ...more,
  });
}

test('a good card pays at once, and the charge is there', async () => {
  const intent = await pay('pm_card_visa', { expand: ['latest_charge'] });
  expect(intent).toMatchObject({
    status: 'succeeded',
    amount_received: 2000,
    latest_charge: { paid: true, amount_captured: 2000, outcome: { type: 'authorized' } },
  });
});

test.each([
  ['pm_card_chargeDeclined', 'card_declined', 'generic_decline', 'Your card was declined.'],
  [
    'pm_card_chargeDeclinedInsufficientFunds',
    'card_declined',
    'insufficient_funds',
    'Your card has insufficient funds.',
  ],
  ['pm_card_chargeDeclinedLostCard', 'card_declined', 'lost_card', 'Your card was declined.'],
  ['pm_card_chargeDeclinedStolenCard', 'card_declined', 'stolen_card', 'Your card was declined.'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card', 'Your card has expired.'],
  ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc', "Your card's security code is incorrect."],
  [
    'pm_card_chargeDeclinedProcessingError',
    'processing_error',
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ],
])('%s is refused with 402, its code and its words', async (method, code, declineCode, message) => {
  const error = await stripeError(pay(method));
  expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code, decline_code: declineCode, message });
  expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code } });
});

test('after a refusal another card pays the same intent', async () => {
  const { stripe } = running;
  const refused = await stripeError(pay('pm_card_chargeDeclined'));
  const id = refused.payment_intent?.id ?? '';
  const paid = await stripe.paymentIntents.confirm(id, {
    payment_method: 'pm_card_visa',
    return_url: 'https://shop.example/back',
  });
  expect(paid).toMatchObject({ id, status: 'succeeded', last_payment_error: null });
});

test('3D Secure waits at the page of the bank, and leads back with the outcome', async () => {
  const { stripe } = running;
  const intent = await pay('pm_card_threeDSecureRequired');
  expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
  const url = intent.next_action?.redirect_to_url?.url ?? '';
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ outcome: 'succeeded' }),
  });
  const back = new URL(answer.headers.get('location') ?? '');
  expect(back.origin + back.pathname).toBe('https://shop.example/back');
  expect(Object.fromEntries(back.searchParams)).toMatchObject({
    payment_intent: intent.id,
    redirect_status: 'succeeded',
  });
  expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
});

test('3D Secure that fails leaves the intent to another card', async () => {
  const intent = await pay('pm_card_threeDSecureRequired');
  await fetch(intent.next_action?.redirect_to_url?.url ?? '', {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ outcome: 'failed' }),
  });
  expect(await running.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { code: 'payment_intent_authentication_failure' },
  });
});

test('a customer who is away cannot pass 3D Secure', async () => {
  const error = await stripeError(pay('pm_card_authenticationRequired', { off_session: true }));
  expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required' });
});

test('an intent that is paid or cancelled is neither confirmed nor cancelled again', async () => {
  const { stripe } = running;
  const paid = await pay('pm_card_visa');
  for (const verb of ['confirm', 'cancel'] as const) {
    expect(await stripeError(stripe.paymentIntents[verb](paid.id))).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
    });
  }
  const waiting = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
  expect(await stripe.paymentIntents.cancel(waiting.id, { cancellation_reason: 'abandoned' })).toMatchObject({
    status: 'canceled',
    cancellation_reason: 'abandoned',
  });
});

test('what cannot be charged is refused before it begins', async () => {
  const { stripe } = running;
  expect(await stripeError(stripe.paymentIntents.create({ amount: 49, currency: 'usd' }))).toMatchObject({
    code: 'amount_too_small',
    param: 'amount',
  });
  const forgotten = await stripeError(
    stripe.paymentIntents.create({ amount: 500, currency: 'usd', payment_method: 'pm_card_visa', confirm: true }),
  );
  expect(forgotten).toMatchObject({ statusCode: 400, param: 'return_url' });
});

test('events tell of the refusal and of the payment in their order', async () => {
  const { sandbox, stripe } = await runningSandbox();
  const base = { amount: 500, currency: 'usd', confirm: true, return_url: 'https://shop.example/back' };
  await stripeError(stripe.paymentIntents.create({ ...base, payment_method: 'pm_card_chargeDeclined' }));
  await stripe.paymentIntents.create({ ...base, payment_method: 'pm_card_visa' });
  expect(await eventTypes(stripe)).toEqual([
    'payment_intent.created',
    'charge.failed',
    'payment_intent.payment_failed',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
  ]);
  await sandbox.close();
});
