import { drawn, seeded } from './support/seeded.js';
import { DriftReportDocument, RepairDriftDocument } from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { storedDocuments, withoutObservation } from './support/stored-documents.js';
import { stripePopulation } from './support/stripe-population.js';

const SEED = Number(process.env.DRIFT_SEED ?? 20_261_125);
const POPULATION = 330;
const THREE_HOURS_MS = 3 * 60 * 60 * 1000;
const TEN_DAYS_MS = 10 * 24 * 60 * 60 * 1000;

/** What each price of the sample plans brings a month, in cents as a fraction, written down by hand. */
const MONTHLY: Readonly<Record<string, number>> = {
  'plan_starter month': 1900,
  'plan_starter year': 19_000 / 12,
  'plan_pro month': 4900,
  'plan_pro year': 49_000 / 12,
};

interface Subscription {
  readonly id: string;
  readonly item: string;
  readonly price: string;
  readonly quantity: number;
}

let engine: RunningEngine;
/** By price, what one unit brings a month. */
let monthlyOf: ReadonlyMap<string, number>;
let subscriptions: Subscription[];
/** What was corrupted, and the money that is at stake by it; null for what is no subscription. */
const corrupted = new Map<string, { readonly path: string; readonly money: number | null }>();

const collection = (name: string) => engine.database.connection.collection(name);

const reconcile = (repair = false) =>
  engine.app.reconciliation.run({ repair, actor: 'test', wake: () => engine.app.worker.wake() });

const callsSince = (from: number) => engine.stripeCalls.slice(from);

beforeAll(async () => {
  // Its events are older than what a comparison looks at again, as after an outage of the webhooks.
  engine = await runningEngine({
    deliversWebhooks: false,
    sandbox: {
      clock: {
        milliseconds: () => Date.now() - THREE_HOURS_MS,
        now: () => Math.floor((Date.now() - THREE_HOURS_MS) / 1000),
      },
    },
  });
  const random = seeded(SEED);
  const prices = (await engine.stripe.prices.list({ limit: 100 })).data.filter(
    ({ recurring }) => recurring?.usage_type === 'licensed',
  );
  monthlyOf = new Map(
    prices.map(({ id, product, recurring }) => [
      id,
      MONTHLY[`${String(product)} ${recurring?.interval}`] ?? Number.NaN,
    ]),
  );
  await stripePopulation(engine.stripe, POPULATION, [...monthlyOf.keys()], random);
  for (let index = 0; index < 5; index += 1) {
    await engine.stripe.customers.create({ metadata: { organization_id: `org_leaves_${index}` } });
  }
  await engine.stripe.customers.create({ email: 'somebody@example.com' });
  await engine.app.backfill.run({ restart: false });
  const rows = await collection('subscriptions').find().toArray();
  subscriptions = rows.map(({ stripe_subscription_id: id, items: [item] }) => ({
    id,
    item: item.stripe_item_id,
    price: item.stripe_price_id,
    quantity: item.quantity,
  }));
}, 240_000);

/** Makes 40 objects of the thousand differ from Stripe's. */
async function corrupt(): Promise<void> {
  const random = seeded(SEED + 1);
  const left = [...subscriptions];
  const worth = ({ price, quantity }: Subscription) => (monthlyOf.get(price) ?? Number.NaN) * quantity;
  const set = async (subscription: Subscription, path: string, value: unknown, money: number) => {
    const { modifiedCount } = await collection('subscriptions').updateOne(
      { stripe_subscription_id: subscription.id },
      { $set: { [path]: value } },
    );
    expect(modifiedCount).toBe(1);
    corrupted.set(subscription.id, { path, money: Math.round(Math.abs(money)) });
  };
  for (const each of drawn(left, 8, random)) await set(each, 'status', 'canceled', worth(each));
  for (const each of drawn(left, 7, random)) {
    await set(each, 'items.0.quantity', each.quantity + 3, (monthlyOf.get(each.price) ?? Number.NaN) * 3);
  }
  for (const each of drawn(left, 6, random)) {
    const other = [...monthlyOf.keys()].find((id) => id !== each.price) ?? '';
    await set(each, 'items.0.stripe_price_id', other, worth({ ...each, price: other }) - worth(each));
  }
  for (const each of drawn(left, 5, random)) {
    await set(each, 'current_period_end', new Date(Date.now() + TEN_DAYS_MS), 0);
  }
  for (const each of drawn(left, 5, random)) {
    await collection('subscriptions').deleteOne({ stripe_subscription_id: each.id });
    corrupted.set(each.id, { path: 'id', money: Math.round(worth(each)) });
  }
  for (const each of drawn(left, 4, random)) await set(each, 'organization_id', 'org_of_another', worth(each));
  const leaving = await collection('stripe_customers')
    .find({ organization_id: /^org_leaves_/ })
    .toArray();
  for (const { stripe_customer_id: id } of leaving) {
    await engine.stripe.customers.del(id);
    corrupted.set(id, { path: 'id', money: null });
  }
}

async function report(first = 15) {
  const nodes: Awaited<ReturnType<typeof pageOf>>['nodes'] = [];
  const pageOf = async (after: string | null) =>
    (await engine.asAdmin()(DriftReportDocument, { first, after })).data.driftReport;
  let page = await pageOf(null);
  nodes.push(...page.nodes);
  while (page.pageInfo.hasNextPage) {
    page = await pageOf(page.pageInfo.endCursor ?? null);
    nodes.push(...page.nodes);
  }
  return { ...page, nodes };
}

const repairAll = async (ids: readonly string[], dryRun: boolean) =>
  (await engine.asAdmin()(RepairDriftDocument, { input: { ids: [...ids], dryRun } })).data.repairDrift;

