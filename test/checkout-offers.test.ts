import type Stripe from 'stripe';
import { payByCard } from './support/hosted-page.js';
import {
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  type CreateCheckoutInput,
  SubscriptionDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

const PLANS = `
plans:
  - uid: plan_tried
    name: Tried
    prices:
      - { interval: month, amount: 1900, currency: usd }
    trialDays: 14
  - uid: plan_plain
    name: Plain
    prices:
      - { interval: month, amount: 2000, currency: usd }
`;

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({ plans: PLANS });
});

let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `buyer_${organizations}`;
}

async function create(organization: string, input: Partial<CreateCheckoutInput> = {}) {
  const { data } = await engine.as(organization)(CreateCheckoutDocument, {
    input: { planUid: 'plan_plain', billingInterval: 'MONTH', ...input },
  });
  return data.createCheckout;
}

async function confirm(organization: string, sessionId: string | undefined) {
  const { data } = await engine.as(organization)(ConfirmCheckoutDocument, { input: { sessionId: sessionId ?? '' } });
  return data.confirmCheckout;
}

async function promotionCode(
  code: string,
  params: Partial<Stripe.PromotionCodeCreateParams> = {},
): Promise<Stripe.PromotionCode> {
  const coupon = await engine.stripe.coupons.create({ percent_off: 25, duration: 'forever' });
  return engine.stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code, ...params });
}

describe('a promotion code', () => {
  test('takes off what its coupon says, from the page to the invoice', async () => {
    const { id } = await promotionCode('SPRING25');
    const organization = newOrganization();
    const { checkoutUrl, checkoutSession, errors } = await create(organization, { promotionCode: 'spring25' });
    expect(errors).toEqual([]);
    const atStripe = await engine.stripe.checkout.sessions.retrieve(checkoutSession?.id ?? '');
    expect(atStripe).toMatchObject({ amount_subtotal: 2000, amount_total: 1500, discounts: [{ promotion_code: id }] });
    await payByCard(checkoutUrl);
    const confirmed = await confirm(organization, checkoutSession?.id);
    expect(confirmed).toMatchObject({
      errors: [],
      session: { paymentStatus: 'PAID', amountTotal: { amount: 1500 } },
      subscription: { status: 'ACTIVE' },
    });
    expect(await engine.stripe.promotionCodes.retrieve(id)).toMatchObject({ times_redeemed: 1 });
  });

  test('costs one call of Stripe more, and is part of the choice', async () => {
    await promotionCode('AUTUMN25');
    await promotionCode('WINTER25');
    const organization = newOrganization();
    const full = await create(organization);
    const before = engine.stripeCalls.length;
    const discounted = await create(organization, { promotionCode: 'AUTUMN25' });
    expect(engine.stripeCalls.slice(before).map(({ name }) => name)).toEqual([
      'promotionCodes.list',
      'checkout.sessions.create',
    ]);
    const other = await create(organization, { promotionCode: 'WINTER25' });
    const ids = [full, discounted, other].map(({ checkoutSession }) => checkoutSession?.id);
    expect(new Set(ids).size).toBe(3);
    expect((await create(organization, { promotionCode: 'AUTUMN25' })).checkoutSession?.id).toBe(ids[1]);
    expect((await create(organization)).checkoutSession?.id).toBe(ids[0]);
  });

  test('that is unknown, switched off, expired or not for this buyer is refused at its field', async () => {
    const off = await promotionCode('OFF25');
    await engine.stripe.promotionCodes.update(off.id, { active: false });
    await promotionCode('SHORT25', { expires_at: Math.floor(Date.now() / 1000) + 1 });
    const somebody = await engine.stripe.customers.create({});
    await promotionCode('PERSONAL25', { customer: somebody.id });
    await new Promise((resolve) => setTimeout(resolve, 2100));
    for (const code of ['NONE', 'OFF25', 'SHORT25', 'PERSONAL25', '']) {
      const { checkoutUrl, errors } = await create(newOrganization(), { promotionCode: code });
      expect(checkoutUrl).toBeNull();
      expect(errors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'promotionCode'] }]);
    }
  });
});

describe('a plan with a trial', () => {
  test('begins without a payment: the confirmation gives a subscription in trial', async () => {
    const organization = newOrganization();
    const { checkoutUrl, checkoutSession } = await create(organization, { planUid: 'plan_tried' });
    await payByCard(checkoutUrl);
    const confirmed = await confirm(organization, checkoutSession?.id);
    expect(confirmed).toMatchObject({
      errors: [],
      session: { paymentStatus: 'NO_PAYMENT_REQUIRED', amountTotal: { amount: 0 } },
      subscription: { status: 'TRIALING' },
      checkoutSession: { status: 'COMPLETED' },
    });
    const id = confirmed.subscription?.id ?? '';
    const atStripe = await engine.stripe.subscriptions.retrieve(id);
    expect(atStripe.status).toBe('trialing');
    const stored = await engine.database.connection.collection('subscriptions').findOne({ stripe_subscription_id: id });
    expect(stored?.trial_end).toEqual(new Date((atStripe.trial_end ?? 0) * 1000));
    expect((stored?.trial_end.getTime() - stored?.created_at.getTime()) / 86_400_000).toBeCloseTo(14, 2);
    await engine.settled();
    const { data } = await engine.as(organization)(SubscriptionDocument, { id });
    expect(data.subscription?.status).toBe('TRIALING');
    expect((await create(organization, { planUid: 'plan_tried' })).errors.map(({ code }) => code)).toEqual([
      'ALREADY_SUBSCRIBED',
    ]);
  });

  test('that is taken from it is on no page that is given from then on', async () => {
    const organization = newOrganization();
    const first = await create(organization, { planUid: 'plan_tried' });
    const plans = engine.database.connection.collection('subscription_plans');
    await plans.updateOne({ plan_uid: 'plan_tried' }, { $set: { trial_days: 0 } });
    const second = await create(organization, { planUid: 'plan_tried' });
    await plans.updateOne({ plan_uid: 'plan_tried' }, { $set: { trial_days: 14 } });
    expect(second.errors).toEqual([]);
    expect(second.checkoutSession?.id).not.toBe(first.checkoutSession?.id);
  });
});
