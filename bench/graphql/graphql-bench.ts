/**
 * npm run bench:graphql: how fast a page of 50 subscriptions with customer and plan{prices} is read, over few and over
 * many stored subscriptions, beside three others in the same run, on one mongod, over the same data and indexes:
 *
 * 1. bare: node:http, the driver, three finds of just the fields shown, JSON.stringify. No GraphQL.
 * 2. yoga: GraphQL Yoga with its defaults; the same reads, batched by DataLoader.
 * 3. mercurius: Mercurius with compiled operations (jit: 1) on Fastify; the same reads, batched by DataLoader.
 * 4. engine: `revenue-engine serve` as it ships, with the settings of production and its default log. It alone asks who
 *    is asking, limits what may be asked, masks errors, times out, counts and logs.
 *
 * All are processes of their own and answer the same JSON, which is checked first. One load generator asks them in turn,
 * round by round, so that a disturbance of the machine meets all of them.
 *
 * The last line is one JSON object of ratios. Ends with 1 when the answers differ or one fails.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { databaseUri } from '../../src/mongo/database-uri.js';
import { startBenchGround } from '../process/bench-ground.js';
import { engineEnvironment } from '../process/server-process.js';
import { profileSummary } from '../process/profile-summary.js';
import { BenchDatabase } from './bench-database.js';
import { CONTESTANTS, type Contestant, ask, contestantSettings, startContestant } from './contestant.js';
import { LoadGenerator } from './load-generator.js';
import { Measurement } from './measurement.js';
import { PAGE_SIZE, metricsBody, oneBody, pageBody } from './page-operation.js';
import { type Measured, ratios, table } from './report.js';

const CONNECTIONS = 16;
/** The pages that are asked for in turn: spread over the newest subscriptions, as many as the smaller size has. */
const PAGES_IN_TURN = 64;
/** V8 is done with a server's code after some thousand requests. */
const WARM_UP_ROUNDS = 2;
const DEEP_PAGES = [1, 1_000, 10_000];

const { values } = parseArgs({
  options: {
    few: { type: 'string', default: '10000' },
    many: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    servers: { type: 'string', default: CONTESTANTS.join(',') },
    data: { type: 'string' },
    profile: { type: 'boolean', default: false },
    'profile-dir': { type: 'string', default: 'bench-profiles' },
  },
});

/** Data of one size, and the servers over it. */
interface Stand {
  readonly size: number;
  readonly database: BenchDatabase;
  readonly servers: readonly Contestant[];
}

await bench();

async function bench(): Promise<void> {
  const sizes = [Number(values.few), Number(values.many)];
  if (!sizes.every((size) => Number.isInteger(size) && size >= 2 * PAGE_SIZE)) {
    throw new Error(`--few and --many take whole numbers of subscriptions, at least ${2 * PAGE_SIZE}`);
  }
  const names = CONTESTANTS.filter((name) => values.servers.split(',').includes(name));
  if (!names.includes('engine')) throw new Error(`--servers takes engine and some of ${CONTESTANTS.join(',')}`);
  const profileFolder = values.profile ? resolve(values['profile-dir']) : undefined;
  if (profileFolder) await mkdir(profileFolder, { recursive: true });
  const known = new Set(profileFolder ? await readdir(profileFolder) : []);
  const report = (message: string) => console.log(message);
  const { mongo, mongoPid, folder } = await startBenchGround({ report, data: values.data });
  const cleanup: (() => Promise<unknown>)[] = [() => mongo.stop()];
  let measured: Measured;
  try {
    console.log(`MongoDB ${mongo.binary.version}, Node.js ${process.version}, ${CONNECTIONS} connections`);
    const stands: Stand[] = [];
    for (const [place, size] of sizes.entries()) {
      const mongoUri = databaseUri(mongo.uri, `bench_graphql_${place}`);
      const database = await BenchDatabase.open(mongoUri);
      cleanup.push(() => database.close());
      await database.populate(size, report);
      await database.countRevenue(engineEnvironment(0, contestantSettings(mongoUri)), report);
      const servers: Contestant[] = [];
      for (const name of names) {
        const isProfiled = name === 'engine' && place === 0;
        const profiled = { profileFolder: isProfiled ? profileFolder : undefined };
        const server = await startContestant({ name, size, mongoUri, folder, ...profiled });
        cleanup.push(() => server.stop());
        servers.push(server);
      }
      stands.push({ size, database, servers });
    }
    const load = new LoadGenerator();
    cleanup.push(() => load.stop());
    measured = await measure(stands, load, mongoPid, Math.min(...sizes));
  } finally {
    for (const each of cleanup.reverse()) await each();
  }
  const { pages, deep, metrics, findOne } = measured;
  console.log(`\n${table([...pages, ...deep, ...(findOne ? [findOne] : []), ...metrics])}\n`);
  if (profileFolder) {
    for (const file of (await readdir(profileFolder)).filter((each) => !known.has(each))) {
      const path = join(profileFolder, file);
      console.log(`\nCPU profile of the engine: ${path}\n${await profileSummary(path)}`);
    }
  }
  console.log(JSON.stringify(ratios(measured)));
}

