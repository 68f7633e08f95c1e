import {
  ConfirmPaymentIntentDocument,
  CreatePaymentIntentDocument,
  CreateRefundDocument,
  type CreateRefundInput,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

let organizations = 0;

/** A payment of 10.00 USD. */
async function payment({ paid = true } = {}): Promise<string> {
  organizations += 1;
  const asOwner = engine.as(`refunded_${organizations}`);
  const { data } = await asOwner(CreatePaymentIntentDocument, { input: { amount: 1000, currency: 'USD' } });
  const id = data.createPaymentIntent.paymentIntent?.id ?? '';
  if (paid) await asOwner(ConfirmPaymentIntentDocument, { input: { id, paymentMethodId: 'pm_card_visa' } });
  return id;
}

async function refund(input: CreateRefundInput) {
  const { data } = await engine.asAdmin()(CreateRefundDocument, { input });
  return data.createRefund;
}

async function stored(paymentIntentId: string) {
  const { connection } = engine.database;
  const payment = await connection.collection('payment_intents').findOne({ stripe_payment_intent_id: paymentIntentId });
  const refunds = await connection
    .collection('refunds')
    .find({ stripe_payment_intent_id: paymentIntentId })
    .sort({ created_at: 1 })
    .toArray();
  return { refunded: payment?.amount_refunded, refunds };
}

describe('createRefund', () => {
  test('gives back a part, then all that is left, then nothing', async () => {
    const paymentIntentId = await payment();
    const part = await refund({ paymentIntentId, amount: 300, reason: 'requested_by_customer' });
    expect(part.errors).toEqual([]);
    expect(part.refund).toMatchObject({
      status: 'SUCCEEDED',
      reason: 'requested_by_customer',
      amount: { amount: 300, currency: 'USD' },
      paymentIntent: { id: paymentIntentId, amountRefunded: { amount: 300 } },
    });
    expect(await engine.stripe.refunds.retrieve(part.refund?.id ?? '')).toMatchObject({
      amount: 300,
      payment_intent: paymentIntentId,
    });
    const tooMuch = await refund({ paymentIntentId, amount: 701 });
    expect(tooMuch).toMatchObject({
      refund: null,
      errors: [{ code: 'INVALID_STATE', field: ['input', 'amount'], details: { amountLeft: 700, currency: 'USD' } }],
    });
    const rest = await refund({ paymentIntentId });
    expect(rest.refund).toMatchObject({ amount: { amount: 700 }, paymentIntent: { amountRefunded: { amount: 1000 } } });
    const nothing = await refund({ paymentIntentId });
    expect(nothing.errors).toMatchObject([{ code: 'INVALID_STATE', details: { amountLeft: 0 } }]);
    const { refunded, refunds } = await stored(paymentIntentId);
    expect(refunded).toBe(1000);
    expect(refunds.map(({ amount, status }) => [amount, status])).toEqual([
      [300, 'succeeded'],
      [700, 'succeeded'],
    ]);
  });

  test('what was not paid cannot be given back', async () => {
    const { errors } = await refund({ paymentIntentId: await payment({ paid: false }) });
    expect(errors).toMatchObject([{ code: 'INVALID_STATE', field: ['input', 'paymentIntentId'] }]);
  });

  test('a client’s key gives the same refund again and refuses other input', async () => {
    const paymentIntentId = await payment();
    const input = { paymentIntentId, amount: 400, idempotencyKey: 'ticket 12' };
    const answers = await Promise.all(Array.from({ length: 4 }, () => refund(input)));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(answers.map((answer) => answer.refund?.id)).size).toBe(1);
    expect((await stored(paymentIntentId)).refunded).toBe(400);
    const other = await refund({ ...input, amount: 500 });
    expect(other.errors).toMatchObject([{ code: 'CONFLICT', field: ['input', 'idempotencyKey'] }]);
  });

  test('each fault of the input has its own code and names its field', async () => {
    const paymentIntentId = await payment();
    const fault = async (input: Partial<CreateRefundInput>) => {
      const { errors } = await refund({ paymentIntentId, ...input });
      return errors.map(({ code, field }) => `${code} ${field?.join('.')}`);
    };
    expect(await fault({ amount: 0 })).toEqual(['INVALID_INPUT input.amount']);
    expect(await fault({ amount: -100 })).toEqual(['INVALID_INPUT input.amount']);
    expect(await fault({ reason: 'because' })).toEqual(['INVALID_INPUT input.reason']);
    expect(await fault({ paymentIntentId: 'pi_none' })).toEqual(['NOT_FOUND input.paymentIntentId']);
  });

  test('members give nothing back, and nobody without an identity', async () => {
    const input = { paymentIntentId: await payment() };
    const member = await engine.as(`refunded_${organizations}`)(CreateRefundDocument, { input });
    expect(member.errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    const anonymous = await engine.asNobody()(CreateRefundDocument, { input });
    expect(anonymous.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
    expect((await stored(input.paymentIntentId)).refunded).toBe(0);
  });

  test('a refund made at Stripe arrives by webhook', async () => {
    const paymentIntentId = await payment();
    const made = await engine.stripe.refunds.create({ payment_intent: paymentIntentId, amount: 250 });
    await engine.settled();
    const { refunded, refunds } = await stored(paymentIntentId);
    expect(refunded).toBe(250);
    expect(refunds).toMatchObject([
      { stripe_refund_id: made.id, organization_id: `refunded_${organizations}`, amount: 250, status: 'succeeded' },
    ]);
  });
});
