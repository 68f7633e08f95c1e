import { setTimeout as sleep } from 'node:timers/promises';
import { BenchDatabase } from './bench-database.js';
import { end } from '../process/child-process.js';
import { type BenchOptions, type LoadOrder, nextMessage, startBenchProcess } from './bench-process.js';
import { type Contestant, type ContestantName, startContestant } from './contestant.js';
import type { LoadResult } from './load-result.js';
import type { Story } from './story.js';

const WEBHOOK_SECRET = 'whsec_of_the_bench';
const START_PATIENCE_MS = 60_000;
/** How exact the time of the last application is. */
const LOOK_EVERY_MS = 25;
/** No server is as slow as this; the bench ends in any case. */
const SLOWEST_EVENTS_PER_SECOND = 25;

export interface StageOptions {
  readonly name: ContestantName;
  /** Of an empty database. */
  readonly mongoUri: string;
  /** What may be delivered; its customers are known beforehand. */
  readonly stories: readonly Story[];
  readonly connections: number;
  /** How many events are due each second; as many as the server takes when absent. */
  readonly perSecond?: number;
  readonly folder: string;
  readonly profileFolder: string | undefined;
}

/** One server with a ledger, a load generator and a database of its own. */
export interface Stage {
  readonly server: Contestant;
  readonly database: BenchDatabase;
  /** How many objects Stripe was asked for so far. */
  reads(): Promise<number>;
  /** Delivers the whole story. */
  deliver(story: Story): Promise<LoadResult>;
  /**
   * When nothing of what was delivered is left to apply, in milliseconds since 1970.
   *
   * @throws Error when the server gives up or takes too long
   */
  applied(): Promise<number>;
}

/** Runs what is to be done there, and leaves nothing behind. */
export async function onStage<T>(options: StageOptions, run: (stage: Stage) => Promise<T>): Promise<T> {
  const { name, mongoUri, stories, folder, profileFolder, connections, perSecond } = options;
  const told: BenchOptions = {
    stories: stories.map((story) => story.options),
    secret: WEBHOOK_SECRET,
    webhookUrl: '',
    ledgerUrl: '',
    connections,
    ...(perSecond === undefined ? {} : { perSecond }),
  };
  const patienceFor = (events: number) =>
    START_PATIENCE_MS + (events / Math.min(SLOWEST_EVENTS_PER_SECOND, perSecond ?? Infinity)) * 1000;
  const cleanup: (() => Promise<void>)[] = [];
  try {
    const database = await BenchDatabase.open(mongoUri);
    cleanup.push(() => database.drop());
    await database.seed(stories);
    const ledger = startBenchProcess('ledger', told);
    cleanup.push(() => end(ledger));
    const { url: ledgerUrl } = await nextMessage(ledger, 'listening', START_PATIENCE_MS);
    const webhook = { stripeApiBase: ledgerUrl, webhookSecret: WEBHOOK_SECRET };
    const server = await startContestant({ name, mongoUri, folder, profileFolder, ...webhook });
    cleanup.push(() => server.stop());
    const load = startBenchProcess('load', { ...told, ledgerUrl, webhookUrl: server.webhookUrl });
    cleanup.push(() => end(load));
    const events = stories.reduce((sum, story) => sum + story.events.length, 0);
    await nextMessage(load, 'prepared', START_PATIENCE_MS + events);
    let delivered = 0;
    return await run({
      server,
      database,
      reads: async () => Number(await (await fetch(`${ledgerUrl}/bench/reads`)).text()),
      deliver: async (story) => {
        delivered += story.events.length;
        load.send({ story: story.options.name } satisfies LoadOrder);
        return (await nextMessage(load, 'loaded', patienceFor(story.events.length))).result;
      },
      applied: () => applied(database, delivered, patienceFor(delivered)),
    });
  } finally {
    for (const each of cleanup.reverse()) await each();
  }
}

async function applied(database: BenchDatabase, events: number, patienceMs: number): Promise<number> {
  const deadline = Date.now() + patienceMs;
  while (await database.isBehind(events)) {
    if (Date.now() > deadline || (await database.hasGivenUp()))
      throw new Error(`Not all events were applied: ${await database.backlog()}`);
    await sleep(LOOK_EVERY_MS);
  }
  return Date.now();
}
