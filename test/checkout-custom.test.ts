import type Stripe from 'stripe';
import { payByCard } from './support/hosted-page.js';
import {
  CheckoutSessionDocument,
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  CreateCheckoutSessionDocument,
  type CreateCheckoutSessionInput,
  ExpireCheckoutSessionDocument,
  PlanDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;
let monthly: string;
let fee: Stripe.Price;

beforeAll(async () => {
  engine = await runningEngine();
  const { data } = await engine.asNobody()(PlanDocument, { uid: 'plan_starter' });
  monthly = data.plan?.price?.id ?? '';
  fee = await engine.stripe.prices.create({ currency: 'usd', unit_amount: 5000, product_data: { name: 'Set-up' } });
});

let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `custom_${organizations}`;
}

async function create(input: Partial<CreateCheckoutSessionInput> = {}) {
  const { data } = await engine.asAdmin()(CreateCheckoutSessionDocument, {
    input: {
      organizationId: newOrganization(),
      lineItems: [{ priceId: monthly }],
      successUrl: 'https://shop.example.com/done?id={CHECKOUT_SESSION_ID}',
      ...input,
    },
  });
  return data.createCheckoutSession;
}

function expire(organization: string, id: string | undefined) {
  return engine
    .as(organization)(ExpireCheckoutSessionDocument, { input: { id: id ?? '' } })
    .then(({ data }) => data.expireCheckoutSession);
}

