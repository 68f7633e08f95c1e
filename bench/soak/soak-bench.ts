/**
 * npm run bench:soak: whether the engine stays as it is under a load that goes on. `revenue-engine serve` as it ships, with
 * the settings of production and its default log, gets webhooks at a steady rate, of the stream of bench:webhook, while a
 * page of subscriptions, one subscription and the totals are read in turn. Each minute (thirty times in a shorter run) its
 * memory, its queue and the age of the oldest unprocessed event are looked at; the lag of each event, from the instant at
 * which it was due until it was applied, is read from the database at the end.
 *
 * After a third of the run a straight line is laid through what was seen. The last line is one JSON object. Ends with 1
 * when memory or lag grow beyond their limits, an event is not processed as Stripe has it, a delivery is refused or a read
 * fails. A run of less than ten minutes is not judged by growth.
 */
import { parseArgs } from 'node:util';
import { databaseUri } from '../../src/mongo/database-uri.js';
import { startBenchGround } from '../process/bench-ground.js';
import { type Stage, onStage } from '../webhook/stage.js';
import { type Story, tellStory } from '../webhook/story.js';
import { type SoakOptions, soakOptions } from './soak-options.js';
import { soakTable } from './soak-report.js';
import { type SoakRow, soakRows } from './soak-rows.js';
import { SoakSamples } from './soak-samples.js';
import { SteadyReads } from './steady-reads.js';
import { isGood, verdictOf } from './verdict.js';

const CONNECTIONS = 20;
const LONGEST_INTERVAL_MS = 60_000;
const FEWEST_SAMPLES = 30;
const SHOWN_FAULTS = 10;

interface Soaked {
  readonly startedAt: number;
  readonly rows: readonly SoakRow[];
  readonly refused: number;
  readonly unprocessed: number;
  readonly readFailures: readonly string[];
  /** What is not stored as Stripe has it. */
  readonly faults: readonly string[];
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '50' },
    reads: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
  },
});

process.exitCode = (await bench(soakOptions(values))) ? 0 : 1;

async function bench(options: SoakOptions): Promise<boolean> {
  const { minutes, eventsPerSecond, readsPerSecond, events } = options;
  const endsAt = Math.floor(Date.now() / 1000);
  const story = tellStory({ name: 'soak', seed: Number(values.seed), events, endsAt });
  const { mongo, folder } = await startBenchGround({ report: (message) => console.error(message) });
  let soaked: Soaked;
  try {
    console.log(
      `${events} events of ${story.buyers.length} customers in ${minutes} minutes, ${eventsPerSecond} events/s and ` +
        `${readsPerSecond} reads/s, MongoDB ${mongo.binary.version}, Node.js ${process.version}`,
    );
    const mongoUri = databaseUri(mongo.uri, 'bench_soak');
    const load = { stories: [story], connections: CONNECTIONS, perSecond: eventsPerSecond };
    soaked = await onStage({ name: 'engine', mongoUri, folder, profileFolder: undefined, ...load }, (stage) =>
      soak(stage, story, options),
    );
  } finally {
    await mongo.stop();
  }
  const { rows, startedAt, readFailures, faults, refused, unprocessed } = soaked;
  console.log(`\n${soakTable(rows, startedAt)}\n`);
  for (const fault of [...faults, ...readFailures].slice(0, SHOWN_FAULTS)) console.error(fault);
  const failedReads = readFailures.length;
  const verdict = verdictOf(rows, { minutes, events, unprocessed, refused, failedReads });
  console.log(JSON.stringify(verdict));
  return isGood(verdict) && faults.length === 0;
}

async function soak(
  { server, database, deliver, applied }: Stage,
  story: Story,
  { minutes, eventsPerSecond, readsPerSecond }: SoakOptions,
): Promise<Soaked> {
  const intervalMs = Math.min(LONGEST_INTERVAL_MS, (minutes * 60_000) / FEWEST_SAMPLES);
  const samples = new SoakSamples(server, intervalMs, ({ rssMegabytes, queued }) =>
    console.error(`${rssMegabytes.toFixed(0)} MB, ${queued} queued`),
  );
  const subscriptionId = story.buyers[0]?.subscriptionId ?? '';
  const reads = new SteadyReads(`${server.address}/graphql`, readsPerSecond, subscriptionId);
  const { startedAt, statuses } = await deliver(story).finally(() => Promise.all([samples.stop(), reads.stop()]));
  const faults: string[] = [];
  await applied().catch((error: unknown) => faults.push(String(error)));
  const appliedAt = await database.appliedAt();
  const events = story.events.flatMap(({ id }, place) => {
    const at = appliedAt.get(id);
    return at ? [{ dueAt: startedAt + (place * 1000) / eventsPerSecond, appliedAt: at.getTime() }] : [];
  });
  return {
    startedAt,
    rows: soakRows(samples.all, events),
    refused: story.events.length - (statuses['200'] ?? 0),
    unprocessed: story.events.length - events.length,
    readFailures: reads.failures,
    faults: [...faults, ...(await database.faults(story))],
  };
}
