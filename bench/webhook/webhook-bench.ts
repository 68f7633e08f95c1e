/**
 * npm run bench:webhook: how fast webhooks are taken and applied, against two others in the same run, one after the
 * other, on one embedded mongod, each with an empty database of its own and the same customers and catalogue in it:
 *
 * 1. floor: node:http, Stripe's verification, one insertOne for each event, then 200. It applies nothing.
 * 2. naive: node:http, Stripe's verification, find the event, find the customer, retrieve the object from Stripe by the
 *    SDK, upsert it, mark the event, then 200.
 * 3. engine: `revenue-engine serve` as it ships, with the settings of production and its default log.
 *
 * All are processes of their own, get the same environment and write what they print into a file. Floor and naive run on
 * the bare driver without a framework, a log or limits, and are spared whatever else the engine does. The same load
 * generator delivers the same stream over 50 keep-alive connections, and the same ledger answers at once: no network
 * lies between, which favours whoever asks Stripe most. What happens of one customer in the same second is delivered
 * together, in any order; Stripe is always ahead of what it delivers. The engine is known by its outside only: HTTP,
 * environment, stored collections. At the end, the stored state is compared with the ledger's.
 *
 * The last line is one JSON object of ratios. Ends with 1 when the end state is wrong or an event was not accepted.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { databaseUri } from '../../src/mongo/database-uri.js';
import type { ContestantName } from './contestant.js';
import { startBenchGround } from '../process/bench-ground.js';
import { profileSummary } from '../process/profile-summary.js';
import { memoryOverTime, ratios, sizesTable, table } from './report.js';
import { type Measurement, runContestant } from './run-contestant.js';
import { tellStory } from './story.js';

const CONNECTIONS = 50;
const WARM_UP_EVENTS = 500;
const SHOWN_FAULTS = 10;
const SERVERS: readonly ContestantName[] = ['floor', 'naive', 'engine'];
/** From so many events on it is about memory, too. */
const LONG_RUN = 20_000;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: process.env.BENCH_EVENTS ?? '5000' },
    seed: { type: 'string', default: '1' },
    servers: { type: 'string', default: SERVERS.join(',') },
    profile: { type: 'boolean', default: false },
    'profile-dir': { type: 'string', default: 'bench-profiles' },
  },
});

process.exitCode = (await bench()) ? 0 : 1;

async function bench(): Promise<boolean> {
  const events = Number(values.events);
  const seed = Number(values.seed);
  const endsAt = Math.floor(Date.now() / 1000);
  const story = tellStory({ name: 'main', seed, events, endsAt });
  const warmUp = tellStory({ name: 'warm', seed: seed + 1, events: Math.min(events, WARM_UP_EVENTS), endsAt });
  const names = SERVERS.filter((name) => values.servers.split(',').includes(name));
  if (names.length === 0) throw new Error(`--servers takes some of ${SERVERS.join(',')}`);
  const profileFolder = values.profile ? resolve(values['profile-dir']) : undefined;
  if (profileFolder) await mkdir(profileFolder, { recursive: true });
  const known = new Set(profileFolder ? await readdir(profileFolder) : []);

  const { mongo, mongoPid, folder } = await startBenchGround({ report: (message) => console.error(message) });
  const measurements: Measurement[] = [];
  try {
    console.log(
      `${events} events of ${story.buyers.length} customers, ${CONNECTIONS} connections, ` +
        `MongoDB ${mongo.binary.version}, Node.js ${process.version}, seed ${seed}`,
    );
    for (const name of names) {
      const arena = { warmUp, story, mongoPid, connections: CONNECTIONS, folder, profileFolder };
      const measurement = await runContestant(name, databaseUri(mongo.uri, `bench_${name}`), arena);
      measurements.push(measurement);
      console.log(`${name}: ${measurement.load.seconds.toFixed(1)} s to accept`);
    }
  } finally {
    await mongo.stop();
  }

  console.log(`\n${table(measurements)}\n`);
  const bodyBytes = measurements[0]?.load.bodyBytes ?? 0;
  console.log('CPU, commands of MongoDB and reads from Stripe are for each event.');
  console.log(`An event has ${(bodyBytes / 1024).toFixed(1)} KB on average.`);
  const engine = measurements.find(({ name }) => name === 'engine');
  if (engine && events >= LONG_RUN) {
    console.log(`\nMemory of the engine:\n${memoryOverTime(engine.memory.samples)}`);
    console.log(`\nThe engine’s database:\n${sizesTable(engine.sizes)}`);
  }
  if (profileFolder) {
    for (const file of (await readdir(profileFolder)).filter((each) => !known.has(each))) {
      const path = join(profileFolder, file);
      console.log(`\nCPU profile of the engine: ${path}\n${await profileSummary(path)}`);
    }
  }
  for (const { name, faults } of measurements) {
    for (const fault of faults.slice(0, SHOWN_FAULTS)) console.error(`${name}: ${fault}`);
  }
  console.log(JSON.stringify(ratios(measurements)));
  return measurements.every(({ faults }) => faults.length === 0);
}