describe('createCheckoutSession', () => {
  test('opens a subscription session for any organization, with its addresses and metadata', async () => {
    const organizationId = newOrganization();
    const { checkoutUrl, checkoutSession, errors } = await create({
      organizationId,
      lineItems: [{ priceId: monthly, quantity: 4 }, { priceId: fee.id }],
      cancelUrl: 'http://shop.example.com/back',
      metadata: { campaign: 'spring' },
    });
    expect(errors).toEqual([]);
    expect(checkoutSession).toMatchObject({
      organizationId,
      status: 'PENDING',
      url: checkoutUrl,
      customer: { organizationId },
      metadata: { campaign: 'spring', organization_id: organizationId },
    });
    const atStripe = await engine.stripe.checkout.sessions.retrieve(checkoutSession?.id ?? '', {
      expand: ['line_items'],
    });
    expect(atStripe).toMatchObject({
      mode: 'subscription',
      client_reference_id: organizationId,
      success_url: 'https://shop.example.com/done?id={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://shop.example.com/back',
    });
    expect(atStripe.line_items?.data.map(({ price, quantity }) => [price?.id, quantity])).toEqual([
      [monthly, 4],
      [fee.id, 1],
    ]);
  });

  test('a subscription bought by it is the organization’s, and carries the metadata', async () => {
    const organizationId = newOrganization();
    const { checkoutUrl, checkoutSession } = await create({
      organizationId,
      successUrl: 'https://shop.example.com/{CHECKOUT_SESSION_ID}/done',
      metadata: { campaign: 'autumn' },
    });
    const location = await payByCard(checkoutUrl);
    expect(location).toBe(`https://shop.example.com/${checkoutSession?.id}/done`);
    const { data } = await engine.as(organizationId)(ConfirmCheckoutDocument, {
      input: { sessionId: checkoutSession?.id ?? '' },
    });
    expect(data.confirmCheckout.subscription).toMatchObject({ status: 'ACTIVE', plan: { uid: 'plan_starter' } });
    const subscription = await engine.stripe.subscriptions.retrieve(data.confirmCheckout.subscription?.id ?? '');
    expect(subscription.metadata).toEqual({ campaign: 'autumn', organization_id: organizationId });
  });

  test('mode PAYMENT sells one-time prices, and its payment is the organization’s', async () => {
    const organizationId = newOrganization();
    const { checkoutUrl, checkoutSession, errors } = await create({
      organizationId,
      mode: 'PAYMENT',
      lineItems: [{ priceId: fee.id, quantity: 2 }],
      metadata: { order: '9' },
    });
    expect(errors).toEqual([]);
    await payByCard(checkoutUrl);
    await engine.settled();
    const { data } = await engine.as(organizationId)(ConfirmCheckoutDocument, {
      input: { sessionId: checkoutSession?.id ?? '' },
    });
    expect(data.confirmCheckout).toMatchObject({
      errors: [],
      subscription: null,
      session: { paymentStatus: 'PAID', amountTotal: { amount: 10_000 } },
      checkoutSession: { status: 'COMPLETED' },
    });
    expect(
      await engine.database.connection.collection('payment_intents').findOne({ organization_id: organizationId }),
    ).toMatchObject({ amount: 10_000, status: 'succeeded', metadata: { order: '9', organization_id: organizationId } });
  });

  test('mode SETUP saves a card and sells nothing', async () => {
    const organizationId = newOrganization();
    const { checkoutUrl, checkoutSession, errors } = await create({ organizationId, mode: 'SETUP', lineItems: [] });
    expect(errors).toEqual([]);
    await payByCard(checkoutUrl);
    const { data } = await engine.as(organizationId)(ConfirmCheckoutDocument, {
      input: { sessionId: checkoutSession?.id ?? '' },
    });
    expect(data.confirmCheckout).toMatchObject({
      errors: [],
      subscription: null,
      session: { paymentStatus: 'NO_PAYMENT_REQUIRED', amountTotal: null },
      checkoutSession: { status: 'COMPLETED' },
    });
  });

  test('each fault of the input has its own code and names its field', async () => {
    const metered = await engine.stripe.prices.list({ lookup_keys: ['plan_starter_api_overage_month_usd'] });
    const archived = await engine.stripe.prices.create({
      currency: 'usd',
      unit_amount: 1,
      product_data: { name: 'A' },
    });
    await engine.stripe.prices.update(archived.id, { active: false });
    const organizationId = newOrganization();
    const fault = async (input: Partial<CreateCheckoutSessionInput>) => {
      const { checkoutSession, errors } = await create({ organizationId, ...input });
      expect(checkoutSession).toBeNull();
      return errors.map(({ code, field }) => `${code} ${field?.join('.')}`);
    };
    expect(await fault({ lineItems: [] })).toEqual(['INVALID_INPUT input.lineItems']);
    expect(await fault({ lineItems: [{ priceId: fee.id }] })).toEqual(['INVALID_INPUT input.lineItems']);
    expect(await fault({ mode: 'SETUP' })).toEqual(['INVALID_INPUT input.lineItems']);
    expect(await fault({ mode: 'PAYMENT' })).toEqual(['INVALID_INPUT input.lineItems.0.priceId']);
    expect(await fault({ lineItems: [{ priceId: 'price_none' }] })).toEqual([
      'PRICE_NOT_FOUND input.lineItems.0.priceId',
    ]);
    expect(await fault({ lineItems: [{ priceId: monthly }, { priceId: archived.id }] })).toEqual([
      'PRICE_INACTIVE input.lineItems.1.priceId',
    ]);
    expect(await fault({ lineItems: [{ priceId: monthly, quantity: 0 }] })).toEqual([
      'INVALID_INPUT input.lineItems.0.quantity',
    ]);
    const meteredLine = { priceId: metered.data[0]?.id ?? '', quantity: 1 };
    expect(await fault({ lineItems: [meteredLine] })).toEqual(['INVALID_INPUT input.lineItems.0.quantity']);
    expect(await fault({ successUrl: 'javascript:alert(1)' })).toEqual(['INVALID_INPUT input.successUrl']);
    expect(await fault({ cancelUrl: 'ftp://shop.example.com' })).toEqual(['INVALID_INPUT input.cancelUrl']);
    expect(await fault({ metadata: { k: 'v'.repeat(501) } })).toEqual(['INVALID_INPUT input.metadata']);
    expect(await fault({ metadata: { organization_id: 'other' } })).toEqual(['INVALID_INPUT input.metadata']);
    expect(await fault({ metadata: { quantity: '1' } })).toEqual(['INVALID_INPUT input.metadata']);
    expect(
      await engine.database.connection
        .collection('stripe_customers')
        .countDocuments({ organization_id: organizationId }),
    ).toBe(0);
  });

  test('members do not have it, and nobody without an identity', async () => {
    const input = { organizationId: 'custom_1', lineItems: [{ priceId: monthly }], successUrl: 'https://a.example' };
    const member = await engine.as('custom_1')(CreateCheckoutSessionDocument, { input });
    expect(member.errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    const anonymous = await engine.asNobody()(CreateCheckoutSessionDocument, { input });
    expect(anonymous.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('expireCheckoutSession', () => {
  test('ends an open session, once; the next checkout gets a new one', async () => {
    const organization = newOrganization();
    const choice = { input: { planUid: 'plan_starter', billingInterval: 'MONTH' } } as const;
    const open = await engine.as(organization)(CreateCheckoutDocument, choice);
    const id = open.data.createCheckout.checkoutSession?.id ?? '';
    const { checkoutSession, errors } = await expire(organization, id);
    expect(errors).toEqual([]);
    expect(checkoutSession).toMatchObject({ id, status: 'EXPIRED', url: null });
    expect(await engine.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'expired' });
    const stored = await engine.as(organization)(CheckoutSessionDocument, { id });
    expect(stored.data.checkoutSession?.status).toBe('EXPIRED');
    expect(await expire(organization, id)).toMatchObject({
      checkoutSession: null,
      errors: [{ code: 'INVALID_STATE', field: ['input', 'id'] }],
    });
    const next = await engine.as(organization)(CreateCheckoutDocument, choice);
    expect(next.data.createCheckout.checkoutSession?.id).not.toBe(id);
  });

  test('a paid session cannot be ended, and is stored as paid by the attempt', async () => {
    const deaf = await runningEngine({ deliversWebhooks: false });
    const { data } = await deaf.as('org_a')(CreateCheckoutDocument, {
      input: { planUid: 'plan_starter', billingInterval: 'MONTH' },
    });
    const id = data.createCheckout.checkoutSession?.id ?? '';
    await payByCard(data.createCheckout.checkoutUrl);
    const answer = await deaf.as('org_a')(ExpireCheckoutSessionDocument, { input: { id } });
    expect(answer.data.expireCheckoutSession.errors.map(({ code }) => code)).toEqual(['INVALID_STATE']);
    const stored = await deaf.as('org_a')(CheckoutSessionDocument, { id });
    expect(stored.data.checkoutSession).toMatchObject({ status: 'COMPLETED', subscription: { status: 'ACTIVE' } });
    await deaf.stop();
  });

  test('another organization’s session reads as if there were none', async () => {
    const { checkoutSession } = await create();
    for (const id of [checkoutSession?.id, 'cs_none']) {
      expect((await expire(newOrganization(), id)).errors).toMatchObject([
        { code: 'NOT_FOUND', field: ['input', 'id'] },
      ]);
    }
    expect(await engine.stripe.checkout.sessions.retrieve(checkoutSession?.id ?? '')).toMatchObject({ status: 'open' });
  });
});
