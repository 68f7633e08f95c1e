import { RevenueContributionsDocument } from './support/generated/operations.js';
import { RevenueAnswers } from './support/revenue-answers.js';
import { RevenueOracle, counts } from './support/revenue-oracle.js';
import { type RevenueStage, revenueStage } from './support/revenue-stage.js';
import { RevenueStory } from './support/revenue-story.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { seeded } from './support/seeded.js';

const SEED = Number(process.env.METRICS_SEED ?? 20_261_125);
const DAYS = 400;
const DAY_MS = 24 * 60 * 60 * 1000;
const START = new Date('2025-10-01T00:00:00Z');
const CURRENCIES = ['usd', 'eur', 'jpy'];

const oracle = new RevenueOracle();
const answers = new RevenueAnswers(() => engine);
const dayEnd = (day: number) => new Date(START.getTime() + day * DAY_MS);
const days = Array.from({ length: DAYS }, (_, index) => index + 1);

let now = START;
let engine: RunningEngine;
let stages: [RevenueStage, RevenueStage];
/** What was answered for some days as soon as they were over. */
const early = new Map<number, unknown>();

beforeAll(async () => {
  engine = await runningEngine({ now: () => now, deliversWebhooks: false });
  const stage = (tells: boolean) =>
    revenueStage({ database: engine.database, stripe: engine.stripe, clock: () => now, tells });
  // One of the two processes dies each time before the ledger hears of what it stored.
  stages = [await stage(true), await stage(false)];
  const random = seeded(SEED);
  const story = new RevenueStory(random);
  for (const day of days) {
    for (const { at, changes } of story.day(dayEnd(day - 1))) {
      now = at;
      for (const change of changes) oracle.know(change);
      await stages[random() < 0.7 ? 0 : 1].store(changes);
    }
    if (day % 50 === 0) {
      now = new Date(dayEnd(day).getTime() + 60_000);
      early.set(day, await answers.everythingAt(dayEnd(day)));
    }
  }
  now = new Date(dayEnd(DAYS).getTime() + 60_000);
  await Promise.all(stages.map(({ keeper }) => keeper.idle()));
}, 240_000);

test('the story has all kinds of movements, in several currencies', () => {
  for (const currency of CURRENCIES) {
    const points = days
      .filter((day) => day % 10 === 0)
      .map((day) => oracle.point(currency, dayEnd(day - 10), dayEnd(day)));
    for (const kind of ['new', 'reactivated', 'expansion', 'contraction', 'churned'] as const) {
      expect(points.filter((point) => point[kind] > 0).length).toBeGreaterThan(0);
    }
  }
  expect(new Set(oracle.at(now).map(({ stripe }) => stripe.status)).size).toBeGreaterThan(5);
});

test.each(CURRENCIES)('each day in %s adds up to the minor unit, as the policy says', async (currency) => {
  const points = await answers.series(currency, START, dayEnd(DAYS), 'DAY');
  expect(points).toHaveLength(DAYS);
  for (const [index, point] of points.entries()) {
    const { opening, closing, reactivated, expansion, contraction, churned } = point;
    expect(opening + point.new + reactivated + expansion - contraction - churned).toBe(closing);
    expect(opening).toBe(points[index - 1]?.closing ?? 0);
    expect({ day: index + 1, ...point }).toEqual({
      day: index + 1,
      ...oracle.point(currency, dayEnd(index), dayEnd(index + 1)),
    });
  }
  expect(await answers.series(currency, START, dayEnd(DAYS), 'DAY')).toEqual(points);
});

test.each(['WEEK', 'MONTH'] as const)('so does each %s of the calendar, cut at both ends', async (interval) => {
  const [from, to] = [new Date(START.getTime() + 3.3 * DAY_MS), new Date(dayEnd(DAYS).getTime() - 5.5 * DAY_MS)];
  const periods = await answers.periods('usd', from, to, interval);
  expect(periods.length).toBeGreaterThan(12);
  expect(periods[0]?.from).toEqual(from);
  expect(periods.at(-1)?.to).toEqual(to);
  for (const [index, { from: start, to: end, point }] of periods.entries()) {
    if (index > 0) {
      expect(start).toEqual(periods[index - 1]?.to);
      expect(start.getTime() % DAY_MS).toBe(0);
      expect(interval === 'WEEK' ? start.getUTCDay() : start.getUTCDate()).toBe(1);
    }
    expect(point).toEqual(oracle.point('usd', start, end));
  }
});

