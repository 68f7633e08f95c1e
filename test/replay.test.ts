import { engineCommand, temporaryFolder } from './support/engine-process.js';
import { ADMIN_KEY, type RunningEngine, runningEngine, WEBHOOK_SECRET } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';

let engine: RunningEngine;

beforeAll(async () => {
  // One attempt only: what fails is FAILED at once.
  engine = await runningEngine({ deliversWebhooks: false, env: { WEBHOOK_RETRY_DELAYS_SECONDS: ',' } });
});

const events = () => engine.database.connection.collection('webhook_events');
const stored = (id: string) => events().findOne({ event_id: id });

/** An event of a subscription whose customer nobody knows, and what makes the customer known. */
async function failedEvent(organization: string, type = 'customer.subscription.created') {
  const customer = await customerAtStripe(engine, {});
  const event = eventOf(type, await subscriptionAtStripe(engine, customer));
  await deliver(engine.url, event);
  await engine.app.worker.idle();
  expect(await stored(event.id)).toMatchObject({ status: 'failed' });
  return { id: event.id, mend: () => engine.stripe.customers.update(customer.id, ownedBy(organization)) };
}

/** Runs the command with the default delays, which are hours long at their end. */
async function replay(...args: string[]) {
  const env = {
    STRIPE_SECRET_KEY: 'sk_test_of_the_engine',
    STRIPE_API_BASE: engine.sandboxUrl,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    MONGODB_URI: engine.database.uri,
    ADMIN_API_KEY: ADMIN_KEY,
  };
  return engineCommand(['replay', ...args], env, await temporaryFolder()).ended;
}

test('failed events are processed by the command, with no engine running; what fails again is told and ends it with 1', async () => {
  const [good, bad] = [await failedEvent('org_mended'), await failedEvent('org_never')];
  await good.mend();
  await engine.stop();
  const ended = await replay();
  expect(ended).toMatchObject({ code: 1 });
  expect(ended.stdout).toContain('Replayed 2 of 2: 1 processed, 0 ignored, 1 failed again');
  expect(ended.stdout).toMatch(
    new RegExp(`${bad.id} customer\\.subscription\\.created: Customer cus_\\w+ is not known`),
  );
  expect(ended.stdout).not.toContain(good.id);
  expect(ended.stderr).toContain('Replay: 2 of 2');
  expect(await stored(good.id)).toMatchObject({
    status: 'processed',
    processed: true,
    processing_result: { success: true, organization_id: 'org_mended' },
  });
  expect(await stored(bad.id)).toMatchObject({ status: 'failed', processed: false, next_attempt_at: null });
  await bad.mend();
  expect(await replay()).toMatchObject({ code: 0, stdout: expect.stringContaining('Replayed 1 of 1: 1 processed') });
  expect(await replay()).toMatchObject({ code: 0, stdout: 'There is no event to replay.\n' });
  engine = await runningEngine({ beside: engine, env: { WEBHOOK_RETRY_DELAYS_SECONDS: ',' } });
});

test('type, time, number and id choose what is replayed, beside an engine that runs', async () => {
  const all = [
    await failedEvent('org_a', 'customer.subscription.updated'),
    await failedEvent('org_b', 'customer.subscription.paused'),
    await failedEvent('org_c', 'customer.subscription.paused'),
  ];
  for (const { mend } of all) await mend();
  const [first, second, third] = all.map(({ id }) => id);
  const old = new Date('2020-01-01T00:00:00Z');
  await events().updateOne({ event_id: third ?? '' }, { $set: { created_at: old } });
  const replayed = async (...args: string[]) => /Replayed (\d+) of/.exec((await replay(...args)).stdout)?.[1];
  expect(await replayed('--type', 'invoice.paid', 'refund.failed')).toBeUndefined();
  expect(await replayed('--since', '2031-01-01')).toBeUndefined();
  expect(await replayed('--until', '2020-01-02T00:00Z')).toBe('1');
  expect(await stored(third ?? '')).toMatchObject({ status: 'processed' });
  expect(await replayed('--type', 'customer.subscription.paused', '--since', '2020-01-02T00:00Z')).toBe('1');
  expect(await stored(second ?? '')).toMatchObject({ status: 'processed' });
  expect(await stored(first ?? '')).toMatchObject({ status: 'failed' });
  expect(await replayed('--all', '--limit', '1', '--until', '2020-01-02T00:00Z')).toBe('1');
  const before = await stored(second ?? '');
  expect(await replayed('--id', second ?? '')).toBe('1');
  const again = await stored(second ?? '');
  expect(again).toMatchObject({ status: 'processed' });
  expect(Number(again?.processed_at)).toBeGreaterThan(Number(before?.processed_at));
});

test('an id that is not there, one that is tried anyway, and values that mean nothing are refused with a reason', async () => {
  await events().insertOne({
    event_id: 'evt_waits',
    status: 'received',
    next_attempt_at: new Date(Date.now() + 3.6e6),
  });
  const ended = await replay('--id', 'evt_none', 'evt_waits');
  expect(ended).toMatchObject({ code: 1 });
  expect(ended.stderr).toContain('evt_none is not in the inbox');
  expect(ended.stderr).toContain('evt_waits is being processed or waits for its next attempt');
  expect(await replay('--since', 'yesterday')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('It is no instant'),
  });
  expect(await replay('--limit', '0')).toMatchObject({ code: 1, stderr: expect.stringContaining('whole number') });
});