async function measure(
  stands: readonly Stand[],
  load: LoadGenerator,
  mongoPid: number,
  fewest: number,
): Promise<Measured> {
  const inTurn = async (measurements: readonly Measurement[]) => {
    const milliseconds = Number(values.seconds) * 1000;
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
      for (const each of measurements) await each.round(load, milliseconds, mongoPid, false);
    }
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const each of measurements) await each.round(load, milliseconds, mongoPid);
    }
    return measurements;
  };
  const pages: Measurement[] = [];
  for (const { database, servers } of stands) {
    const bodies = (await cursorsInTurn(database, fewest)).map(pageBody);
    await checkEquality(servers, bodies);
    pages.push(...servers.map((server) => new Measurement(server.name, server, bodies, CONNECTIONS)));
  }
  await inTurn(pages);
  const largest = stands.at(-1);
  const engine = largest?.servers.find(({ name }) => name === 'engine');
  if (!largest || !engine) throw new Error('The engine does not take part');
  const deep: Measurement[] = [];
  for (const page of deepPages(largest.size)) {
    const bodies = [pageBody(await largest.database.cursorAfter((page - 1) * PAGE_SIZE))];
    await checkEquality(largest.servers, bodies);
    deep.push(new Measurement(`engine, page ${page.toLocaleString('en')}`, engine, bodies, 1));
  }
  await inTurn(deep);
  const one = oneBody(await largest.database.anyId());
  const bare = largest.servers.find(({ name }) => name === 'bare');
  if (bare) await checkEquality([bare, engine], [one]);
  const findOne = bare && new Measurement('bare, findOne', bare, [one], 1);
  const metrics = await metricsOf(engine, await largest.database.closedMidnight());
  await inTurn([...(findOne ? [findOne] : []), ...metrics]);
  return { pages, deep, metrics, findOne };
}

async function cursorsInTurn(database: BenchDatabase, rows: number): Promise<(string | null)[]> {
  const pages = Math.floor(rows / PAGE_SIZE);
  const count = Math.min(PAGES_IN_TURN, pages);
  const cursors: (string | null)[] = [];
  for (let place = 0; place < count; place += 1) {
    cursors.push(await database.cursorAfter(Math.floor((place * pages) / count) * PAGE_SIZE));
  }
  return cursors;
}

/** The last of them is page 10,000, or the last page that is full where there are fewer. */
function deepPages(size: number): number[] {
  const last = Math.floor(size / PAGE_SIZE);
  return [...new Set(DEEP_PAGES.map((page) => Math.min(page, last)))];
}

/** @throws Error when two servers answer the same request with other content */
async function checkEquality([first, ...others]: readonly Contestant[], bodies: readonly string[]): Promise<void> {
  if (!first) return;
  for (const body of bodies) {
    const expected = await ask(first, body);
    for (const other of others) {
      const answer = await ask(other, body);
      if (isDeepStrictEqual(answer, expected)) continue;
      const shown = (value: unknown) => JSON.stringify(value).slice(0, 1_000);
      throw new Error(`${first.name} and ${other.name} differ:\n${shown(expected)}\n${shown(answer)}\nto ${body}`);
    }
  }
}

/**
 * For now, for a day that is over, and for an instant within that day.
 *
 * @throws Error when the engine answers with errors or for another instant
 */
async function metricsOf(engine: Contestant, midnight: Date): Promise<Measurement[]> {
  const noon = new Date(midnight.getTime() - 12 * 60 * 60 * 1000);
  const measurements: Measurement[] = [];
  for (const [label, at] of [
    ['now', null],
    ['a midnight', midnight],
    ['a noon', noon],
  ] as const) {
    const body = metricsBody(at);
    const answer = (await ask(engine, body)) as { data?: { revenueMetrics: { asOf: string; byCurrency: unknown[] } } };
    const { asOf, byCurrency = [] } = answer.data?.revenueMetrics ?? {};
    // Where little is stored, the noon may be before the first of it.
    const isEmpty = byCurrency.length === 0 && at !== noon;
    if (isEmpty || (at && asOf !== at.toISOString())) {
      throw new Error(`revenueMetrics fails: ${JSON.stringify(answer)}`);
    }
    measurements.push(new Measurement(`engine, revenueMetrics, ${label}`, engine, [body], 1));
  }
  return measurements;
}
