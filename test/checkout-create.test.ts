import { payByCard } from './support/hosted-page.js';
import {
  CheckoutSessionsDocument,
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  CreateSubscriptionDocument,
  PlanDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

const STARTER = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `org_${organizations}`;
}

async function create(organization: string, input: object = STARTER) {
  const { data } = await engine.as(organization)(CreateCheckoutDocument, { input: { ...STARTER, ...input } });
  return data.createCheckout;
}

function callsSince(start: number): string[] {
  return engine.stripeCalls.slice(start).map(({ name }) => name);
}

describe('createCheckout', () => {
  test('opens a session at Stripe and stores it as pending', async () => {
    const organization = newOrganization();
    const { checkoutUrl, checkoutSession, errors } = await create(organization);
    expect(errors).toEqual([]);
    expect(checkoutSession).toMatchObject({
      organizationId: organization,
      status: 'PENDING',
      url: checkoutUrl,
      billingInterval: 'MONTH',
      plan: { uid: 'plan_starter' },
      customer: { organizationId: organization },
      subscription: null,
    });
    const atStripe = await engine.stripe.checkout.sessions.retrieve(checkoutSession?.id ?? '', {
      expand: ['line_items'],
    });
    const { data: plan } = await engine.asNobody()(PlanDocument, { uid: 'plan_starter' });
    expect(atStripe).toMatchObject({
      mode: 'subscription',
      url: checkoutUrl,
      client_reference_id: organization,
      customer: checkoutSession?.customer?.id,
      success_url: `${engine.config.baseUrl}/checkout-success?session_id={CHECKOUT_SESSION_ID}`,
      metadata: { organization_id: organization, plan_uid: 'plan_starter', billing_interval: 'month' },
    });
    expect(atStripe.line_items?.data.map(({ price, quantity }) => [price?.id, quantity])).toEqual([
      [plan.plan?.price?.id, 1],
    ]);
    const stored = await engine.database.connection
      .collection('checkout_sessions')
      .findOne({ stripe_session_id: atStripe.id });
    expect(stored).toMatchObject({
      organization_id: organization,
      stripe_customer_id: atStripe.customer,
      plan_id: 'plan_starter',
      billing_interval: 'month',
      status: 'pending',
      created_at: expect.any(Date),
      updated_at: expect.any(Date),
    });
  });

  test('the customer carries the organization and the email of who asks, here and at Stripe', async () => {
    const organization = newOrganization();
    const { checkoutSession } = await create(organization);
    const id = checkoutSession?.customer?.id ?? '';
    const email = `${organization}@example.com`;
    expect(await engine.stripe.customers.retrieve(id)).toMatchObject({
      email,
      metadata: { organization_id: organization },
    });
    expect(
      await engine.database.connection.collection('stripe_customers').findOne({ organization_id: organization }),
    ).toMatchObject({
      stripe_customer_id: id,
      email,
    });
  });

  test('a new customer and an unchecked price cost three calls of Stripe at most, a known customer and a checked price one', async () => {
    const fresh = await runningEngine();
    const before = fresh.stripeCalls.length;
    await fresh.as('org_a')(CreateCheckoutDocument, { input: STARTER });
    expect(fresh.stripeCalls.slice(before).map(({ name }) => name)).toEqual([
      'prices.list',
      'customers.create',
      'checkout.sessions.create',
    ]);
    const known = fresh.stripeCalls.length;
    await fresh.as('org_a')(CreateCheckoutDocument, { input: { ...STARTER, quantity: 2 } });
    expect(fresh.stripeCalls.slice(known).map(({ name }) => name)).toEqual(['checkout.sessions.create']);
    await fresh.stop();
  });

  test('twenty calls at once of a new organization make one customer and one session', async () => {
    const organization = newOrganization();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(organization)));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(answers.map(({ checkoutSession }) => checkoutSession?.id)).size).toBe(1);
    expect(await countAt(organization)).toEqual({ customersAtStripe: 1, customersHere: 1, sessionsHere: 1 });
  });

  test('twenty calls at once over two processes make one customer and one session', async () => {
    const second = await runningEngine({ beside: engine, env: { BASE_URL: engine.config.baseUrl } });
    const organization = newOrganization();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? engine : second).as(organization)(CreateCheckoutDocument, { input: STARTER }),
      ),
    );
    expect(answers.flatMap(({ data }) => data.createCheckout.errors)).toEqual([]);
    expect(new Set(answers.map(({ data }) => data.createCheckout.checkoutSession?.id)).size).toBe(1);
    expect(await countAt(organization)).toEqual({ customersAtStripe: 1, customersHere: 1, sessionsHere: 1 });
    await second.stop();
  });

  test('an open session for the same choice is given again, without a call of Stripe; another choice gets its own', async () => {
    const organization = newOrganization();
    const first = await create(organization);
    const before = engine.stripeCalls.length;
    const again = await create(organization);
    expect(again.checkoutUrl).toBe(first.checkoutUrl);
    expect(callsSince(before)).toEqual([]);
    const yearly = await create(organization, { billingInterval: 'YEAR' });
    expect(yearly.checkoutSession?.id).not.toBe(first.checkoutSession?.id);
  });

  test('overages add their metered prices, those that are chosen and only when they are enabled', async () => {
    const lines = async (input: object) => {
      const { checkoutSession } = await create(newOrganization(), input);
      const items = await engine.stripe.checkout.sessions.listLineItems(checkoutSession?.id ?? '');
      return items.data.map(({ price, quantity }) => [price?.lookup_key, quantity]);
    };
    const plan = ['plan_starter_month_usd', 1];
    const bandwidth = ['plan_starter_bandwidth_overage_month_usd', null];
    const api = ['plan_starter_api_overage_month_usd', null];
    expect(await lines({ overagesEnabled: true, overageBandwidth: true })).toEqual([plan, bandwidth]);
    expect(await lines({ overagesEnabled: true, overageApi: true })).toEqual([plan, api]);
    expect(await lines({ overagesEnabled: true, overageBandwidth: true, overageApi: true })).toEqual([
      plan,
      bandwidth,
      api,
    ]);
    expect(await lines({ overagesEnabled: false, overageBandwidth: true, overageApi: true })).toEqual([plan]);
  });

  test('each fault of the input has its own code and names its field', async () => {
    const organization = newOrganization();
    const codes = async (input: object) => {
      const { checkoutSession, errors } = await create(organization, input);
      expect(checkoutSession).toBeNull();
      return errors.map(({ code, field }) => [code, field?.join('.')]);
    };
    expect(await codes({ planUid: 'plan_none' })).toEqual([['PLAN_NOT_FOUND', 'input.planUid']]);
    expect(await codes({ currency: 'EUR' })).toEqual([['PRICE_NOT_FOUND', 'input.currency']]);
    expect(await codes({ quantity: 0 })).toEqual([['INVALID_INPUT', 'input.quantity']]);
    expect(await codes({ quantity: -1 })).toEqual([['INVALID_INPUT', 'input.quantity']]);
    expect(await codes({ idempotencyKey: 'k'.repeat(256) })).toEqual([['INVALID_INPUT', 'input.idempotencyKey']]);
    expect(
      await engine.database.connection.collection('stripe_customers').countDocuments({ organization_id: organization }),
    ).toBe(0);
  });

  test('an archived plan is not sold', async () => {
    const plans = engine.database.connection.collection('subscription_plans');
    await plans.updateOne({ plan_uid: 'plan_pro' }, { $set: { archived: true } });
    const { errors } = await create(newOrganization(), { planUid: 'plan_pro' });
    await plans.updateOne({ plan_uid: 'plan_pro' }, { $set: { archived: false } });
    expect(errors.map(({ code }) => code)).toEqual(['PLAN_ARCHIVED']);
  });

  test('a price that is archived at Stripe is not sold once the last check has run out', async () => {
    const strict = await runningEngine({ env: { PRICE_VALIDATION_TTL_SECONDS: '0' } });
    const { data } = await strict.asNobody()(PlanDocument, { uid: 'plan_starter' });
    await strict.stripe.prices.update(data.plan?.price?.id ?? '', { active: false });
    const answer = await strict.as('org_a')(CreateCheckoutDocument, { input: STARTER });
    expect(answer.data.createCheckout.errors.map(({ code }) => code)).toEqual(['PRICE_INACTIVE']);
    await strict.stop();
  });

  test('a plan that the organization has cannot be bought again', async () => {
    const organization = newOrganization();
    const { checkoutUrl, checkoutSession } = await create(organization);
    await payByCard(checkoutUrl);
    await engine.as(organization)(ConfirmCheckoutDocument, { input: { sessionId: checkoutSession?.id ?? '' } });
    const { errors } = await create(organization, { billingInterval: 'YEAR' });
    expect(errors).toMatchObject([
      { code: 'ALREADY_SUBSCRIBED', details: { subscriptionId: expect.stringMatching(/^sub_/) } },
    ]);
    expect((await create(organization, { planUid: 'plan_pro' })).errors).toEqual([]);
  });

  test('a client’s key gives the same session again, also after it was paid, refuses other input, and is the client’s and the operation’s alone', async () => {
    const organization = newOrganization();
    const first = await create(organization, { idempotencyKey: 'one click' });
    await payByCard(first.checkoutUrl);
    await engine.settled();
    const again = await create(organization, { idempotencyKey: 'one click' });
    expect(again.errors).toEqual([]);
    expect(again.checkoutSession).toMatchObject({ id: first.checkoutSession?.id, status: 'COMPLETED' });
    const other = await create(organization, { idempotencyKey: 'one click', quantity: 2 });
    expect(other.errors.map(({ code }) => code)).toEqual(['CONFLICT']);
    const stranger = newOrganization();
    const theirs = await create(stranger, { idempotencyKey: 'one click' });
    expect(theirs).toMatchObject({ errors: [], checkoutSession: { organizationId: stranger, status: 'PENDING' } });
    const input = { ...STARTER, organizationId: stranger, idempotencyKey: 'one click' };
    const { data } = await engine.asAdmin()(CreateSubscriptionDocument, { input });
    expect(data.createSubscription).toMatchObject({ errors: [], subscription: { organizationId: stranger } });
  });

  test('an open session is given again only while there is time to pay, and a paid one never', async () => {
    const organization = newOrganization();
    const sessions = engine.database.connection.collection('checkout_sessions');
    const endsIn = (id: string, minutes: number) =>
      sessions.updateOne({ stripe_session_id: id }, { $set: { expires_at: new Date(Date.now() + minutes * 60_000) } });
    const given: string[] = [];
    for (const minutes of [6, 4, -1]) {
      const id = (await create(organization)).checkoutSession?.id ?? '';
      await endsIn(id, minutes);
      given.push(id);
    }
    const { checkoutUrl, checkoutSession } = await create(organization);
    given.push(checkoutSession?.id ?? '');
    // The second was the first, which had time left; the others are new ones.
    expect(given.map((id) => given.indexOf(id))).toEqual([0, 0, 2, 3]);
    await payByCard(checkoutUrl);
    const input = { sessionId: checkoutSession?.id ?? '' };
    const { data } = await engine.as(organization)(ConfirmCheckoutDocument, { input });
    await engine.stripe.subscriptions.cancel(data.confirmCheckout.subscription?.id ?? '');
    await engine.settled();
    const next = await create(organization);
    expect(next).toMatchObject({ errors: [], checkoutSession: { status: 'PENDING' } });
    expect(given).not.toContain(next.checkoutSession?.id);
  });

  test('without an identity nothing is sold', async () => {
    const { status, errors } = await engine.asNobody()(CreateCheckoutDocument, { input: STARTER });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
    expect(status).toBe(200);
  });

  test('an admin says for which organization', async () => {
    const { data } = await engine.asAdmin()(CreateCheckoutDocument, { input: STARTER });
    expect(data.createCheckout.errors).toMatchObject([{ code: 'INVALID_INPUT', field: ['x-organization-id'] }]);
  });

  test('while Stripe does not answer, the caller is told to try again', async () => {
    let isDown = false;
    const disturb = async () => {
      if (isDown) throw new Error('down');
    };
    const unlucky = await runningEngine({ sandbox: { disturb }, env: { STRIPE_MAX_NETWORK_RETRIES: '0' } });
    isDown = true;
    const answer = await unlucky.as('org_a')(CreateCheckoutDocument, { input: STARTER });
    expect(answer.data.createCheckout.errors.map(({ code }) => code)).toEqual(['STRIPE_UNAVAILABLE']);
    await unlucky.stop();
  });
});

async function countAt(organization: string) {
  const { connection } = engine.database;
  const atStripe = await engine.stripe.customers.list({ email: `${organization}@example.com`, limit: 100 });
  const { data } = await engine.as(organization)(CheckoutSessionsDocument, {});
  return {
    customersAtStripe: atStripe.data.length,
    customersHere: await connection.collection('stripe_customers').countDocuments({ organization_id: organization }),
    sessionsHere: data.checkoutSessions.totalCount,
  };
}
