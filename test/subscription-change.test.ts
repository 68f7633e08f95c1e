import { payByCard } from './support/hosted-page.js';
import {
  ChangeSubscriptionDocument,
  type ChangeSubscriptionInput,
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  PlanDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { payWith, shownByStripe, subscribed } from './support/subscribed.js';
import { until } from './support/until.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `org_${organizations}`;
}

async function change(organization: string, input: ChangeSubscriptionInput) {
  const { data } = await engine.as(organization)(ChangeSubscriptionDocument, { input });
  return data.changeSubscription;
}

function atStripe(id: string) {
  return engine.stripe.subscriptions.retrieve(id);
}

async function storedAs(id: string) {
  return engine.database.connection.collection('subscriptions').findOne({ stripe_subscription_id: id });
}

/** The latest invoice of a subscription at Stripe. */
async function latestInvoice(id: string) {
  const [invoice] = (await engine.stripe.invoices.list({ subscription: id, limit: 1 })).data;
  if (!invoice) throw new Error('There is no invoice');
  return invoice;
}

describe('changeSubscription', () => {
  test('another plan keeps interval and quantity, and what is stored equals what Stripe shows', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization, { quantity: 3, billingInterval: 'YEAR' });
    const { subscription, errors } = await change(organization, { id, planUid: 'plan_pro' });
    expect(errors).toEqual([]);
    expect(subscription).toMatchObject({
      id,
      status: 'ACTIVE',
      plan: { uid: 'plan_pro' },
      billingInterval: 'YEAR',
      items: [{ quantity: 3 }],
    });
    const { data } = await engine.asNobody()(PlanDocument, { uid: 'plan_pro', billingInterval: 'YEAR' });
    const shown = await atStripe(id);
    expect(shown.items.data.map(({ price, quantity }) => [price.id, quantity])).toEqual([[data.plan?.price?.id, 3]]);
    expect(shown.metadata).toMatchObject({
      organization_id: organization,
      plan_uid: 'plan_pro',
      billing_interval: 'year',
      quantity: '3',
    });
    expect(await storedAs(id)).toMatchObject({ ...shownByStripe(shown), plan_id: 'plan_pro' });
  });

  test('by default the difference waits for the next invoice', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    const before = await latestInvoice(id);
    await change(organization, { id, planUid: 'plan_pro' });
    expect((await latestInvoice(id)).id).toBe(before.id);
    const preview = await engine.stripe.invoices.createPreview({ subscription: id });
    expect(preview.total).toBeGreaterThan(4900);
  });

  test('the difference is charged at once, or not at all, when that is asked for', async () => {
    const charged = newOrganization();
    const first = await subscribed(engine, charged);
    await change(charged, { id: first.id, planUid: 'plan_pro', prorationBehavior: 'ALWAYS_INVOICE' });
    const invoice = await latestInvoice(first.id);
    expect(invoice).toMatchObject({ billing_reason: 'subscription_update', status: 'paid' });
    expect(invoice.total).toBeGreaterThan(2900);

    const forgiven = newOrganization();
    const second = await subscribed(engine, forgiven);
    await change(forgiven, { id: second.id, planUid: 'plan_pro', prorationBehavior: 'NONE' });
    expect((await engine.stripe.invoices.createPreview({ subscription: second.id })).total).toBe(4900);
  });

  test('another interval begins a new period now', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    const { subscription } = await change(organization, { id, billingInterval: 'YEAR' });
    expect(subscription).toMatchObject({ billingInterval: 'YEAR', plan: { uid: 'plan_starter' } });
    const days = (Date.parse(subscription?.currentPeriodEnd ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(364);
    expect(await latestInvoice(id)).toMatchObject({ status: 'paid', billing_reason: 'subscription_update' });
  });

  test('another quantity keeps the price, also one that the plan no longer has', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization, { planUid: 'plan_pro' });
    const plans = engine.database.connection.collection('subscription_plans');
    const plan = await plans.findOne({ plan_uid: 'plan_pro' });
    await plans.updateOne({ plan_uid: 'plan_pro' }, { $set: { archived: true, prices: [] } });
    const { subscription, errors } = await change(organization, { id, quantity: 5 });
    await plans.updateOne({ plan_uid: 'plan_pro' }, { $set: { archived: false, prices: plan?.prices } });
    expect(errors).toEqual([]);
    expect(subscription?.items).toMatchObject([{ quantity: 5 }]);
    expect((await atStripe(id)).metadata.quantity).toBe('5');
  });

  test('chosen overages move along to the metered prices of the new plan and interval', async () => {
    const organization = newOrganization();
    const overages = { overagesEnabled: true, overageBandwidth: true, overageApi: true };
    const { data } = await engine.as(organization)(CreateCheckoutDocument, {
      input: { planUid: 'plan_starter', billingInterval: 'MONTH', quantity: 2, ...overages },
    });
    const { checkoutUrl, checkoutSession } = data.createCheckout;
    await payByCard(checkoutUrl);
    const confirmed = await engine.as(organization)(ConfirmCheckoutDocument, {
      input: { sessionId: checkoutSession?.id ?? '' },
    });
    const id = confirmed.data.confirmCheckout.subscription?.id ?? '';
    const { subscription, errors } = await change(organization, { id, planUid: 'plan_pro', billingInterval: 'YEAR' });
    expect(errors).toEqual([]);
    expect(subscription?.items.map(({ quantity }) => quantity)).toEqual([2, null, null]);
    const keys = (await atStripe(id)).items.data.map(({ price }) => price.lookup_key);
    expect(keys).toEqual(['plan_pro_year_usd', 'plan_pro_bandwidth_overage_year_usd', 'plan_pro_api_overage_year_usd']);
  });

  test('a card that is refused is told with its reason, and nothing is changed', async () => {
    const organization = newOrganization();
    const { id, customer } = await subscribed(engine, organization);
    await payWith(engine.stripe, customer?.id ?? '', 'pm_card_chargeCustomerFail');
    const before = await atStripe(id);
    const { subscription, errors } = await change(organization, {
      id,
      planUid: 'plan_pro',
      prorationBehavior: 'ALWAYS_INVOICE',
    });
    expect(subscription).toBeNull();
    expect(errors).toMatchObject([{ code: 'CARD_DECLINED', declineCode: 'generic_decline' }]);
    expect((await atStripe(id)).items).toEqual(before.items);
    await engine.settled();
    expect(await storedAs(id)).toMatchObject({ plan_id: 'plan_starter', status: 'active' });
  });

  test('a card that asks for 3D Secure is told, and nothing is changed', async () => {
    const organization = newOrganization();
    const { id, customer } = await subscribed(engine, organization);
    await payWith(engine.stripe, customer?.id ?? '', 'pm_card_authenticationRequired');
    const { errors } = await change(organization, { id, quantity: 2, prorationBehavior: 'ALWAYS_INVOICE' });
    expect(errors).toMatchObject([{ code: 'AUTHENTICATION_REQUIRED' }]);
    expect((await atStripe(id)).items.data).toMatchObject([{ quantity: 1 }]);
  });

  test('each fault of the input has its own code and names its field', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization, { quantity: 2 });
    const codes = async (input: Partial<ChangeSubscriptionInput>) => {
      const { subscription, errors } = await change(organization, { id, ...input });
      expect(subscription).toBeNull();
      return errors.map(({ code, field }) => [code, field?.join('.')]);
    };
    expect(await codes({})).toEqual([['INVALID_INPUT', 'input']]);
    expect(await codes({ planUid: 'plan_starter', billingInterval: 'MONTH', quantity: 2 })).toEqual([
      ['INVALID_INPUT', 'input'],
    ]);
    expect(await codes({ quantity: 0 })).toEqual([['INVALID_INPUT', 'input.quantity']]);
    expect(await codes({ quoteId: 'quote_1', quantity: 3 })).toEqual([['INVALID_INPUT', 'input.quoteId']]);
    expect(await codes({ planUid: 'plan_none' })).toEqual([['PLAN_NOT_FOUND', 'input.planUid']]);
    expect(await codes({ id: 'sub_none', quantity: 3 })).toEqual([['NOT_FOUND', 'input.id']]);
    const plans = engine.database.connection.collection('subscription_plans');
    const plan = await plans.findOne({ plan_uid: 'plan_pro' });
    await plans.updateOne({ plan_uid: 'plan_pro' }, { $set: { archived: true } });
    expect(await codes({ planUid: 'plan_pro' })).toEqual([['PLAN_ARCHIVED', 'input.planUid']]);
    await plans.updateOne({ plan_uid: 'plan_pro' }, { $set: { archived: false, prices: [] } });
    expect(await codes({ planUid: 'plan_pro' })).toEqual([['PRICE_NOT_FOUND', 'input.planUid']]);
    await plans.updateOne({ plan_uid: 'plan_pro' }, { $set: { prices: plan?.prices, overages: plan?.overages } });
    expect((await atStripe(id)).items.data).toMatchObject([{ quantity: 2 }]);
  });

  test('a price that is archived at Stripe cannot be moved to', async () => {
    const strict = await runningEngine({ env: { PRICE_VALIDATION_TTL_SECONDS: '0' } });
    const { id } = await subscribed(strict, 'org_a');
    const { data } = await strict.asNobody()(PlanDocument, { uid: 'plan_pro' });
    await strict.stripe.prices.update(data.plan?.price?.id ?? '', { active: false });
    const answer = await strict.as('org_a')(ChangeSubscriptionDocument, { input: { id, planUid: 'plan_pro' } });
    expect(answer.data.changeSubscription.errors).toMatchObject([{ code: 'PRICE_INACTIVE' }]);
    await strict.stop();
  });

  test('the same change made meanwhile by somebody else is no other subscription to the plan', async () => {
    let pricesWait: Promise<void> | undefined;
    const slow = await runningEngine({
      env: { PRICE_VALIDATION_TTL_SECONDS: '0' },
      sandbox: {
        disturb: async (method, path) => {
          if (method !== 'GET' || path !== '/v1/prices') return;
          const wait = pricesWait;
          pricesWait = undefined;
          await wait;
        },
      },
    });
    const beside = await runningEngine({ beside: slow, env: { PRICE_VALIDATION_TTL_SECONDS: '0' } });
    const { id } = await subscribed(slow, 'org_two_tabs');
    const ask = async (at: RunningEngine) =>
      (await at.as('org_two_tabs')(ChangeSubscriptionDocument, { input: { id, planUid: 'plan_pro' } })).data
        .changeSubscription;
    const { promise, resolve } = Promise.withResolvers<void>();
    pricesWait = promise;
    const first = ask(slow);
    await until(async () => pricesWait === undefined);
    expect((await ask(beside)).errors).toEqual([]);
    resolve();
    expect(await first).toMatchObject({ errors: [], subscription: { id, plan: { uid: 'plan_pro' } } });
    await beside.stop();
    await slow.stop();
  });

  test('is answered as it was made, also where a look at Stripe from before it was stored after it', async () => {
    let meanwhile: (() => Promise<unknown>) | undefined;
    const watched = await runningEngine({
      deliversWebhooks: false,
      sandbox: {
        disturb: async (method, path) => {
          if (method !== 'POST' || !path.startsWith('/v1/subscriptions/')) return;
          const happens = meanwhile;
          meanwhile = undefined;
          await happens?.();
        },
      },
    });
    const { id } = await subscribed(watched, 'org_watched');
    const told = eventOf('customer.subscription.updated', { id }, { api_version: '2024-06-20' });
    meanwhile = async () => {
      await deliver(watched.url, told);
      await watched.app.worker.idle();
    };
    const { data } = await watched.as('org_watched')(ChangeSubscriptionDocument, { input: { id, quantity: 4 } });
    expect(data.changeSubscription).toMatchObject({ errors: [], subscription: { items: [{ quantity: 4 }] } });
    await watched.stop();
  });

  test('a plan that the organization has by another subscription cannot be moved to', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    const other = await subscribed(engine, organization, { planUid: 'plan_pro' });
    const { errors } = await change(organization, { id, planUid: 'plan_pro' });
    expect(errors).toMatchObject([{ code: 'ALREADY_SUBSCRIBED', details: { subscriptionId: other.id } }]);
  });

  test('what has ended, or has not begun, does not change', async () => {
    const organization = newOrganization();
    const canceled = await subscribed(engine, organization);
    // At Stripe alone: the stored state, which lags behind, must not decide.
    await engine.stripe.subscriptions.cancel(canceled.id);
    const incomplete = await subscribed(engine, newOrganization(), { paymentMethodId: null });
    for (const { id, organizationId } of [canceled, incomplete]) {
      const { errors } = await change(organizationId, { id, quantity: 9 });
      expect(errors).toMatchObject([{ code: 'INVALID_STATE', field: ['input', 'id'] }]);
    }
  });

  test('the subscription of another organization does not exist for a member; an admin changes any', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    expect((await change(newOrganization(), { id, quantity: 4 })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const nobody = await engine.asNobody()(ChangeSubscriptionDocument, { input: { id, quantity: 4 } });
    expect(nobody.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
    expect((await atStripe(id)).items.data).toMatchObject([{ quantity: 1 }]);
    const admin = await engine.asAdmin()(ChangeSubscriptionDocument, { input: { id, quantity: 4 } });
    expect(admin.data.changeSubscription.subscription?.items).toMatchObject([{ quantity: 4 }]);
  });
});
