import 'reflect-metadata';
import Stripe from 'stripe';
import { RevenueFold } from '../src/metrics/revenue-fold.js';
import { RevenueBalanceRecord } from '../src/metrics/revenue-balance.record.js';
import { RevenueBatchRecord } from '../src/metrics/revenue-batch.record.js';
import { RevenueChangeRecord } from '../src/metrics/revenue-change.record.js';
import { RevenueHeadRecord } from '../src/metrics/revenue-head.record.js';
import { RevenueMarkRecord } from '../src/metrics/revenue-mark.record.js';
import { SeriesInterval } from '../src/metrics/revenue-periods.js';
import type { KnownSubscription } from './support/revenue-oracle.js';
import { type RevenueStage, revenueStage } from './support/revenue-stage.js';
import { type TestDatabase, testDatabase } from './support/test-database.js';

const GRAINS = 27_720n * 10n ** 9n;
const stripe = new Stripe('sk_test_never_asked');

/** Of the first of March 2026, or of another of its days. */
const at = (time: string, day = 1) => new Date(`2026-03-${String(day).padStart(2, '0')}T${time}Z`);
const midnight = at('00:00:00', 2);

let database: TestDatabase;
/** What time the process takes it to be; another's clock may differ. */
let now: Date;
let theirs: Date | null;
/** Tells its ledger what it stores, as a process does that lives on. */
let living: RevenueStage;
/** Dies each time before the ledger has heard of what it stored. */
let dying: RevenueStage;

beforeEach(async () => {
  database = await testDatabase();
  now = at('12:00:00');
  theirs = null;
  living = await revenueStage({ database, stripe, clock: () => now });
  dying = await revenueStage({ database, stripe, clock: () => theirs ?? now, tells: false });
  await living.keeper.upToDate();
});

/** A subscription of an organization of its own. */
function worth(amount: number, id: string, status = 'active'): KnownSubscription {
  const recurring = { interval: 'month', interval_count: 1, usage_type: 'licensed' };
  const price = { unit_amount_decimal: String(amount), transform_quantity: null, recurring };
  return {
    id,
    at: now,
    organization: `org_of_${id}`,
    plan: null,
    interval: 'month',
    stripe: {
      status,
      currency: 'usd',
      pause_collection: null,
      items: { data: [{ quantity: 1, tax_rates: [], price }] },
      discounts: [],
      default_tax_rates: [],
    },
  };
}

async function store(stage: RevenueStage, ...known: readonly KnownSubscription[]): Promise<void> {
  await stage.store(known);
  await stage.keeper.idle();
}

/** The whole recurring revenue at an instant, in cents, and how many subscriptions are known. */
async function shown(instant: Date | null) {
  const { asOf, totals } = await living.service.at(instant);
  const { amount, count } = totals.sum(() => true);
  return { asOf, amount: Number(amount / GRAINS), count };
}

test('a day is closed some seconds after its end, for what was stored in its last moments', async () => {
  now = at('23:59:59');
  await store(living, worth(100, 'sub_1'));
  now = at('00:00:05', 2);
  await living.keeper.lookAround();
  // The clock of the other is behind, and what it stores comes late.
  theirs = at('23:59:59.900');
  await store(dying, worth(20, 'sub_2'));
  now = at('00:01:00', 2);
  expect(await shown(midnight)).toEqual({ asOf: midnight, amount: 120, count: 2 });
});

test('until a day is closed nothing is known of the next one', async () => {
  await store(living, worth(100, 'sub_1'));
  now = at('00:00:05', 2);
  expect((await shown(null)).asOf).toEqual(midnight);
  expect((await shown(at('00:00:04', 2))).asOf).toEqual(midnight);
  now = at('00:01:00', 2);
  expect((await shown(at('00:00:04', 2))).asOf).toEqual(at('00:00:04', 2));
});

test('an instant of the open day is answered anew, for what is found later belongs to it', async () => {
  theirs = at('12:30:00');
  await store(dying, worth(20, 'sub_2'));
  now = at('13:00:00');
  expect(await shown(at('12:45:00'))).toMatchObject({ amount: 0 });
  now = at('00:01:00', 2);
  expect(await shown(at('12:45:00'))).toMatchObject({ amount: 20, count: 1 });
});

test('what comes after its day was closed counts from then on, and moves no answer that was given', async () => {
  await store(living, worth(100, 'sub_1'));
  now = at('00:01:00', 2);
  const given = await shown(midnight);
  theirs = at('20:00:00');
  await store(dying, worth(20, 'sub_2'));
  now = at('12:00:00', 2);
  await living.keeper.lookAround();
  expect(given).toMatchObject({ amount: 100, count: 1 });
  expect(await shown(at('21:00:00'))).toMatchObject({ amount: 100, count: 1 });
  expect(await shown(midnight)).toEqual(given);
  expect(await shown(null)).toMatchObject({ amount: 120, count: 2 });
});

