import {
  CancelPaymentIntentDocument,
  ConfirmPaymentIntentDocument,
  CreatePaymentIntentDocument,
  type CreatePaymentIntentInput,
  PaymentIntentDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `payer_${organizations}`;
}

const TEN_DOLLARS = { amount: 1000, currency: 'USD' };

async function create(organization: string, input: Partial<CreatePaymentIntentInput> = TEN_DOLLARS) {
  const { data } = await engine.as(organization)(CreatePaymentIntentDocument, { input });
  return data.createPaymentIntent;
}

async function confirm(organization: string, id: string | undefined, paymentMethodId?: string, returnUrl?: string) {
  const { data } = await engine.as(organization)(ConfirmPaymentIntentDocument, {
    input: { id: id ?? '', paymentMethodId: paymentMethodId ?? null, returnUrl: returnUrl ?? null },
  });
  return data.confirmPaymentIntent;
}

async function cancel(organization: string, id: string | undefined, reason?: string) {
  const { data } = await engine.as(organization)(CancelPaymentIntentDocument, {
    input: { id: id ?? '', reason: reason ?? null },
  });
  return data.cancelPaymentIntent;
}

async function query(organization: string, id: string | undefined) {
  const { data } = await engine.as(organization)(PaymentIntentDocument, { id: id ?? '' });
  return data.paymentIntent;
}

function stored(id: string | undefined) {
  return engine.database.connection.collection('payment_intents').findOne({ stripe_payment_intent_id: id });
}

async function newPrice(details: { unit_amount?: number; recurring?: { interval: 'month' }; currency?: string } = {}) {
  const product = await engine.stripe.products.create({ name: 'Setup fee' });
  return engine.stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 2500, ...details });
}

