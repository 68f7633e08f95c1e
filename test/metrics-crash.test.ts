import { mongoGate } from './support/mongo-gate.js';
import { RevenueAnswers } from './support/revenue-answers.js';
import { RevenueOracle } from './support/revenue-oracle.js';
import { type RevenueStage, revenueStage } from './support/revenue-stage.js';
import { RevenueStory } from './support/revenue-story.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { seeded } from './support/seeded.js';

const SEED = Number(process.env.METRICS_SEED ?? 20_261_126);
const DAY_MS = 24 * 60 * 60 * 1000;
const START = new Date('2026-01-30T00:00:00Z');
const COMMANDS = 36;

const dayEnd = (day: number) => new Date(START.getTime() + day * DAY_MS);
const answers = new RevenueAnswers(() => engine);

let now = START;
let engine: RunningEngine;
let oracle: RevenueOracle;
let story: RevenueStory;
let survivor: RevenueStage;

beforeEach(async () => {
  now = START;
  engine = await runningEngine({ now: () => now, deliversWebhooks: false });
  oracle = new RevenueOracle();
  story = new RevenueStory(seeded(SEED));
  survivor = await stage(engine.database.uri);
}, 60_000);

function stage(uri: string, tells = false): Promise<RevenueStage> {
  return revenueStage({ database: { uri }, stripe: engine.stripe, clock: () => now, tells });
}

async function expectPolicy(instant: Date): Promise<void> {
  expect(await answers.figuresAt(instant)).toEqual({
    asOf: instant,
    currencies: oracle.currencies(instant),
    statuses: oracle.statuses(instant),
  });
}

test('a process that dies at any of its commands loses nothing and counts nothing twice', async () => {
  let cuts = 0;
  for (let day = 1; day <= COMMANDS; day += 1) {
    for (const { at, changes } of story.day(dayEnd(day - 1))) {
      now = at;
      for (const change of changes) oracle.know(change);
      await survivor.store(changes);
    }
    now = new Date(dayEnd(day).getTime() + 60_000);
    const gate = await mongoGate(engine.database.uri);
    const doomed = await stage(gate.uri);
    let left = day;
    doomed.connection.getClient().on('commandStarted', () => {
      left -= 1;
      if (left === 0) gate.cut();
    });
    await doomed.keeper.lookAround().catch(() => {
      cuts += 1;
    });
    gate.cut();
    await survivor.keeper.lookAround();
    await expectPolicy(dayEnd(day));
    await expectPolicy(now);
    expect((await answers.figuresAt(null)).currencies).toEqual(oracle.currencies(now));
  }
  expect(cuts).toBeGreaterThan(20);
  for (const currency of ['usd', 'eur', 'jpy']) {
    const points = await answers.series(currency, START, dayEnd(COMMANDS), 'DAY');
    expect(points).toEqual(points.map((_, day) => oracle.point(currency, dayEnd(day), dayEnd(day + 1))));
  }
}, 170_000);

test('processes that store, fold and close days at once count each change once', async () => {
  const others = [await stage(engine.database.uri, true), await stage(engine.database.uri, true)];
  for (let day = 1; day <= 25; day += 1) {
    for (const { at, changes } of story.day(dayEnd(day - 1))) {
      now = at;
      for (const change of changes) oracle.know(change);
      const half = Math.ceil(changes.length / 2);
      await Promise.all([others[0]?.store(changes.slice(0, half)), others[1]?.store(changes.slice(half))]);
    }
    now = new Date(dayEnd(day).getTime() + 60_000);
    const everybody = [survivor, ...others];
    await Promise.all(everybody.flatMap(({ keeper }) => [keeper.lookAround(), keeper.upToDate()]));
    await Promise.all(everybody.map(({ keeper }) => keeper.idle()));
    await expectPolicy(dayEnd(day));
    expect((await answers.figuresAt(null)).currencies).toEqual(oracle.currencies(now));
  }
  expect(others.flatMap(({ failures }) => failures)).toEqual([]);
}, 120_000);
