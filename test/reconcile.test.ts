import { engineCommand, temporaryFolder } from './support/engine-process.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { subscribed } from './support/subscribed.js';
import { until } from './support/until.js';
import { ReconcileSchedule } from '../src/sync/reconcile-schedule.js';
import { pino } from 'pino';

const envOf = (engine: RunningEngine) => ({
  STRIPE_SECRET_KEY: 'sk_test_of_the_engine',
  STRIPE_API_BASE: engine.sandboxUrl,
  STRIPE_WEBHOOK_SECRET: 'whsec_x',
  MONGODB_URI: engine.database.uri,
});

test('events that were never delivered are taken in and processed; the command ends with 1 only when drift is left', async () => {
  const engine = await runningEngine({ deliversWebhooks: false });
  const { id } = await subscribed(engine, 'org_acme');
  const { connection } = engine.database;
  await engine.stripe.subscriptions.cancel(id);
  const folder = await temporaryFolder();
  const first = await engineCommand(['reconcile'], envOf(engine), folder).ended;
  expect(first).toMatchObject({ code: 0 });
  expect(first.stdout).toMatch(/^missed +[1-9]\d* events/m);
  expect(first.stdout).toMatch(/^drifting +0, of which 0 are left/m);
  const stored = () => connection.collection('subscriptions').findOne({ stripe_subscription_id: id });
  expect(await stored()).toMatchObject({ status: 'canceled' });
  const event = await connection.collection('webhook_events').findOne({ event_type: 'customer.subscription.deleted' });
  expect(event).toMatchObject({ status: 'processed', source: 'reconcile' });

  await connection
    .collection('subscriptions')
    .updateOne({ stripe_subscription_id: id }, { $set: { status: 'active' } });
  const second = await engineCommand(['reconcile'], envOf(engine), folder).ended;
  expect(second).toMatchObject({ code: 1 });
  expect(second.stdout).toMatch(/^missed +0 events/m);
  expect(second.stdout).toMatch(/^drifting +1, of which 1 are left/m);
  expect(second.stdout).toMatch(/^at stake +\$19\.00 a month/m);

  const third = await engineCommand(['reconcile', '--repair'], envOf(engine), folder).ended;
  expect(third).toMatchObject({ code: 0 });
  expect(third.stdout).toMatch(/^drifting +1, of which 0 are left/m);
  expect(await stored()).toMatchObject({ status: 'canceled' });
}, 120_000);

test('what an event is still to bring is in flight, and no drift', async () => {
  const engine = await runningEngine({ deliversWebhooks: false });
  const { id } = await subscribed(engine, 'org_acme');
  const { connection } = engine.database;
  const reconcile = () =>
    engine.app.reconciliation.run({ repair: true, actor: 'test', wake: () => engine.app.worker.wake() });
  await reconcile();
  await connection
    .collection('subscriptions')
    .updateOne({ stripe_subscription_id: id }, { $set: { status: 'paused' } });
  const events = connection.collection('webhook_events');
  const ofIt = { 'event_data.data.object.id': id };
  await events.updateOne(ofIt, { $set: { status: 'received', next_attempt_at: new Date(Date.now() + 3_600_000) } });
  expect((await reconcile()).run).toMatchObject({ drift_found: 0, in_flight: 1 });
  await events.updateMany(ofIt, { $set: { status: 'failed', next_attempt_at: null } });
  expect((await reconcile()).run).toMatchObject({ drift_found: 1, drift_left: 0 });
}, 60_000);

test('of two processes one compares, and a start plans nothing anew', async () => {
  const engine = await runningEngine({ deliversWebhooks: false, env: { RECONCILE_INTERVAL_SECONDS: '5' } });
  const jobs = engine.database.connection.collection('scheduled_jobs');
  const planned = await until(() => jobs.findOne({ name: 'reconcile' }));
  const other = await runningEngine({ beside: engine, env: { RECONCILE_INTERVAL_SECONDS: '5' } });
  const runs = engine.database.connection.collection('sync_runs');
  await until(() => runs.findOne({ state: 'completed' }), 30_000);
  await Promise.all([engine.stop(), other.stop()]);
  expect(await runs.countDocuments({ created_at: { $lt: new Date(planned.nextRunAt.getTime() + 4500) } })).toBe(1);
  expect(await jobs.countDocuments()).toBe(1);
}, 60_000);

test('a run whose process died is taken over by another one once its lock is over', async () => {
  const engine = await runningEngine({ deliversWebhooks: false });
  const { connection } = engine.database;
  const jobs = connection.collection('scheduled_jobs');
  let began = 0;
  let atWork: object = {};
  const run = async (): Promise<never> => {
    began += 1;
    atWork = (await jobs.findOne({ name: 'reconcile' })) ?? {};
    throw new Error('ended');
  };
  const schedule = () =>
    new ReconcileSchedule(
      { connection, logger: pino({ level: 'silent' }), wake: () => undefined, reconciliation: { run } },
      { intervalMs: 3_600_000, repair: false, lockLifetimeMs: 1000 },
    );
  const dead = schedule();
  await dead.start();
  await jobs.updateOne({ name: 'reconcile' }, { $set: { nextRunAt: new Date(0) } });
  await until(async () => began === 1, 20_000);
  await dead.stop();
  // What a process leaves that is killed at work: the job as it was then, and its lock.
  await jobs.replaceOne({ name: 'reconcile' }, { ...atWork, lockedAt: new Date(Date.now() - 5000) });
  const heir = schedule();
  await heir.start();
  await until(async () => began === 2, 20_000);
  await heir.stop();
  expect(await jobs.countDocuments()).toBe(1);
}, 60_000);
