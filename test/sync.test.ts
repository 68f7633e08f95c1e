import { SyncRunRecord } from '../src/sync/sync-run.record.js';
import { modelOn } from '../src/mongo/model.js';
import { engineCommand, temporaryFolder } from './support/engine-process.js';
import { RecurringRevenueDocument } from './support/generated/operations.js';
import { runningEngine } from './support/running-engine.js';
import { seeded } from './support/seeded.js';
import { stripePopulation } from './support/stripe-population.js';
import { until } from './support/until.js';

const CUSTOMERS = 230;

/** The pages of lists that were asked for, in their order, as `customers` or `customers cus_…`. */
const pagesOf = (urls: readonly string[]) =>
  urls.flatMap((url) => {
    const { pathname, searchParams } = new URL(url, 'http://stripe');
    const isList = /^\/v1\/(customers|products|prices|subscriptions|invoices|checkout\/sessions)$/.test(pathname);
    return isList ? [`${pathname.slice('/v1/'.length)} ${searchParams.get('starting_after') ?? ''}`.trim()] : [];
  });

test('a backfill that is killed goes on after the last page that it stored, and reads nothing twice', async () => {
  const requests: string[] = [];
  let hold: Promise<void> | undefined;
  let release = () => {};
  const engine = await runningEngine({
    deliversWebhooks: false,
    sandbox: {
      onRequest: ({ method, url }) => {
        if (method === 'GET') requests.push(url);
      },
      // The list of subscriptions stands still, so that there is a middle to be killed in.
      disturb: async (method, path) => {
        if (method === 'GET' && path === '/v1/subscriptions') await hold;
      },
    },
  });
  const prices = (await engine.stripe.prices.list({ limit: 100 })).data.filter(
    ({ recurring }) => recurring?.usage_type === 'licensed',
  );
  const { subscriptions } = await stripePopulation(
    engine.stripe,
    CUSTOMERS,
    prices.map(({ id }) => id),
    seeded(1),
  );
  await engine.stripe.customers.create({ email: 'nobody@example.com' });
  const gone = await engine.stripe.customers.create({ metadata: { organization_id: 'org_gone' } });
  await engine.app.backfill.run({ restart: true });
  await engine.stripe.customers.del(gone.id);
  const collection = (name: string) => engine.database.connection.collection(name);
  expect(await collection('stripe_customers').countDocuments({ organization_id: 'org_gone' })).toBe(1);
  // Nothing is left of what was read, but the customer that Stripe lists no more.
  await collection('stripe_customers').deleteMany({ organization_id: { $ne: 'org_gone' } });
  await collection('subscriptions').deleteMany({});
  await collection('invoices').deleteMany({});

  const folder = await temporaryFolder();
  const env = {
    STRIPE_SECRET_KEY: 'sk_test_of_the_engine',
    STRIPE_API_BASE: engine.sandboxUrl,
    STRIPE_WEBHOOK_SECRET: 'whsec_x',
    MONGODB_URI: engine.database.uri,
  };
  hold = new Promise((resolve) => {
    release = resolve;
  });
  requests.length = 0;
  const first = engineCommand(['sync', '--restart'], env, folder);
  const runs = modelOn(engine.database.connection, SyncRunRecord);
  await until(async () => (await runs.findOne({ state: 'running' }).lean())?.cursor?.price?.done, 60_000);
  first.child.kill('SIGKILL');
  expect((await first.ended).signal).toBe('SIGKILL');
  const read = pagesOf(requests);
  expect(read.filter((page) => page.startsWith('customers'))).toHaveLength(3);
  expect(await collection('subscriptions').countDocuments()).toBe(0);
  release();
  hold = undefined;
  // The request that the killed one had under way is its own, though it is answered only now.
  await until(async () => pagesOf(requests).includes('subscriptions'));

  requests.length = 0;
  const second = await engineCommand(['sync'], env, folder).ended;
  expect(second).toMatchObject({ code: 0, signal: null });
  expect(second.stdout).toContain('Goes on with the one begun at');
  expect(second.stdout).toContain('Left out: 1 customers without organization_id in their metadata');
  expect(second.stdout).toContain(`subscription: ${CUSTOMERS} read, done`);
  const later = pagesOf(requests);
  expect(later.filter((page) => /^(customers|products|prices)/.test(page))).toEqual([]);
  expect(later.filter((page) => page.startsWith('subscriptions'))).toHaveLength(3);
  expect(new Set(later).size).toBe(later.length);
  expect(await collection('stripe_customers').countDocuments()).toBe(CUSTOMERS);
  expect(await collection('deleted_customers').countDocuments({ organization_id: 'org_gone' })).toBe(1);
  expect((await collection('subscriptions').distinct('stripe_subscription_id')).sort()).toEqual(
    [...subscriptions].sort(),
  );
  expect(await collection('invoices').countDocuments()).toBe(CUSTOMERS);

  requests.length = 0;
  const third = await engineCommand(['sync'], env, folder).ended;
  expect(third.stdout).toContain(', 0 records written');
  expect(pagesOf(requests).filter((page) => page.startsWith('customers'))).toHaveLength(3);
  // Beside the lists, nothing was read: what is the same needs no look of its own.
  expect(requests).toHaveLength(pagesOf(requests).length);
}, 240_000);

test('what a subscription brings a month, with its coupon, is the same from a backfill as from its own answer', async () => {
  const engine = await runningEngine({ deliversWebhooks: false });
  const forever = await engine.stripe.coupons.create({ percent_off: 25, duration: 'forever' });
  const [price] = (
    await engine.stripe.prices.list({ product: 'plan_pro', recurring: { interval: 'year' } })
  ).data.filter(({ recurring }) => recurring?.usage_type === 'licensed');
  const customer = await engine.stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
    metadata: { organization_id: 'org_acme' },
  });
  const { id } = await engine.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price?.id ?? '', quantity: 2 }],
    discounts: [{ coupon: forever.id }],
  });
  await engine.app.backfill.run({ restart: false });
  const { data } = await engine.as('org_acme')(RecurringRevenueDocument, { id });
  expect(data.subscription?.monthlyRecurringRevenue).toEqual({
    amount: Math.round((2 * 49_000 * 0.75) / 12),
    currency: 'USD',
  });
  const { run } = await engine.app.reconciliation.run({
    repair: false,
    actor: 'test',
    wake: () => engine.app.worker.wake(),
  });
  expect(run).toMatchObject({ drift_found: 0, in_flight: 0 });
}, 60_000);
