import type Stripe from 'stripe';
import { eventTypes, type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';

let running: RunningSandbox;
let stripe: Stripe;

beforeAll(async () => {
  running = await runningSandbox();
  stripe = running.stripe;
});

function paid(
  method = 'pm_card_visa',
  params: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    confirm: true,
    payment_method: method,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    ...params,
  });
}

async function chargeOf(intent: Stripe.PaymentIntent): Promise<Stripe.Charge> {
  return stripe.charges.retrieve(String(intent.latest_charge), { expand: ['refunds'] });
}

test('a refund without an amount gives all of it back, and the charge and the events say so', async () => {
  const intent = await paid();
  const refund = await stripe.refunds.create({ payment_intent: intent.id, reason: 'requested_by_customer' });
  expect(refund).toMatchObject({
    amount: 2000,
    charge: intent.latest_charge,
    currency: 'usd',
    payment_intent: intent.id,
    reason: 'requested_by_customer',
    status: 'succeeded',
  });
  expect(await chargeOf(intent)).toMatchObject({
    amount_refunded: 2000,
    refunded: true,
    refunds: { data: [{ id: refund.id }] },
  });
  expect((await eventTypes(stripe)).slice(-2)).toEqual(['refund.created', 'charge.refunded']);
  const [event] = (await stripe.events.list({ type: 'charge.refunded', limit: 1 })).data;
  expect(event?.data.previous_attributes).toEqual({ amount_refunded: 0, refunded: false });
});

test('partial refunds add up, and more than is left is refused in the words of Stripe', async () => {
  const intent = await paid();
  const charge = String(intent.latest_charge);
  expect(await stripeError(stripe.refunds.create({ charge, amount: 2001 }))).toMatchObject({
    statusCode: 400,
    param: 'amount',
    message: 'Refund amount ($20.01) is greater than charge amount ($20.00)',
  });
  await stripe.refunds.create({ charge, amount: 500 });
  expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 500, refunded: false });
  expect(await stripeError(stripe.refunds.create({ charge, amount: 1501 }))).toMatchObject({
    message: 'Refund amount ($15.01) is greater than unrefunded amount on charge ($15.00)',
  });
  await stripe.refunds.create({ charge, amount: 1500 });
  expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 2000, refunded: true });
  expect(await stripeError(stripe.refunds.create({ charge }))).toMatchObject({
    code: 'charge_already_refunded',
    message: `Charge ${charge} has already been refunded.`,
  });
});

test('refunds are listed by payment intent and take metadata', async () => {
  const intent = await paid();
  const first = await stripe.refunds.create({ payment_intent: intent.id, amount: 100, metadata: { ticket: '7' } });
  const second = await stripe.refunds.create({ payment_intent: intent.id, amount: 100 });
  const { data } = await stripe.refunds.list({ payment_intent: intent.id });
  expect(data.map((refund) => refund.id)).toEqual([second.id, first.id]);
  const updated = await stripe.refunds.update(first.id, { metadata: { agent: 'Ann' } });
  expect(updated.metadata).toEqual({ ticket: '7', agent: 'Ann' });
  expect(await eventTypes(stripe)).toContain('refund.updated');
});

test('a payment that never succeeded has nothing to refund', async () => {
  const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
  const error = await stripeError(stripe.refunds.create({ payment_intent: intent.id }));
  expect(error.message).toBe(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  expect(await stripeError(stripe.refunds.create({ charge: 'ch_none' }))).toMatchObject({
    code: 'resource_missing',
    param: 'charge',
  });
});

test('the card for pending refunds settles them later, and the one for failures takes the refund back', async () => {
  const slow = await stripe.refunds.create({ payment_intent: (await paid('pm_card_pendingRefund')).id });
  const failing = await paid('pm_card_refundFail');
  const refund = await stripe.refunds.create({ payment_intent: failing.id });
  expect([slow.status, refund.status]).toEqual(['pending', 'succeeded']);
  await until(async () => (await stripe.refunds.retrieve(refund.id)).status === 'failed');
  expect(await stripe.refunds.retrieve(slow.id)).toMatchObject({ status: 'succeeded' });
  expect(await chargeOf(failing)).toMatchObject({ amount_refunded: 0, refunded: false });
  expect(await eventTypes(stripe)).toContain('refund.failed');
});

test('a payment captured by hand waits, is captured in part, and only that part can be refunded', async () => {
  const intent = await paid('pm_card_visa', { capture_method: 'manual' });
  expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 2000, amount_received: 0 });
  const error = await stripeError(stripe.paymentIntents.capture(intent.id, { amount_to_capture: 2001 }));
  expect(error.code).toBe('amount_too_large');
  const captured = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1500 });
  expect(captured).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 1500 });
  expect(await chargeOf(intent)).toMatchObject({ captured: true, amount_captured: 1500 });
  expect((await stripe.refunds.create({ payment_intent: intent.id })).amount).toBe(1500);
  expect((await stripeError(stripe.paymentIntents.capture(intent.id))).code).toBe('payment_intent_unexpected_state');
});

test('cancelling an authorized payment keeps the reason and releases the hold', async () => {
  const intent = await paid('pm_card_visa', { capture_method: 'manual' });
  const canceled = await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' });
  expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned', amount_capturable: 0 });
  expect(await chargeOf(intent)).toMatchObject({ captured: false, refunded: true });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}