test('a period of the open day is counted anew', async () => {
  await store(living, worth(100, 'sub_1'));
  now = at('12:30:00', 2);
  const gained = async () => {
    const range = { from: midnight, to: at('00:00:00', 3) };
    const series = await living.service.series(range, SeriesInterval.DAY, 'USD');
    return series.map(({ movements }) => movements.gained / GRAINS);
  };
  expect(await gained()).toEqual([0n]);
  await store(living, worth(20, 'sub_2'));
  expect(await gained()).toEqual([20n]);
});

test('what another process stored before it died is on its own day', async () => {
  await store(dying, worth(20, 'sub_2'));
  now = at('00:01:00', 2);
  expect(await shown(midnight)).toMatchObject({ amount: 20, count: 1 });
});

test('a write that reached MongoDB late is found by the next look', async () => {
  await living.keeper.lookAround();
  await store(dying, worth(20, 'sub_2'));
  // It was made before the last look, and came after it.
  const { modifiedCount } = await database.connection
    .collection('subscriptions')
    .updateOne({ stripe_subscription_id: 'sub_2' }, { $set: { updated_at: new Date(Date.now() - 60_000) } });
  expect(modifiedCount).toBe(1);
  await living.keeper.lookAround();
  expect(await shown(null)).toMatchObject({ amount: 20, count: 1 });
});

test('what a process stores is in the totals as soon as it is idle', async () => {
  await store(living, worth(100, 'sub_1'));
  const head = await database.connection.collection('revenue_heads').findOne({ _id: 'current' as never });
  expect(head?.totals.customers).toEqual({ usd: 1 });
});

test('where the clocks of two processes differ, a later change is not before an earlier one', async () => {
  now = at('12:00:02');
  await store(living, worth(100, 'sub_1'));
  theirs = at('12:00:00');
  await store(dying, worth(70, 'sub_1', 'past_due'));
  now = at('12:00:03');
  await living.keeper.lookAround();
  expect(await shown(at('12:00:01'))).toMatchObject({ amount: 0, count: 0 });
  expect(await shown(at('12:00:02'))).toMatchObject({ amount: 70, count: 1 });
});

test('of changes that come together none is left out: who left and came back did both', async () => {
  await store(living, worth(100, 'sub_1'));
  for (const [time, status] of [
    ['13:00:00', 'canceled'],
    ['14:00:00', 'active'],
  ] as const) {
    now = at(time);
    await store(dying, worth(100, 'sub_1', status));
  }
  now = at('16:00:00');
  await living.keeper.lookAround();
  const amounts = ['12:30:00', '13:30:00', '14:30:00'].map(async (time) => (await shown(at(time))).amount);
  expect(await Promise.all(amounts)).toEqual([100, 0, 100]);
});

describe('who was held up', () => {
  const models = ({ connection }: RevenueStage) => ({
    heads: connection.model<RevenueHeadRecord>(RevenueHeadRecord.name),
    entries: connection.model<RevenueChangeRecord>(RevenueChangeRecord.name),
    balances: connection.model<RevenueBalanceRecord>(RevenueBalanceRecord.name),
    batches: connection.model<RevenueBatchRecord>(RevenueBatchRecord.name),
    marks: connection.model<RevenueMarkRecord>(RevenueMarkRecord.name),
  });
  const balanceOf = () => database.connection.collection('revenue_balances').findOne();
  const head = () => database.connection.collection('revenue_heads').findOne({ _id: 'current' as never });

  test('over an older head changes nothing any more', async () => {
    await store(living, worth(100, 'sub_1'));
    now = at('00:01:00', 2);
    let after: unknown;
    // While it looks around, another closes the day, and goes on a day later.
    await new RevenueFold(models(dying)).advance('current', now, async () => {
      now = at('00:01:00', 3);
      await living.keeper.upToDate();
      after = await head();
    });
    expect(after).toMatchObject({ closed_until: midnight, open_until: at('00:00:00', 4) });
    expect(await head()).toEqual(after);
  });

  test('with an older batch leaves a later balance', async () => {
    await store(living, worth(100, 'sub_1'));
    await store(living, worth(70, 'sub_1'));
    const current = await head();
    const { connection } = database;
    const [entry] = await connection.collection('revenue_changes').find().sort({ number: 1 }).toArray();
    const balance = await balanceOf();
    await connection.collection('revenue_batches').insertOne({
      _id: current?.batch,
      ledger: current?.ledger,
      seq: balance?.seq - 1,
      entries: [{ id: entry?._id, at: entry?.at, previous: null }],
      balances: [{ id: balance?._id, amount: (100n * GRAINS).toString() }],
      created_at: now,
      updated_at: now,
    });
    await dying.keeper.upToDate();
    expect(await connection.collection('revenue_batches').countDocuments()).toBe(0);
    expect(await balanceOf()).toEqual(balance);
    expect(balance).toMatchObject({ amount: (70n * GRAINS).toString() });
  });
});