async function withoutReads() {
  // The ledger follows by itself.
  await engine.app.revenue.idle();
  const { sync_runs, drifts, observations, ...rest } = await storedDocuments(engine.database.connection);
  return Object.fromEntries(
    Object.entries(rest).map(([name, documents]) => [name, documents.map((each) => withoutObservation(each))]),
  );
}

describe(`a thousand stored objects (seed ${SEED})`, () => {
  test('nothing drifts before anything is corrupted, and the report says when that was', async () => {
    expect((await report()).checkedAt).toBeNull();
    const { run } = await reconcile();
    expect(run).toMatchObject({ drift_found: 0, in_flight: 0, missed_events: 0 });
    expect(run.skipped).toEqual({ 'customers without organization_id in their metadata': 1 });
    expect(run.checked_count).toBeGreaterThanOrEqual(1000);
    const { checkedAt, checkedCount, total, nodes } = await report();
    expect({ checkedCount, total, nodes }).toEqual({ checkedCount: run.checked_count, total: 0, nodes: [] });
    expect(new Date(checkedAt ?? 0).getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  test('40 corrupted ones are found, none falsely, each with its money, by lists and a look at each of the 40', async () => {
    await corrupt();
    expect(corrupted.size).toBe(40);
    const before = engine.stripeCalls.length;
    const { run } = await reconcile();
    const calls = callsSince(before);
    const { nodes, total } = await report();
    expect(total).toBe(40);
    expect(nodes.map(({ id }) => id).sort()).toEqual([...corrupted.keys()].sort());
    for (const { id, fields, monthlyRevenueAtStake } of nodes) {
      expect({ id, paths: fields.map(({ path }) => path), money: monthlyRevenueAtStake?.amount ?? null }).toEqual({
        id,
        paths: [corrupted.get(id)?.path],
        money: corrupted.get(id)?.money,
      });
    }
    const pages = Object.values(run.checked).reduce((sum, count) => sum + Math.ceil(Math.max(1, count) / 100), 0);
    const lists = calls.filter(({ name }) => name.endsWith('.list') && name !== 'events.list');
    expect(lists.length).toBeLessThanOrEqual(pages);
    expect(calls.filter(({ name }) => name === 'events.list').length).toBeLessThanOrEqual(4);
    expect(calls.length - lists.length).toBeLessThanOrEqual(40 + 4);
  });

  test('a dry run says what would be repaired, and writes nothing', async () => {
    const before = await withoutReads();
    const { repaired, errors } = await repairAll([...corrupted.keys()], true);
    expect(errors).toEqual([]);
    expect(repaired.map(({ id }) => id).sort()).toEqual([...corrupted.keys()].sort());
    expect(await withoutReads()).toEqual(before);
    expect((await report()).total).toBe(40);
  });

  test('repair stores Stripe’s state, empties the report, and the next comparison finds nothing', async () => {
    const { repaired, errors } = await repairAll([...corrupted.keys()], false);
    expect(errors).toEqual([]);
    expect(repaired).toHaveLength(40);
    expect((await report()).total).toBe(0);
    const { run } = await reconcile();
    expect(run).toMatchObject({ drift_found: 0, drift_left: 0, in_flight: 0 });
    const stored = await collection('subscriptions').find().toArray();
    expect(stored.map(({ stripe_subscription_id: id }) => id).sort()).toEqual(subscriptions.map(({ id }) => id).sort());
    expect(stored.filter(({ status }) => status !== 'active')).toEqual([]);
  });

  test('a second repair writes nothing and says that nothing of it is reported', async () => {
    const before = await withoutReads();
    const { repaired, errors } = await repairAll([...corrupted.keys()], false);
    expect(repaired).toEqual([]);
    expect(errors).toHaveLength(40);
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['NOT_FOUND']));
    expect(await withoutReads()).toEqual(before);
  });

  test('a comparison that repairs leaves nothing, and tells what it found', async () => {
    const [one, other] = subscriptions;
    await collection('subscriptions').updateOne({ stripe_subscription_id: one?.id }, { $set: { status: 'paused' } });
    await collection('invoices').deleteOne({ stripe_subscription_id: other?.id });
    const { run, unrepaired } = await reconcile(true);
    expect(run).toMatchObject({ drift_found: 2, drift_left: 0 });
    expect(unrepaired.size).toBe(0);
    const metrics = await (await fetch(`${engine.url}/metrics`)).text();
    expect(metrics).toMatch(/^revenue_engine_drift_objects 0$/m);
    expect(metrics).toMatch(/^revenue_engine_reconcile_last_clean_timestamp_seconds 1\d{9}/m);
  });

  test('what Stripe does not know is reported and not taken for its state', async () => {
    const [one] = await collection('subscriptions').find().limit(1).toArray();
    const { _id, ...copy } = one ?? {};
    await collection('subscriptions').insertOne({ ...copy, stripe_subscription_id: 'sub_of_another_account' });
    const { run, unrepaired } = await reconcile(true);
    expect(run).toMatchObject({ drift_found: 1, drift_left: 1 });
    expect([...unrepaired.keys()]).toEqual(['sub_of_another_account']);
    const { errors, repaired } = await repairAll(['sub_of_another_account'], false);
    expect(repaired).toEqual([]);
    expect(errors).toMatchObject([
      { code: 'INVALID_STATE', message: expect.stringContaining('keys belong to this account') },
    ]);
    const metrics = await (await fetch(`${engine.url}/metrics`)).text();
    expect(metrics).toMatch(/^revenue_engine_drift_objects 1$/m);
  });
});
