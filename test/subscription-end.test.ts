import {
  CancelSubscriptionDocument,
  type CancelSubscriptionInput,
  EntitlementsDocument,
  ResumeSubscriptionDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { shownByStripe, subscribed } from './support/subscribed.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `org_${organizations}`;
}

async function cancel(organization: string, input: CancelSubscriptionInput) {
  const { data } = await engine.as(organization)(CancelSubscriptionDocument, { input });
  return data.cancelSubscription;
}

async function resume(organization: string, id: string) {
  const { data } = await engine.as(organization)(ResumeSubscriptionDocument, { input: { id } });
  return data.resumeSubscription;
}

async function expectStoredAsAtStripe(id: string): Promise<void> {
  const stored = await engine.database.connection.collection('subscriptions').findOne({ stripe_subscription_id: id });
  expect(stored).toMatchObject(shownByStripe(await engine.stripe.subscriptions.retrieve(id)));
}

describe('cancelSubscription', () => {
  test('by default it ends with the period, and the reason is at Stripe', async () => {
    const organization = newOrganization();
    const { id, currentPeriodEnd } = await subscribed(engine, organization);
    const { subscription, errors } = await cancel(organization, { id, reason: 'We need less' });
    expect(errors).toEqual([]);
    expect(subscription).toMatchObject({
      id,
      status: 'ACTIVE',
      cancelAtPeriodEnd: true,
      cancelAt: currentPeriodEnd,
      canceledAt: expect.any(String),
      endedAt: null,
    });
    expect(await engine.stripe.subscriptions.retrieve(id)).toMatchObject({
      cancel_at_period_end: true,
      cancellation_details: { comment: 'We need less', reason: 'cancellation_requested' },
    });
    await expectStoredAsAtStripe(id);
  });

  test('now means now', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    const { subscription } = await cancel(organization, { id, atPeriodEnd: false, reason: 'Too slow' });
    expect(subscription).toMatchObject({ status: 'CANCELED', endedAt: expect.any(String) });
    expect(await engine.stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'canceled',
      cancellation_details: { comment: 'Too slow' },
    });
    await expectStoredAsAtStripe(id);
  });

  test('a scheduled end may be brought forward, and asking for it twice changes nothing', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    const first = await cancel(organization, { id });
    const again = await cancel(organization, { id });
    expect(again.errors).toEqual([]);
    expect(again.subscription?.cancelAt).toBe(first.subscription?.cancelAt);
    expect((await cancel(organization, { id, atPeriodEnd: false })).subscription?.status).toBe('CANCELED');
  });

  test('what has ended cannot end again, also when only Stripe knows of it', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    await engine.stripe.subscriptions.cancel(id);
    for (const atPeriodEnd of [true, false]) {
      const { subscription, errors } = await cancel(organization, { id, atPeriodEnd });
      expect(subscription).toBeNull();
      expect(errors).toMatchObject([{ code: 'INVALID_STATE', field: ['input', 'id'] }]);
    }
  });

  test('one that awaits its first payment has no period to end, but ends now', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization, { paymentMethodId: null });
    expect((await cancel(organization, { id })).errors).toMatchObject([{ code: 'INVALID_STATE' }]);
    expect((await cancel(organization, { id, atPeriodEnd: false })).errors).toEqual([]);
    await expectStoredAsAtStripe(id);
  });

  test('a member ends only what the organization has', async () => {
    const { id } = await subscribed(engine, newOrganization());
    expect((await cancel(newOrganization(), { id })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await cancel(newOrganization(), { id, reason: 'r'.repeat(5001) })).errors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'reason'] },
    ]);
    const nobody = await engine.asNobody()(CancelSubscriptionDocument, { input: { id } });
    expect(nobody.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
    expect((await engine.stripe.subscriptions.retrieve(id)).cancel_at).toBeNull();
    const admin = await engine.asAdmin()(CancelSubscriptionDocument, { input: { id } });
    expect(admin.data.cancelSubscription.subscription?.cancelAtPeriodEnd).toBe(true);
  });
});