describe('createPaymentIntent', () => {
  test('begins a payment of the organization’s customer at Stripe and stores it without its secret', async () => {
    const organization = newOrganization();
    const { paymentIntent, errors } = await create(organization, {
      ...TEN_DOLLARS,
      customerEmail: 'books@example.com',
      metadata: { order: '77', urgent: true, seats: 3 },
    });
    expect(errors).toEqual([]);
    expect(paymentIntent).toMatchObject({
      organizationId: organization,
      status: 'REQUIRES_PAYMENT_METHOD',
      amount: { amount: 1000, currency: 'USD', formatted: '$10.00' },
      amountReceived: { amount: 0 },
      metadata: { order: '77', urgent: 'true', seats: '3', organization_id: organization },
    });
    const atStripe = await engine.stripe.paymentIntents.retrieve(paymentIntent?.id ?? '');
    expect(paymentIntent?.clientSecret).toBe(atStripe.client_secret);
    expect(atStripe).toMatchObject({
      amount: 1000,
      currency: 'usd',
      receipt_email: 'books@example.com',
      automatic_payment_methods: { enabled: true },
      metadata: paymentIntent?.metadata,
    });
    const customer = await engine.database.connection
      .collection('stripe_customers')
      .findOne({ organization_id: organization });
    expect(atStripe.customer).toBe(customer?.stripe_customer_id);
    const record = await stored(atStripe.id);
    expect(record).toMatchObject({
      organization_id: organization,
      stripe_customer_id: atStripe.customer,
      amount: 1000,
      currency: 'usd',
      status: 'requires_payment_method',
    });
    expect(JSON.stringify(record)).not.toContain(atStripe.client_secret);
    expect(JSON.stringify(record)).not.toContain('client_secret');
  });

  test('a price says the amount, times the quantity', async () => {
    const price = await newPrice();
    const { paymentIntent, errors } = await create(newOrganization(), { priceId: price.id, quantity: 3 });
    expect(errors).toEqual([]);
    expect(paymentIntent?.amount).toMatchObject({ amount: 7500, currency: 'USD' });
    const same = await create(newOrganization(), { priceId: price.id, quantity: 3, amount: 7500, currency: 'USD' });
    expect(same.paymentIntent?.amount.amount).toBe(7500);
  });

  test('what a client says against the price is refused, and so is a price that cannot be paid at once', async () => {
    const price = await newPrice();
    const monthly = await newPrice({ recurring: { interval: 'month' } });
    const archived = await newPrice();
    await engine.stripe.prices.update(archived.id, { active: false });
    const organization = newOrganization();
    const fault = async (input: object) => {
      const { paymentIntent, errors } = await create(organization, input);
      expect(paymentIntent).toBeNull();
      return errors.map(({ code, field }) => `${code} ${field?.join('.')}`);
    };
    expect(await fault({ priceId: price.id, amount: 1 })).toEqual(['INVALID_INPUT input.amount']);
    expect(await fault({ priceId: price.id, amount: 2500, currency: 'EUR' })).toEqual(['INVALID_INPUT input.currency']);
    expect(await fault({ priceId: price.id, quantity: 40_000 })).toEqual(['INVALID_INPUT input.quantity']);
    expect(await fault({ priceId: monthly.id })).toEqual(['INVALID_INPUT input.priceId']);
    expect(await fault({ priceId: archived.id })).toEqual(['PRICE_INACTIVE input.priceId']);
    expect(await fault({ priceId: 'price_none' })).toEqual(['PRICE_NOT_FOUND input.priceId']);
    expect(
      await engine.database.connection.collection('stripe_customers').countDocuments({ organization_id: organization }),
    ).toBe(0);
  });

  test('each fault of the input names its field', async () => {
    const organization = newOrganization();
    const field = async (input: object) => {
      const { errors } = await create(organization, input);
      return errors.map((error) => `${error.code} ${error.field?.join('.')}`);
    };
    expect(await field({})).toEqual(['INVALID_INPUT input.amount']);
    expect(await field({ amount: 1000 })).toEqual(['INVALID_INPUT input.currency']);
    expect(await field({ ...TEN_DOLLARS, amount: 0 })).toEqual(['INVALID_INPUT input.amount']);
    expect(await field({ ...TEN_DOLLARS, amount: -5 })).toEqual(['INVALID_INPUT input.amount']);
    expect(await field({ ...TEN_DOLLARS, amount: 100_000_000 })).toEqual(['INVALID_INPUT input.amount']);
    expect(await field({ ...TEN_DOLLARS, amount: 10 })).toEqual(['INVALID_INPUT input.amount']);
    expect(await field({ ...TEN_DOLLARS, quantity: 2 })).toEqual(['INVALID_INPUT input.quantity']);
    expect(await field({ ...TEN_DOLLARS, quantity: 0 })).toEqual(['INVALID_INPUT input.quantity']);
    expect(await field({ amount: 1234, currency: 'KWD' })).toEqual(['INVALID_INPUT input.amount']);
    expect(await field({ amount: 1250, currency: 'ISK' })).toEqual(['INVALID_INPUT input.amount']);
    expect(await field({ ...TEN_DOLLARS, metadata: { ['k'.repeat(41)]: 'v' } })).toEqual([
      'INVALID_INPUT input.metadata',
    ]);
    expect(await field({ ...TEN_DOLLARS, metadata: { 'a[b]': 'v' } })).toEqual(['INVALID_INPUT input.metadata']);
    expect(await field({ ...TEN_DOLLARS, metadata: { k: 'v'.repeat(501) } })).toEqual(['INVALID_INPUT input.metadata']);
    expect(await field({ ...TEN_DOLLARS, metadata: { k: { deep: 1 } } })).toEqual(['INVALID_INPUT input.metadata']);
    const keys = Array.from({ length: 50 }, (_, index) => [`key_${index}`, 'v']);
    expect(await field({ ...TEN_DOLLARS, metadata: Object.fromEntries(keys) })).toEqual([
      'INVALID_INPUT input.metadata',
    ]);
    expect(await field({ ...TEN_DOLLARS, metadata: Object.fromEntries(keys.slice(1)) })).toEqual([]);
    expect(await field({ ...TEN_DOLLARS, metadata: { organization_id: 'somebody_else' } })).toEqual([
      'INVALID_INPUT input.metadata',
    ]);
  });

  test('yen have no decimals', async () => {
    const { paymentIntent } = await create(newOrganization(), { amount: 1900, currency: 'JPY' });
    expect(paymentIntent?.amount).toEqual({ amount: 1900, currency: 'JPY', formatted: '¥1,900' });
    expect(await engine.stripe.paymentIntents.retrieve(paymentIntent?.id ?? '')).toMatchObject({ amount: 1900 });
  });

  test('a client’s key makes one payment, also at the same time, and refuses other input', async () => {
    const organization = newOrganization();
    const input = { ...TEN_DOLLARS, idempotencyKey: 'one click' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => create(organization, input)));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(answers.map(({ paymentIntent }) => paymentIntent?.id)).size).toBe(1);
    expect(new Set(answers.map(({ paymentIntent }) => paymentIntent?.clientSecret)).size).toBe(1);
    const other = await create(organization, { ...input, amount: 2000 });
    expect(other.errors).toMatchObject([{ code: 'CONFLICT', field: ['input', 'idempotencyKey'] }]);
    expect((await create(newOrganization(), input)).errors).toEqual([]);
  });

  test('without an identity nothing is paid, and an admin says for whom', async () => {
    const anonymous = await engine.asNobody()(CreatePaymentIntentDocument, { input: TEN_DOLLARS });
    expect(anonymous.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
    const { data } = await engine.asAdmin()(CreatePaymentIntentDocument, { input: TEN_DOLLARS });
    expect(data.createPaymentIntent.errors).toMatchObject([{ code: 'INVALID_INPUT', field: ['x-organization-id'] }]);
  });
});

