import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StripeFailure } from '../sandbox/http/stripe-failure.js';
import { type EmbeddedMongo, startEmbeddedMongo } from '../src/mongo/embedded-mongo.js';
import { freePort } from '../src/mongo/free-port.js';
import { ChaosLoad } from './support/chaos-load.js';
import { cleanup } from './support/cleanup.js';
import { temporaryFolder } from './support/engine-process.js';
import { type MongoGate, mongoGate } from './support/mongo-gate.js';
import { openStage, type Stage, type StageOptions } from './support/schedule-stage.js';
import { until } from './support/until.js';

/** `npm run test:chaos` plays the outages at full length, all tests together the short ones. */
const isFull = process.env.CHAOS === 'full';
const MONGO_OUTAGE_MS = isFull ? 20_000 : 4_000;
const STRIPE_TROUBLE_MS = isFull ? 60_000 : 5_000;
const KILLS = isFull ? 12 : 3;
const TEST_MS = 240_000;
const SETTLE_MS = 90_000;

/** More attempts than any outage here lasts. */
const RETRY_DELAYS = ['0.2', '0.5', ...Array.from({ length: 90 }, () => '1')].join();

async function stageOf(options: Partial<StageOptions>): Promise<Stage> {
  const stage = await openStage({
    mongoUri: process.env.TEST_MONGODB_URI ?? '',
    workers: 2,
    expectsDeaths: true,
    ...options,
    env: { WEBHOOK_RETRY_DELAYS_SECONDS: RETRY_DELAYS, MONGODB_TIMEOUT_MS: '2000', ...options.env },
  });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= stage.close();
    return closing;
  };
  cleanup(close);
  return { ...stage, close };
}

/** Has the load run before, during and after the trouble, and says what came of it. */
async function amid(stage: Stage, trouble: () => Promise<void>, answerPatienceMs = 3000): Promise<ChaosLoad> {
  const load = new ChaosLoad(stage, { subscriptions: 8, answerPatienceMs });
  await load.begin();
  const before = await until(async () => load.taken > 20 && load.taken, 60_000);
  await trouble();
  await until(async () => load.taken > before, 60_000);
  await load.settle(SETTLE_MS);
  expect(await load.faults()).toEqual([]);
  expect(load.taken).toBeGreaterThan(before);
  return load;
}

test(
  'kill -9 under load loses nothing: another process and a new one take over',
  async () => {
    const stage = await stageOf({});
    await amid(stage, async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        await stage.workers.kill(kill);
        await sleep(700);
      }
    });
    expect(stage.workers.deaths).toBe(KILLS);
  },
  TEST_MS,
);

describe('MongoDB', () => {
  let mongo: EmbeddedMongo;
  let dataPath: string;
  let port: number;

  const start = async () => {
    mongo = await startEmbeddedMongo({ dataPath, port, report: () => undefined });
  };

  /** To mongod itself, as a full disk or a stopped virtual machine holds it. */
  const signal = async (name: 'SIGSTOP' | 'SIGCONT') => {
    process.kill(Number((await readFile(join(dataPath, 'mongod.lock'), 'utf8')).trim()), name);
  };

  const freeze = async (milliseconds: number) => {
    await signal('SIGSTOP');
    try {
      await sleep(milliseconds);
    } finally {
      await signal('SIGCONT');
    }
  };

  beforeAll(async () => {
    dataPath = await temporaryFolder();
    port = await freePort();
    await start();
    cleanup(() => mongo.stop());
  });

  test(
    'that is stopped for a while under load loses nothing that was answered 200',
    async () => {
      const stage = await stageOf({ mongoUri: mongo.uri });
      const { answers } = await amid(stage, async () => {
        await mongo.stop();
        await sleep(MONGO_OUTAGE_MS);
        await start();
      });
      expect(Number(answers[503])).toBeGreaterThan(0);
      await stage.close();
    },
    TEST_MS,
  );

  test(
    'that is frozen for a while under load loses nothing that was answered 200',
    async () => {
      const stage = await stageOf({ mongoUri: mongo.uri });
      await amid(stage, () => freeze(MONGO_OUTAGE_MS), 1500);
      await stage.close();
    },
    TEST_MS,
  );

  test(
    'that is frozen has deliveries answered 503 within the limit of time',
    async () => {
      const stage = await stageOf({ mongoUri: mongo.uri, env: { WEBHOOK_STORE_TIMEOUT_MS: '1000' } });
      const load = new ChaosLoad(stage, { subscriptions: 2, answerPatienceMs: 10_000 });
      await load.begin();
      await until(async () => load.taken > 20, 60_000);
      await freeze(5000);
      await load.settle(SETTLE_MS);
      const { answers, longestAnswerMs } = load;
      await stage.close();
      expect(Number(answers[503])).toBeGreaterThan(0);
      expect(longestAnswerMs).toBeLessThan(3000);
    },
    TEST_MS,
  );
});

describe('Stripe', () => {
  /** What a retrieve meets while Stripe is in trouble, one after the other. */
  const troubles: readonly (() => Promise<void>)[] = [
    () => Promise.reject(new Error('An error of Stripe')),
    () => Promise.reject(new StripeFailure(429, { type: 'invalid_request_error', message: 'Too many requests.' })),
    () =>
      Promise.reject(
        new StripeFailure(429, { type: 'invalid_request_error', code: 'lock_timeout', message: 'It is locked.' }),
      ),
    // Longer than the workers wait.
    () => sleep(900),
  ];

  test(
    'that answers 500, 429, lock_timeout, late or never loses nothing that was answered 200',
    async () => {
      let isInTrouble = false;
      const met = [0, 0, 0, 0];
      let turn = 0;
      const disturb = async (method: string, path: string) => {
        // What the test itself asks are lists and changes.
        if (!isInTrouble || method !== 'GET' || !path.includes('{')) return;
        turn += 1;
        const kind = turn % 5;
        const trouble = troubles[kind];
        if (!trouble) return;
        met[kind] = (met[kind] ?? 0) + 1;
        await trouble();
      };
      let gate: MongoGate | undefined;
      const stage = await stageOf({
        disturb,
        stripeThrough: async (url) => {
          gate = await mongoGate(url);
          return new URL(gate.uri).origin;
        },
        env: { STRIPE_TIMEOUT_MS: '300', STRIPE_MAX_NETWORK_RETRIES: '0', STRIPE_LIMIT_BUDGET_MS: '300' },
      });
      const { answers } = await amid(stage, async () => {
        isInTrouble = true;
        const end = Date.now() + STRIPE_TROUBLE_MS;
        while (Date.now() < end) {
          await sleep(400);
          // Resets what is under way.
          gate?.cut();
          gate?.open();
        }
        isInTrouble = false;
      });
      // Stripe's trouble is none of the deliveries'.
      expect(Object.keys(answers)).toEqual(['200']);
      for (const count of met) expect(count).toBeGreaterThan(0);
      const events = stage.connection.collection('webhook_events');
      expect(await events.countDocuments({ attempts: { $gt: 1 } })).toBeGreaterThan(0);
      await stage.close();
    },
    TEST_MS,
  );
});