describe('resumeSubscription', () => {
  test('takes back an end with the period', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    await cancel(organization, { id });
    const { subscription, errors } = await resume(organization, id);
    expect(errors).toEqual([]);
    expect(subscription).toMatchObject({
      status: 'ACTIVE',
      cancelAtPeriodEnd: false,
      cancelAt: null,
      canceledAt: null,
    });
    await expectStoredAsAtStripe(id);
  });

  test('takes back an end at a set moment, which has no flag', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    const moment = Math.floor(Date.now() / 1000) + 86_400;
    const scheduled = await engine.stripe.subscriptions.update(id, { cancel_at: moment });
    expect(scheduled).toMatchObject({ cancel_at: moment, cancel_at_period_end: false });
    const { subscription, errors } = await resume(organization, id);
    expect(errors).toEqual([]);
    expect(subscription).toMatchObject({ cancelAtPeriodEnd: false, cancelAt: null });
    await expectStoredAsAtStripe(id);
  });

  test('lets a paused one go on with a new period', async () => {
    const organization = newOrganization();
    const { customer } = await subscribed(engine, organization);
    const clock = await engine.stripe.testHelpers.testClocks.create({ frozen_time: Math.floor(Date.now() / 1000) });
    const other = newOrganization();
    const onClock = await engine.stripe.customers.create({
      test_clock: clock.id,
      metadata: { organization_id: other },
    });
    const price = (await engine.stripe.subscriptions.list({ customer: customer?.id ?? '' })).data[0]?.items.data[0]
      ?.price;
    const { id } = await engine.stripe.subscriptions.create({
      customer: onClock.id,
      items: [{ price: price?.id ?? '' }],
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    });
    await engine.stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: clock.frozen_time + 8 * 86_400 });
    await engine.settled();
    await expectStoredAsAtStripe(id);
    expect((await engine.stripe.subscriptions.retrieve(id)).status).toBe('paused');
    const { id: card } = await engine.stripe.paymentMethods.attach('pm_card_visa', { customer: onClock.id });
    await engine.stripe.customers.update(onClock.id, { invoice_settings: { default_payment_method: card } });
    const { subscription, errors } = await resume(other, id);
    expect(errors).toEqual([]);
    expect(subscription?.status).toBe('ACTIVE');
    await expectStoredAsAtStripe(id);
  });

  test('what goes on already, and what has ended, cannot be resumed', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    expect((await resume(organization, id)).errors).toMatchObject([{ code: 'INVALID_STATE', field: ['input', 'id'] }]);
    await cancel(organization, { id, atPeriodEnd: false });
    expect((await resume(organization, id)).errors).toMatchObject([{ code: 'INVALID_STATE' }]);
    expect((await resume(newOrganization(), id)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const nobody = await engine.asNobody()(ResumeSubscriptionDocument, { input: { id } });
    expect(nobody.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('entitlements', () => {
  const STARTER = ['3 projects', '100 GB of bandwidth', '100,000 API calls a month', 'Support by email'];

  async function entitlements(organization: string) {
    const { data } = await engine.as(organization)(EntitlementsDocument, {});
    return data.entitlements;
  }

  async function force(id: string, status: string): Promise<void> {
    await engine.database.connection
      .collection('subscriptions')
      .updateOne({ stripe_subscription_id: id }, { $set: { status } });
  }

  test('are the features of the plans that are subscribed, until the period ends', async () => {
    const organization = newOrganization();
    expect(await entitlements(organization)).toEqual([]);
    const starter = await subscribed(engine, organization);
    const pro = await subscribed(engine, organization, { planUid: 'plan_pro', trialDays: 5 });
    const rows = await entitlements(organization);
    expect(rows.filter(({ plan }) => plan.uid === 'plan_starter').map(({ feature }) => feature)).toEqual(STARTER);
    expect(rows.filter(({ plan }) => plan.uid === 'plan_pro')).toHaveLength(5);
    for (const { plan, subscription, validUntil } of rows) {
      const of = plan.uid === 'plan_pro' ? pro : starter;
      expect([subscription.id, validUntil]).toEqual([of.id, of.currentPeriodEnd]);
    }
  });

  test('end earlier where the subscription does', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    const moment = Math.floor(Date.now() / 1000) + 3600;
    await engine.stripe.subscriptions.update(id, { cancel_at: moment });
    await engine.settled();
    expect((await entitlements(organization))[0]?.validUntil).toBe(new Date(moment * 1000).toISOString());
  });

  test.each([
    ['active', 4],
    ['trialing', 4],
    ['past_due', 4],
    ['unpaid', 0],
    ['paused', 0],
    ['incomplete', 0],
    ['incomplete_expired', 0],
    ['canceled', 0],
    ['a_status_of_tomorrow', 0],
  ])('a subscription that is %s entitles to %i features', async (status, count) => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    await engine.settled();
    await force(id, status);
    expect(await entitlements(organization)).toHaveLength(count);
  });

  test('a member sees the own ones only; an admin names the organization', async () => {
    const organization = newOrganization();
    await subscribed(engine, organization);
    const foreign = await engine.as(newOrganization())(EntitlementsDocument, { organizationId: organization });
    expect(foreign.data.entitlements).toEqual([]);
    const admin = await engine.asAdmin()(EntitlementsDocument, { organizationId: organization });
    expect(admin.data.entitlements).toHaveLength(4);
    const unnamed = await engine.asAdmin()(EntitlementsDocument, {});
    expect(unnamed.errors.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    const nobody = await engine.asNobody()(EntitlementsDocument, { organizationId: organization });
    expect(nobody.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});