test('the figures of each day, and of instants within days, are those of the policy', async () => {
  const random = seeded(SEED + 1);
  const within = days
    .filter((day) => day % 20 === 0)
    .map((day) => new Date(dayEnd(day).getTime() - Math.floor(random() * DAY_MS)));
  for (const instant of [...days.map(dayEnd), ...within]) {
    expect(await answers.figuresAt(instant)).toEqual({
      asOf: instant,
      currencies: oracle.currencies(instant),
      statuses: oracle.statuses(instant),
    });
  }
  expect(await answers.figuresAt(null)).toEqual({
    asOf: now,
    currencies: oracle.currencies(now),
    statuses: oracle.statuses(now),
  });
});

test('each subscription is listed once, with its amount or a reason, and the amounts sum to the totals', async () => {
  for (const day of days.filter((each) => each % 100 === 0 || each === 399)) {
    const instant = dayEnd(day);
    const list = await answers.contributionsAt(instant);
    const known = oracle.at(instant);
    expect(list.map(({ subscriptionId }) => subscriptionId)).toEqual(known.map(({ id }) => id).sort());
    const byId = new Map(known.map((each) => [each.id, each]));
    for (const { subscriptionId, exactAmount, formula, excludedReason, amount } of list) {
      const each = byId.get(subscriptionId);
      if (!each) throw new Error(`${subscriptionId} was not known`);
      const exact = Number(oracle.exact(each)) / 27_720_000_000_000;
      expect(Number(exactAmount)).toBeCloseTo(exact, 6);
      expect(Math.abs(amount.amount - exact)).toBeLessThan(1);
      expect([formula !== null, excludedReason !== null]).toEqual([counts(each.stripe), !counts(each.stripe)]);
    }
    for (const { currency, monthly, pastDue, byPlan } of oracle.currencies(instant)) {
      const sumOf = (rows: Awaited<ReturnType<typeof answers.contributionsAt>>) =>
        rows.filter(({ amount }) => amount.currency === currency).reduce((sum, { amount }) => sum + amount.amount, 0);
      expect(sumOf(list)).toBe(monthly);
      expect(sumOf(await answers.contributionsAt(instant, { currency, status: 'PAST_DUE' }))).toBe(pastDue);
      for (const { plan, interval, amount, count } of byPlan) {
        const filter = {
          currency,
          planUid: plan,
          billingInterval: interval === 'month' ? 'MONTH' : 'YEAR',
          counted: true,
        } as const;
        const rows = await answers.contributionsAt(instant, filter);
        expect([sumOf(rows), rows.length]).toEqual([amount, count]);
      }
    }
  }
});

test('what was answered for a day when it was over is the answer for ever', async () => {
  expect(early.size).toBe(DAYS / 50);
  for (const [day, answer] of early) expect(await answers.everythingAt(dayEnd(day))).toEqual(answer);
});

