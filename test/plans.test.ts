import { payByCard } from './support/hosted-page.js';
import {
  ArchivePlanDocument,
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  PlanDocument,
  PlansDocument,
  SavePlanDocument,
  SubscriptionDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

let plans = 0;

function newUid(): string {
  plans += 1;
  return `plan_${plans}`;
}

const MONTHLY = { billingInterval: 'MONTH', unitAmount: 1900, currency: 'USD' } as const;
const YEARLY = { billingInterval: 'YEAR', unitAmount: 19_000, currency: 'USD' } as const;

async function save(input: object) {
  const complete = { uid: 'plan_x', name: 'Team', prices: [MONTHLY], ...input };
  return (await engine.asAdmin()(SavePlanDocument, { input: complete })).data.savePlan;
}

async function saved(input: object) {
  const { plan, errors } = await save(input);
  expect(errors).toEqual([]);
  if (!plan) throw new Error('no plan');
  return plan;
}

async function archive(uid: string) {
  return (await engine.asAdmin()(ArchivePlanDocument, { input: { uid } })).data.archivePlan;
}

/** The lookup keys of what can be bought at Stripe. */
async function soldAtStripe(product: string): Promise<(string | null)[]> {
  const prices = await engine.stripe.prices.list({ product, active: true, limit: 100 });
  return prices.data.map(({ lookup_key }) => lookup_key).toSorted();
}

async function checkout(organization: string, planUid: string) {
  const input = { planUid, billingInterval: 'MONTH' } as const;
  return (await engine.as(organization)(CreateCheckoutDocument, { input })).data.createCheckout;
}

describe('savePlan', () => {
  test('makes the product and every price at Stripe', async () => {
    const uid = newUid();
    const plan = await saved({
      uid,
      description: 'For teams',
      prices: [MONTHLY, YEARLY],
      overages: [{ kind: 'API', unitAmountDecimal: '0.05', currency: 'USD' }],
      features: ['10 seats'],
      trialDays: 14,
    });
    expect(plan).toMatchObject({
      uid,
      name: 'Team',
      description: 'For teams',
      archived: false,
      features: ['10 seats'],
      trialDays: 14,
      product: { id: uid, active: true },
      prices: [
        { billingInterval: 'MONTH', unitPrice: { amount: 1900, currency: 'USD' } },
        { billingInterval: 'YEAR', unitPrice: { amount: 19_000, currency: 'USD' } },
      ],
    });
    expect(plan.overages.map(({ kind, price }) => [kind, price.unitAmountDecimal, price.billingInterval])).toEqual([
      ['API', '0.05', 'MONTH'],
      ['API', '0.05', 'YEAR'],
    ]);
    expect(await soldAtStripe(uid)).toEqual(
      ['api_overage_month', 'api_overage_year', 'month', 'year'].map((price) => `${uid}_${price}_usd`),
    );
    expect((await checkout('org_first', uid)).errors).toEqual([]);
  });

  test('another amount makes a new price and archives the old one; the rest stays', async () => {
    const uid = newUid();
    const before = await saved({ uid, prices: [MONTHLY, YEARLY] });
    const after = await saved({ uid, name: 'Renamed', prices: [{ ...MONTHLY, unitAmount: 2900 }, YEARLY] });
    const [oldMonth, oldYear] = before.prices;
    const [newMonth, newYear] = after.prices;
    expect(newMonth?.id).not.toBe(oldMonth?.id);
    expect(newMonth).toMatchObject({ active: true, unitPrice: { amount: 2900 }, lookupKey: `${uid}_month_usd` });
    expect(newYear?.id).toBe(oldYear?.id);
    expect(await engine.stripe.prices.retrieve(oldMonth?.id ?? '')).toMatchObject({ active: false });
    expect(await engine.stripe.products.retrieve(uid)).toMatchObject({ name: 'Renamed' });
    expect(await soldAtStripe(uid)).toEqual([`${uid}_month_usd`, `${uid}_year_usd`]);
  });

  test('saving the same again changes nothing', async () => {
    const uid = newUid();
    const before = await saved({ uid });
    const start = engine.stripeCalls.length;
    expect(await saved({ uid })).toEqual(before);
    await engine.settled();
    const calls = engine.stripeCalls.slice(start).map(({ name }) => name);
    expect(calls.filter((name) => /create|update/.test(name))).toEqual([]);
  });

  test.each([
    ['a uid of other letters', { uid: 'Plan A' }, 'input.uid'],
    ['no name', { name: '' }, 'input.name'],
    ['no price', { prices: [] }, 'input.prices'],
    ['a negative amount', { prices: [MONTHLY, { ...YEARLY, unitAmount: -1 }] }, 'input.prices.1.unitAmount'],
    ['two prices of an interval', { prices: [MONTHLY, { ...MONTHLY, unitAmount: 1 }] }, 'input.prices'],
    ['a trial without end', { trialDays: 10_000 }, 'input.trialDays'],
    ['an empty feature', { features: ['a', ''] }, 'input.features.1'],
    [
      'an overage in words',
      { overages: [{ kind: 'API', unitAmountDecimal: 'much', currency: 'USD' }] },
      'input.overages.0.unitAmountDecimal',
    ],
    [
      'two overages of a kind and currency',
      {
        overages: [
          { kind: 'API', unitAmountDecimal: '1', currency: 'USD' },
          { kind: 'API', unitAmountDecimal: '2', currency: 'USD' },
        ],
      },
      'input.overages',
    ],
    [
      'an overage in a currency that the plan has no price in',
      { overages: [{ kind: 'API', unitAmountDecimal: '1', currency: 'EUR' }] },
      'input.overages.0.currency',
    ],
  ])('%s is refused with its place, before Stripe is asked', async (_, fault, field) => {
    const start = engine.stripeCalls.length;
    const { plan, errors } = await save({ uid: 'plan_faulty', ...fault });
    expect(plan).toBeNull();
    expect(errors.map((error) => [error.code, error.field?.join('.')])).toEqual([['INVALID_INPUT', field]]);
    expect(engine.stripeCalls).toHaveLength(start);
  });

  test('of many who save at once in two processes one wins whole, here and at Stripe', async () => {
    const uid = newUid();
    const second = await runningEngine({ beside: engine });
    const answers = await Promise.all(
      [1000, 2000, 3000, 4000].map((unitAmount, index) =>
        (index % 2 ? engine : second).asAdmin()(SavePlanDocument, {
          input: { uid, name: `For ${unitAmount}`, prices: [{ ...MONTHLY, unitAmount }] },
        }),
      ),
    );
    await second.stop();
    const codes = answers.flatMap(({ data }) => data.savePlan.errors.map(({ code }) => code));
    expect(codes.filter((code) => code !== 'CONFLICT')).toEqual([]);
    await engine.settled();
    const { data } = await engine.asNobody()(PlanDocument, { uid });
    const price = data.plan?.prices[0];
    expect(price).toMatchObject({ active: true });
    expect(data.plan?.name).toBe(`For ${price?.unitPrice?.amount}`);
    const atStripe = await engine.stripe.prices.list({ product: uid, active: true });
    expect(atStripe.data.map(({ id }) => id)).toEqual([price?.id]);
    expect((await engine.stripe.products.retrieve(uid)).name).toBe(data.plan?.name);
  });

  test('is for admins, as archivePlan is', async () => {
    const input = { uid: 'plan_mine', name: 'Mine', prices: [MONTHLY] };
    const member = await engine.as('org_a')(SavePlanDocument, { input });
    expect(member.errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    const nobody = await engine.asNobody()(ArchivePlanDocument, { input: { uid: 'plan_starter' } });
    expect(nobody.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('archivePlan', () => {
  test('ends the sale here and at Stripe; a live subscription stays, and saving again resumes the sale', async () => {
    const uid = newUid();
    const before = await saved({ uid, prices: [MONTHLY, YEARLY] });
    const bought = await checkout('org_buyer', uid);
    await payByCard(bought.checkoutUrl);
    const confirmed = await engine.as('org_buyer')(ConfirmCheckoutDocument, {
      input: { sessionId: bought.checkoutSession?.id ?? '' },
    });
    const { plan, errors } = await archive(uid);
    expect(errors).toEqual([]);
    expect(plan).toMatchObject({ uid, archived: true, product: { active: false } });
    expect(plan?.prices.map(({ active }) => active)).toEqual([false, false]);
    expect(await soldAtStripe(uid)).toEqual([]);
    expect((await engine.stripe.products.retrieve(uid)).active).toBe(false);
    const refused = await checkout('org_late', uid);
    expect(refused.errors.map(({ code }) => code)).toEqual(['PLAN_ARCHIVED']);
    const listed = await engine.asNobody()(PlansDocument, {});
    expect(listed.data.plans.map((each) => each.uid)).not.toContain(uid);

    await engine.settled();
    const id = confirmed.data.confirmCheckout.subscription?.id ?? '';
    const { data } = await engine.as('org_buyer')(SubscriptionDocument, { id });
    expect(data.subscription).toMatchObject({ status: 'ACTIVE', plan: { uid } });

    const again = await saved({ uid, prices: [MONTHLY, YEARLY] });
    expect(again).toMatchObject({ archived: false, product: { active: true } });
    expect(again.prices).toEqual(before.prices);
    expect((await checkout('org_late', uid)).errors).toEqual([]);
  });

  test('archiving again changes nothing, and what is not there cannot be archived', async () => {
    const uid = newUid();
    await saved({ uid });
    await archive(uid);
    expect((await archive(uid)).plan?.archived).toBe(true);
    expect((await archive('plan_none')).errors).toMatchObject([{ code: 'PLAN_NOT_FOUND', field: ['input', 'uid'] }]);
  });
});
