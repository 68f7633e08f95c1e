import { ConfirmCheckoutDocument, CreateCheckoutDocument } from './support/generated/operations.js';
import { payByCard } from './support/hosted-page.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({ env: { WEBHOOK_RETRY_DELAYS_SECONDS: ',' } });
});

/** The samples of Prometheus' text format, by name and labels. */
async function samples(): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${engine.url}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

test('deliveries, refusals, attempts, calls of Stripe and operations are counted, and no label says whose they are', async () => {
  const before = await samples();
  const input = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
  const { data } = await engine.as('org_counted')(CreateCheckoutDocument, { input });
  const { checkoutUrl, checkoutSession } = data.createCheckout;
  await payByCard(checkoutUrl);
  await engine.as('org_counted')(ConfirmCheckoutDocument, { input: { sessionId: checkoutSession?.id ?? '' } });
  await engine.settled();
  const ignored = eventOf('coupon.created', { id: 'coupon_1' });
  await deliver(engine.url, ignored);
  await deliver(engine.url, ignored);
  await deliver(engine.url, eventOf('customer.subscription.updated', { id: 'sub_unknown' }));
  await fetch(`${engine.url}/payments/webhook`, { method: 'POST', body: '{}' });
  await engine.settled();
  const after = await samples();
  const grown = (name: string) =>
    (after.get(`revenue_engine_${name}`) ?? 0) - (before.get(`revenue_engine_${name}`) ?? 0);
  expect(grown('webhook_deliveries_total{result="duplicate"}')).toBe(1);
  expect(grown('webhook_deliveries_total{result="stored"}')).toBeGreaterThan(4);
  expect(grown('webhook_refusals_total{reason="NO_SIGNATURE_HEADER"}')).toBe(1);
  expect(grown('webhook_attempts_total{result="ignored"}')).toBe(1);
  expect(grown('webhook_attempts_total{result="failed"}')).toBe(1);
  expect(grown('webhook_attempts_total{result="processed"}')).toBeGreaterThan(3);
  expect(grown('webhook_lag_seconds_count')).toBe(grown('webhook_attempts_total{result="processed"}'));
  expect(grown('stripe_call_seconds_count{call="checkout.sessions.create",result="ok"}')).toBe(1);
  expect(grown('graphql_operation_seconds_count{type="mutation",result="ok"}')).toBe(2);
  expect(after.get('revenue_engine_webhook_events{status="failed"}')).toBe(1);
  expect(after.get('revenue_engine_webhook_events{status="received"}')).toBe(0);
  expect(after.get('revenue_engine_webhook_oldest_unprocessed_seconds')).toBe(0);
  expect([...after.keys()].join()).not.toContain('org_counted');
});

test('the age of the oldest event that waits is shown', async () => {
  await engine.database.connection.collection('webhook_events').insertOne({
    event_id: 'evt_waits',
    event_type: 'coupon.created',
    status: 'received',
    next_attempt_at: new Date(Date.now() + 3_600_000),
    created_at: new Date(Date.now() - 60_000),
  });
  const age = (await samples()).get('revenue_engine_webhook_oldest_unprocessed_seconds') ?? 0;
  expect(age).toBeGreaterThanOrEqual(60);
  expect(age).toBeLessThan(120);
});

test('a scrape reads the index of what is not processed, however many events are', async () => {
  const { connection } = engine.database;
  const now = new Date();
  const done = { event_type: 'coupon.created', status: 'processed', next_attempt_at: null, created_at: now };
  const documents = Array.from({ length: 2000 }, (_, index) => ({ ...done, event_id: `evt_done_${index}` }));
  await connection.collection('webhook_events').insertMany(documents);
  await connection.db?.command({ profile: 2 });
  await samples();
  await connection.db?.command({ profile: 0 });
  const looks = await connection
    .collection<{ planSummary?: string; keysExamined: number; docsExamined: number }>('system.profile')
    .find({ ns: /\.webhook_events$/, 'command.findAndModify': { $exists: false } })
    .toArray();
  expect(looks.length).toBeGreaterThanOrEqual(4);
  for (const { planSummary, keysExamined, docsExamined } of looks) {
    expect(planSummary).toMatch(/IXSCAN|COUNT_SCAN/);
    expect(keysExamined).toBeLessThan(20);
    // The one that is the oldest of each of two statuses.
    expect(docsExamined).toBeLessThanOrEqual(2);
  }
});
