import { payByCard } from './support/hosted-page.js';
import {
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  CreateSubscriptionDocument,
  PlanDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { shownByStripe } from './support/subscribed.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `org_${organizations}`;
}

const STARTER = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;

async function create(organizationId: string, input: object = {}, at = engine) {
  const { data } = await at.asAdmin()(CreateSubscriptionDocument, { input: { organizationId, ...STARTER, ...input } });
  return data.createSubscription;
}

async function countAtStripe(organization: string): Promise<number> {
  const subscriptions = await engine.stripe.subscriptions.list({ status: 'all', limit: 100 });
  return subscriptions.data.filter(({ metadata }) => metadata.organization_id === organization).length;
}

describe('createSubscription', () => {
  test('with a payment method the subscription is paid and active, at Stripe and here', async () => {
    const organization = newOrganization();
    const { subscription, clientSecret, errors } = await create(organization, {
      paymentMethodId: 'pm_card_visa',
      quantity: 3,
    });
    expect(errors).toEqual([]);
    expect(clientSecret).toBeNull();
    expect(subscription).toMatchObject({
      organizationId: organization,
      status: 'ACTIVE',
      billingInterval: 'MONTH',
      plan: { uid: 'plan_starter' },
      items: [{ quantity: 3 }],
    });
    const atStripe = await engine.stripe.subscriptions.retrieve(subscription?.id ?? '', { expand: ['latest_invoice'] });
    expect(atStripe).toMatchObject({
      status: 'active',
      metadata: { organization_id: organization, plan_uid: 'plan_starter', billing_interval: 'month', quantity: '3' },
      latest_invoice: { status: 'paid', amount_paid: 5700 },
    });
    await engine.settled();
    const stored = await engine.database.connection
      .collection('subscriptions')
      .findOne({ stripe_subscription_id: atStripe.id });
    expect(stored).toMatchObject(shownByStripe(await engine.stripe.subscriptions.retrieve(atStripe.id)));
  });

  test('the payment method becomes the default of the customer, at Stripe and here', async () => {
    const organization = newOrganization();
    const { subscription } = await create(organization, { paymentMethodId: 'pm_card_visa' });
    const id = subscription?.customer?.id ?? '';
    const customer = await engine.stripe.customers.retrieve(id);
    if (customer.deleted) throw new Error('The customer is gone');
    const method = customer.invoice_settings.default_payment_method;
    expect(method).toMatch(/^pm_/);
    const stored = await engine.database.connection.collection('stripe_customers').findOne({ stripe_customer_id: id });
    expect(stored).toMatchObject({
      organization_id: organization,
      stripe_data: { invoice_settings: { default_payment_method: method } },
    });
  });

  test('without a payment method it is incomplete, and the secret lets the customer pay', async () => {
    const organization = newOrganization();
    const { subscription, clientSecret, errors } = await create(organization);
    expect(errors).toEqual([]);
    expect(subscription?.status).toBe('INCOMPLETE');
    expect(clientSecret).toMatch(/^pi_\w+_secret_\w+$/);
    const intent = String(clientSecret).split('_secret_')[0] ?? '';
    await engine.stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa' });
    await engine.settled();
    const stored = await engine.database.connection
      .collection('subscriptions')
      .findOne({ stripe_subscription_id: subscription?.id });
    expect(stored?.status).toBe('active');
  });

  test('a card that asks for 3D Secure leaves it incomplete with the secret to go on by', async () => {
    const { subscription, clientSecret } = await create(newOrganization(), {
      paymentMethodId: 'pm_card_authenticationRequired',
    });
    expect(subscription?.status).toBe('INCOMPLETE');
    const intent = await engine.stripe.paymentIntents.retrieve(String(clientSecret).split('_secret_')[0] ?? '');
    expect(intent).toMatchObject({ status: 'requires_action', client_secret: clientSecret });
  });

  test('a card that the bank refuses is told, and nothing is subscribed', async () => {
    const organization = newOrganization();
    const { subscription, errors } = await create(organization, { paymentMethodId: 'pm_card_chargeDeclined' });
    expect(subscription).toBeNull();
    expect(errors).toMatchObject([
      { code: 'CARD_DECLINED', declineCode: 'generic_decline', field: ['input', 'paymentMethodId'] },
    ]);
    expect(await countAtStripe(organization)).toBe(0);
  });

  test('a payment method that does not exist is told', async () => {
    const { errors } = await create(newOrganization(), { paymentMethodId: 'pm_none' });
    expect(errors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'paymentMethodId'] }]);
  });

  test('a customer who was deleted at Stripe is replaced', async () => {
    const organization = newOrganization();
    const first = await create(organization, { paymentMethodId: 'pm_card_visa' });
    await engine.stripe.subscriptions.cancel(first.subscription?.id ?? '');
    await engine.settled();
    await engine.stripe.customers.del(first.subscription?.customer?.id ?? '');
    const second = await create(organization, { paymentMethodId: 'pm_card_visa' });
    expect(second.errors).toEqual([]);
    expect(second.subscription?.status).toBe('ACTIVE');
    expect(second.subscription?.customer?.id).not.toBe(first.subscription?.customer?.id);
  });

  test('a trial needs no card; the days asked for count before those of the plan', async () => {
    const trial = await create(newOrganization(), { trialDays: 14 });
    expect(trial.errors).toEqual([]);
    expect(trial.subscription?.status).toBe('TRIALING');
    const days = (Date.parse(String(trial.subscription?.trialEnd)) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(13.9);
    expect(days).toBeLessThan(14.1);

    const plans = engine.database.connection.collection('subscription_plans');
    await plans.updateOne({ plan_uid: 'plan_pro' }, { $set: { trial_days: 7 } });
    const planned = await create(newOrganization(), { planUid: 'plan_pro' });
    const none = await create(newOrganization(), { planUid: 'plan_pro', trialDays: 0 });
    await plans.updateOne({ plan_uid: 'plan_pro' }, { $set: { trial_days: 0 } });
    expect([planned.subscription?.status, none.subscription?.status]).toEqual(['TRIALING', 'INCOMPLETE']);
  });

  test('the interval chooses the price', async () => {
    const { subscription } = await create(newOrganization(), {
      billingInterval: 'YEAR',
      paymentMethodId: 'pm_card_visa',
    });
    const { data } = await engine.asNobody()(PlanDocument, { uid: 'plan_starter', billingInterval: 'YEAR' });
    expect(subscription?.billingInterval).toBe('YEAR');
    expect(subscription?.items[0]?.price.id).toBe(data.plan?.price?.id);
  });

  test('a client’s key gives the same subscription and secret again, and refuses other input', async () => {
    const organization = newOrganization();
    const first = await create(organization, { idempotencyKey: 'one order' });
    const again = await create(organization, { idempotencyKey: 'one order' });
    expect(again).toEqual(first);
    expect(await countAtStripe(organization)).toBe(1);
    const other = await create(organization, { idempotencyKey: 'one order', quantity: 2 });
    expect(other.errors).toMatchObject([{ code: 'CONFLICT', field: ['input', 'idempotencyKey'] }]);
    const paid = newOrganization();
    const calls = await Promise.all(
      Array.from({ length: 10 }, () => create(paid, { idempotencyKey: 'click', paymentMethodId: 'pm_card_visa' })),
    );
    expect(new Set(calls.map(({ subscription }) => subscription?.id)).size).toBe(1);
    expect(await countAtStripe(paid)).toBe(1);
  });

  test('a double click without a key subscribes once, also through two processes', async () => {
    const second = await runningEngine({ beside: engine });
    const organization = newOrganization();
    const input = { paymentMethodId: 'pm_card_visa' };
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) => create(organization, input, index % 2 ? engine : second)),
    );
    // Who comes when it is done already is told so.
    expect(made.flatMap(({ errors }) => errors).every(({ code }) => code === 'ALREADY_SUBSCRIBED')).toBe(true);
    expect(await countAtStripe(organization)).toBe(1);
    await second.stop();
  });

  test('an organization that has the plan is not subscribed again, however it came to it', async () => {
    const organization = newOrganization();
    const { data } = await engine.as(organization)(CreateCheckoutDocument, { input: STARTER });
    const { checkoutUrl, checkoutSession } = data.createCheckout;
    await payByCard(checkoutUrl);
    await engine.as(organization)(ConfirmCheckoutDocument, { input: { sessionId: checkoutSession?.id ?? '' } });
    const { errors } = await create(organization, { paymentMethodId: 'pm_card_visa' });
    expect(errors).toMatchObject([
      { code: 'ALREADY_SUBSCRIBED', details: { subscriptionId: expect.stringMatching(/^sub_/) } },
    ]);
    expect((await create(organization, { planUid: 'plan_pro', paymentMethodId: 'pm_card_visa' })).errors).toEqual([]);
  });

  test('each fault of the input has its own code and names its field', async () => {
    const organization = newOrganization();
    const codes = async (input: object) => {
      const { subscription, errors } = await create(organization, input);
      expect(subscription).toBeNull();
      return errors.map(({ code, field }) => [code, field?.join('.')]);
    };
    expect(await codes({ planUid: 'plan_none' })).toEqual([['PLAN_NOT_FOUND', 'input.planUid']]);
    expect(await codes({ currency: 'EUR' })).toEqual([['PRICE_NOT_FOUND', 'input.currency']]);
    expect(await codes({ quantity: 0 })).toEqual([['INVALID_INPUT', 'input.quantity']]);
    expect(await codes({ quantity: 1_000_000 })).toEqual([['INVALID_INPUT', 'input.quantity']]);
    expect(await codes({ trialDays: -1 })).toEqual([['INVALID_INPUT', 'input.trialDays']]);
    expect(await codes({ trialDays: 731 })).toEqual([['INVALID_INPUT', 'input.trialDays']]);
    expect(await codes({ organizationId: 'a b' })).toEqual([['INVALID_INPUT', 'input.organizationId']]);
    expect(await codes({ idempotencyKey: 'k'.repeat(256) })).toEqual([['INVALID_INPUT', 'input.idempotencyKey']]);
    expect(
      await engine.database.connection.collection('stripe_customers').countDocuments({ organization_id: organization }),
    ).toBe(0);
  });

  test('what is no longer sold is not sold here either', async () => {
    const strict = await runningEngine({ env: { PRICE_VALIDATION_TTL_SECONDS: '0' } });
    await strict.database.connection
      .collection('subscription_plans')
      .updateOne({ plan_uid: 'plan_pro' }, { $set: { archived: true } });
    expect((await create('org_a', { planUid: 'plan_pro' }, strict)).errors).toMatchObject([{ code: 'PLAN_ARCHIVED' }]);
    const { data } = await strict.asNobody()(PlanDocument, { uid: 'plan_starter' });
    await strict.stripe.prices.update(data.plan?.price?.id ?? '', { active: false });
    expect((await create('org_a', {}, strict)).errors).toMatchObject([{ code: 'PRICE_INACTIVE' }]);
    await strict.stop();
  });

  test('is for admins', async () => {
    const input = { organizationId: 'org_own', ...STARTER };
    const member = await engine.as('org_own')(CreateSubscriptionDocument, { input });
    expect(member.errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    const nobody = await engine.asNobody()(CreateSubscriptionDocument, { input });
    expect(nobody.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });

  test('while Stripe does not answer, the caller is told to try again, and the same key then subscribes once', async () => {
    let isDown = false;
    const disturb = async () => {
      if (isDown) throw new Error('down');
    };
    const unlucky = await runningEngine({ sandbox: { disturb }, env: { STRIPE_MAX_NETWORK_RETRIES: '0' } });
    isDown = true;
    const input = { idempotencyKey: 'again', paymentMethodId: 'pm_card_visa' };
    expect((await create('org_a', input, unlucky)).errors).toMatchObject([{ code: 'STRIPE_UNAVAILABLE' }]);
    isDown = false;
    expect((await create('org_a', input, unlucky)).subscription?.status).toBe('ACTIVE');
    expect((await unlucky.stripe.subscriptions.list({ status: 'all' })).data).toHaveLength(1);
    await unlucky.stop();
  });
});