test('an answer for now reads one document, one for a midnight reads marks, and none reads a whole collection', async () => {
  const { db } = engine.database.connection;
  // The second answer finds the totals read.
  await answers.figuresAt(null);
  await db?.command({ profile: 2 });
  await answers.figuresAt(null);
  const profile = engine.database.connection.collection('system.profile');
  const read = async () =>
    (await profile.find({ ns: /\.revenue_/, op: { $in: ['query', 'command'] } }).toArray()) as unknown as readonly {
      readonly ns: string;
      readonly planSummary?: string;
    }[];
  expect((await read()).map(({ ns, planSummary }) => [ns.split('.')[1], planSummary])).toEqual([
    ['revenue_heads', 'IDHACK'],
  ]);
  await answers.figuresAt(dayEnd(123));
  expect((await read()).map(({ ns }) => ns.split('.')[1])).toContain('revenue_marks');
  const noon = new Date(dayEnd(123).getTime() + DAY_MS / 2);
  const figures = [await answers.figuresAt(dayEnd(123)), await answers.figuresAt(noon)];
  const before = (await read()).length;
  // What is closed and was asked for before.
  expect([await answers.figuresAt(dayEnd(123)), await answers.figuresAt(noon)]).toEqual(figures);
  expect((await read()).slice(before).map(({ ns, planSummary }) => [ns.split('.')[1], planSummary])).toEqual([
    ['revenue_heads', 'IDHACK'],
    ['revenue_heads', 'IDHACK'],
  ]);
  await answers.figuresAt(new Date(dayEnd(123).getTime() + DAY_MS / 3));
  for (const filter of [
    { currency: 'USD' },
    { planUid: 'plan_pro' },
    { status: 'TRIALING' },
    { counted: false },
  ] as const) {
    await answers.contributionsAt(dayEnd(200), filter);
  }
  await answers.series('usd', new Date(START.getTime() + DAY_MS / 2), dayEnd(40), 'WEEK');
  await stages[0].keeper.lookAround();
  await db?.command({ profile: 0 });
  expect((await read()).filter(({ planSummary }) => planSummary?.includes('COLLSCAN'))).toEqual([]);
});

test('a future instant, an empty range, too many periods and a foreign cursor are refused', async () => {
  const later = new Date(now.getTime() + 1000);
  await expect(answers.figuresAt(later)).rejects.toThrow('BAD_USER_INPUT');
  await expect(answers.series('usd', START, START, 'DAY')).rejects.toThrow('BAD_USER_INPUT');
  await expect(answers.series('usd', new Date('2000-01-01T00:00:00Z'), START, 'DAY')).rejects.toThrow('BAD_USER_INPUT');
  expect(await answers.series('usd', later, new Date(later.getTime() + DAY_MS), 'DAY')).toEqual([]);
  for (const after of ['made up', Buffer.from('["created_at",{"d":1},"x"]').toString('base64url')]) {
    const { errors } = await engine.asAdmin()(RevenueContributionsDocument, { first: 10, after });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
  }
});

test('a rebuild from the histories gives the very same ledger, and another process goes on with it', async () => {
  const before = await ledgerOf();
  expect(before.entries.length).toBeGreaterThan(DAYS);
  const walked = await stages[1].build.run();
  expect(walked).toBe(oracle.at(now).length);
  const after = await ledgerOf();
  expect(after.name).not.toBe(before.name);
  expect({ ...after, name: null }).toEqual({ ...before, name: null });
  await stages[0].keeper.upToDate();
  expect((await ledgerOf()).name).toBe(after.name);
  // What the engine keeps in memory is of the ledger before, and is not shown of this one.
  const marks = engine.database.connection.collection('revenue_marks');
  const { modifiedCount } = await marks.updateOne(
    { ledger: after.name, at: dayEnd(123) },
    { $set: { 'totals.customers.usd': 4711 } },
  );
  expect(modifiedCount).toBe(1);
  const figures = await answers.figuresAt(dayEnd(123));
  expect(JSON.stringify(figures)).toContain('4711');
  expect(stages.flatMap(({ failures }) => failures)).toEqual([]);
});

/** Without what names the ledger and when its records were made. */
async function ledgerOf() {
  const { connection } = engine.database;
  const read = async (name: string, fields: readonly string[]) => {
    const rows = await connection.collection(name).find().toArray();
    const kept = rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field]])));
    return kept.map((row) => JSON.stringify(row)).sort();
  };
  const head = await connection.collection('revenue_heads').findOne({ _id: 'current' as never });
  const facts = [
    'stripe_subscription_id',
    'number',
    'previous',
    'organization_id',
    'currency',
    'at',
    'until',
    'folded',
  ];
  if (!head) throw new Error('There is no ledger');
  return {
    name: head.ledger as string,
    groups: (head.totals.groups as object[]).map((group) => JSON.stringify(Object.entries(group).sort())).sort(),
    customers: head.totals.customers as object,
    entries: await read('revenue_changes', [...facts, 'before', 'after', 'delta']),
    balances: (await read('revenue_balances', ['amount'])).sort(),
  };
}