describe('confirmPaymentIntent', () => {
  test('charges the card', async () => {
    const organization = newOrganization();
    const { paymentIntent } = await create(organization);
    const paid = await confirm(organization, paymentIntent?.id, 'pm_card_visa');
    expect(paid).toMatchObject({
      errors: [],
      nextActionUrl: null,
      paymentIntent: { id: paymentIntent?.id, status: 'SUCCEEDED', amountReceived: { amount: 1000 } },
    });
    expect(await engine.stripe.paymentIntents.retrieve(paymentIntent?.id ?? '')).toMatchObject({ status: 'succeeded' });
    expect(await stored(paymentIntent?.id)).toMatchObject({ status: 'succeeded', amount_received: 1000 });
    const again = await confirm(organization, paymentIntent?.id, 'pm_card_visa');
    expect(again.errors.map(({ code }) => code)).toEqual(['INVALID_STATE']);
  });

  test('a declined card is told with its reason, and another card can follow', async () => {
    const organization = newOrganization();
    const { paymentIntent } = await create(organization);
    const declined = await confirm(organization, paymentIntent?.id, 'pm_card_chargeDeclinedInsufficientFunds');
    expect(declined.paymentIntent).toBeNull();
    expect(declined.errors).toMatchObject([{ code: 'CARD_DECLINED', declineCode: 'insufficient_funds' }]);
    const record = await stored(paymentIntent?.id);
    expect(record?.stripe_data.last_payment_error.decline_code).toBe('insufficient_funds');
    const paid = await confirm(organization, paymentIntent?.id, 'pm_card_visa');
    expect(paid.paymentIntent?.status).toBe('SUCCEEDED');
  });

  test('3D Secure leads to the bank’s page, and its end arrives by webhook', async () => {
    const organization = newOrganization();
    const { paymentIntent } = await create(organization);
    const returnUrl = 'https://shop.example.com/paid?order=7';
    const asked = await confirm(organization, paymentIntent?.id, 'pm_card_authenticationRequired', returnUrl);
    expect(asked).toMatchObject({ errors: [], paymentIntent: { status: 'REQUIRES_ACTION' } });
    expect(asked.nextActionUrl).toMatch(/^http/);
    const record = await stored(paymentIntent?.id);
    expect(record?.status).toBe('requires_action');
    expect(JSON.stringify(record)).not.toContain(asked.nextActionUrl);
    const done = await fetch(asked.nextActionUrl ?? '', {
      method: 'POST',
      body: new URLSearchParams({ outcome: 'succeeded' }),
      redirect: 'manual',
    });
    expect(done.headers.get('location')).toContain('https://shop.example.com/paid?order=7');
    await engine.settled();
    expect(await query(organization, paymentIntent?.id)).toMatchObject({ status: 'SUCCEEDED', clientSecret: null });
  });

  test('each fault of the input names its field', async () => {
    const organization = newOrganization();
    const { paymentIntent } = await create(organization);
    const fault = async (...input: [string?, string?]) => {
      const { errors } = await confirm(organization, paymentIntent?.id, ...input);
      return errors.map(({ code, field }) => `${code} ${field?.join('.')}`);
    };
    expect(await fault()).toEqual(['INVALID_INPUT input.paymentMethodId']);
    expect(await fault('pm_none')).toEqual(['NOT_FOUND input.paymentMethodId']);
    expect(await fault('pm_card_visa', 'javascript:alert(1)')).toEqual(['INVALID_INPUT input.returnUrl']);
  });

  test('another organization’s saved card cannot be charged', async () => {
    const rich = await create(newOrganization());
    const atStripe = await engine.stripe.paymentIntents.retrieve(rich.paymentIntent?.id ?? '');
    const card = await engine.stripe.paymentMethods.attach('pm_card_visa', { customer: String(atStripe.customer) });
    const organization = newOrganization();
    const { paymentIntent } = await create(organization);
    const { errors } = await confirm(organization, paymentIntent?.id, card.id);
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'paymentMethodId'] }]);
  });
});

describe('cancelPaymentIntent', () => {
  test('gives up a payment that was not made, once', async () => {
    const organization = newOrganization();
    const { paymentIntent } = await create(organization);
    const { errors, paymentIntent: canceled } = await cancel(organization, paymentIntent?.id, 'abandoned');
    expect(errors).toEqual([]);
    expect(canceled).toMatchObject({ id: paymentIntent?.id, status: 'CANCELED' });
    expect(await engine.stripe.paymentIntents.retrieve(paymentIntent?.id ?? '')).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'abandoned',
    });
    expect((await cancel(organization, paymentIntent?.id)).errors.map(({ code }) => code)).toEqual(['INVALID_STATE']);
  });

  test('the reason is one of Stripe’s', async () => {
    const organization = newOrganization();
    const { paymentIntent } = await create(organization);
    const { errors } = await cancel(organization, paymentIntent?.id, 'changed my mind');
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'reason'] }]);
    expect(await query(organization, paymentIntent?.id)).toMatchObject({ status: 'REQUIRES_PAYMENT_METHOD' });
  });
});

describe('a payment in the projection', () => {
  test('the owner can have its secret again while it is open; an admin sees the payment without it', async () => {
    const organization = newOrganization();
    const { paymentIntent } = await create(organization);
    expect(await query(organization, paymentIntent?.id)).toEqual(paymentIntent);
    const { data } = await engine.asAdmin()(PaymentIntentDocument, { id: paymentIntent?.id ?? '' });
    expect(data.paymentIntent).toEqual({ ...paymentIntent, clientSecret: null });
  });

  test('another organization’s payment reads as if there were none', async () => {
    const { paymentIntent } = await create(newOrganization());
    const stranger = newOrganization();
    expect(await query(stranger, paymentIntent?.id)).toBeNull();
    for (const act of [confirm, cancel]) {
      const answer = await act(stranger, paymentIntent?.id);
      expect(answer).toMatchObject({ paymentIntent: null, errors: [{ code: 'NOT_FOUND', field: ['input', 'id'] }] });
    }
    expect((await cancel(stranger, 'pi_none')).errors.map(({ code }) => code)).toEqual(['NOT_FOUND']);
    const anonymous = await engine.asNobody()(PaymentIntentDocument, { id: paymentIntent?.id ?? '' });
    expect(anonymous.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });

  test('webhooks keep it: what is paid or cancelled at Stripe is so here', async () => {
    const organization = newOrganization();
    const [paid, declined, canceled] = await Promise.all([1, 2, 3].map(() => create(organization)));
    const { paymentIntents } = engine.stripe;
    const card = { return_url: 'https://shop.example.com' };
    await paymentIntents.confirm(paid?.paymentIntent?.id ?? '', { ...card, payment_method: 'pm_card_visa' });
    await paymentIntents
      .confirm(declined?.paymentIntent?.id ?? '', { ...card, payment_method: 'pm_card_chargeDeclined' })
      .catch(() => undefined);
    await paymentIntents.cancel(canceled?.paymentIntent?.id ?? '');
    await engine.settled();
    expect(await stored(paid?.paymentIntent?.id)).toMatchObject({ status: 'succeeded' });
    expect((await stored(declined?.paymentIntent?.id))?.stripe_data.last_payment_error.code).toBe('card_declined');
    expect(await stored(canceled?.paymentIntent?.id)).toMatchObject({ status: 'canceled' });
  });

  test('an invoice’s payment belongs to the organization of its customer, also before its webhook comes', async () => {
    const organization = newOrganization();
    const { paymentIntent } = await create(organization);
    const { customer } = await engine.stripe.paymentIntents.retrieve(paymentIntent?.id ?? '');
    const of = await engine.stripe.paymentIntents.create({
      customer: String(customer),
      amount: 700,
      currency: 'usd',
      payment_method: 'pm_card_visa',
    });
    await engine.settled();
    expect(await query(organization, of.id)).toMatchObject({ organizationId: organization, amount: { amount: 700 } });
    await engine.database.connection.collection('payment_intents').deleteOne({ stripe_payment_intent_id: of.id });
    const paid = await confirm(organization, of.id);
    expect(paid.paymentIntent).toMatchObject({ id: of.id, status: 'SUCCEEDED' });
  });

  test('a guest’s payment is nobody’s, and its event is no failure', async () => {
    const guest = await engine.stripe.paymentIntents.create({ amount: 900, currency: 'usd' });
    await engine.settled();
    expect(await stored(guest.id)).toBeNull();
    expect(
      await engine.database.connection
        .collection('webhook_events')
        .findOne({ 'event_data.data.object.id': guest.id, event_type: 'payment_intent.created' }),
    ).toMatchObject({ status: 'processed', processing_result: { success: true } });
  });

  test('while Stripe does not answer, the caller is told to try again', async () => {
    let isDown = false;
    const disturb = async () => {
      if (isDown) throw new Error('down');
    };
    const unlucky = await runningEngine({ sandbox: { disturb }, env: { STRIPE_MAX_NETWORK_RETRIES: '0' } });
    const { data } = await unlucky.as('org_a')(CreatePaymentIntentDocument, { input: TEN_DOLLARS });
    const id = data.createPaymentIntent.paymentIntent?.id ?? '';
    isDown = true;
    const created = await unlucky.as('org_a')(CreatePaymentIntentDocument, { input: TEN_DOLLARS });
    expect(created.data.createPaymentIntent.errors.map(({ code }) => code)).toEqual(['STRIPE_UNAVAILABLE']);
    const canceled = await unlucky.as('org_a')(CancelPaymentIntentDocument, { input: { id } });
    expect(canceled.data.cancelPaymentIntent.errors.map(({ code }) => code)).toEqual(['STRIPE_UNAVAILABLE']);
    const read = await unlucky.as('org_a')(PaymentIntentDocument, { id });
    expect(read.data.paymentIntent).toMatchObject({ id, clientSecret: null });
    expect(read.errors.map(({ extensions }) => extensions?.code)).toEqual(['STRIPE_UNAVAILABLE']);
    await unlucky.stop();
  });
});
