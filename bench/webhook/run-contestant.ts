import { setTimeout as sleep } from 'node:timers/promises';
import { BenchDatabase } from './bench-database.js';
import { end } from '../process/child-process.js';
import { cpuSeconds } from '../process/process-usage.js';
import { type BenchOptions, type LoadOrder, nextMessage, startBenchProcess } from './bench-process.js';
import { type Contestant, type ContestantName, startContestant } from './contestant.js';
import type { LoadResult } from './load-result.js';
import { MemoryWatch } from './memory-watch.js';
import type { Story } from './story.js';
import type { StoredSize } from './stored-sizes.js';

const WEBHOOK_SECRET = 'whsec_of_the_bench';
const START_PATIENCE_MS = 60_000;
/** How exact the time of the last application is. */
const LOOK_EVERY_MS = 25;
/** No server is as slow as this; the bench ends in any case. */
const SLOWEST_EVENTS_PER_SECOND = 25;

export interface Arena {
  readonly warmUp: Story;
  readonly story: Story;
  readonly mongoPid: number;
  readonly connections: number;
  readonly folder: string;
  readonly profileFolder: string | undefined;
}

/** What was measured of one server; times of CPU in milliseconds for each event. */
export interface Measurement {
  readonly name: ContestantName;
  readonly load: LoadResult;
  readonly acceptedPerSecond: number;
  /** Null for the floor, which applies nothing. */
  readonly appliedPerSecond: number | null;
  readonly serverCpu: number;
  readonly mongoCpu: number;
  /** Commands that MongoDB was given, and objects that were read from Stripe; for each event. */
  readonly mongoCommands: number;
  readonly stripeReads: number;
  readonly memory: MemoryWatch;
  readonly faults: readonly string[];
  /** What the database takes at the end; of the engine alone. */
  readonly sizes: readonly StoredSize[];
}

/** Runs one server against a ledger, a load generator and an empty database of its own, and leaves nothing behind. */
export async function runContestant(name: ContestantName, mongoUri: string, arena: Arena): Promise<Measurement> {
  const stories = [arena.warmUp, arena.story];
  const options: BenchOptions = {
    stories: stories.map((story) => story.options),
    secret: WEBHOOK_SECRET,
    webhookUrl: '',
    ledgerUrl: '',
    connections: arena.connections,
  };
  const cleanup: (() => Promise<void>)[] = [];
  try {
    const database = await BenchDatabase.open(mongoUri);
    cleanup.push(() => database.drop());
    await database.seed(stories);
    const ledger = startBenchProcess('ledger', options);
    cleanup.push(() => end(ledger));
    const { url: ledgerUrl } = await nextMessage(ledger, 'listening', START_PATIENCE_MS);
    const server = await startContestant({
      name,
      mongoUri,
      stripeApiBase: ledgerUrl,
      webhookSecret: WEBHOOK_SECRET,
      folder: arena.folder,
      profileFolder: name === 'engine' ? arena.profileFolder : undefined,
    });
    cleanup.push(() => server.stop());
    const load = startBenchProcess('load', { ...options, ledgerUrl, webhookUrl: server.webhookUrl });
    cleanup.push(() => end(load));
    await nextMessage(load, 'prepared', START_PATIENCE_MS + arena.story.events.length);
    const deliver = async (story: Story): Promise<LoadResult> => {
      load.send({ story: story.options.name } satisfies LoadOrder);
      return (await nextMessage(load, 'loaded', patienceFor(story))).result;
    };
    await deliver(arena.warmUp);
    if (name !== 'floor') await applied(database, [arena.warmUp]);
    const reads = async () => Number(await (await fetch(`${ledgerUrl}/bench/reads`)).text());
    return await measure(name, arena, { server, database, reads, deliver: () => deliver(arena.story) });
  } finally {
    for (const each of cleanup.reverse()) await each();
  }
}

interface Running {
  readonly server: Contestant;
  readonly database: BenchDatabase;
  /** How many objects Stripe was asked for so far. */
  reads(): Promise<number>;
  deliver(): Promise<LoadResult>;
}

async function measure(
  name: ContestantName,
  { story, warmUp, mongoPid }: Arena,
  { server, database, reads, deliver }: Running,
): Promise<Measurement> {
  const events = story.events.length;
  const cpuBefore = { server: cpuSeconds(server.pid), mongo: cpuSeconds(mongoPid) };
  const before = { commands: await database.commands(), reads: await reads() };
  const memory = new MemoryWatch(server.pid);
  const load = await deliver();
  const faults: string[] = [];
  let appliedAt = load.startedAt + load.seconds * 1000;
  if (name !== 'floor') {
    try {
      appliedAt = Math.max(appliedAt, await applied(database, [warmUp, story]));
    } catch (error) {
      faults.push(`${String(error)}\n${await server.lastWords()}`);
    }
  }
  memory.stop();
  const cpu = (pid: number, before: number) => ((cpuSeconds(pid) - before) * 1000) / events;
  const [serverCpu, mongoCpu] = [cpu(server.pid, cpuBefore.server), cpu(mongoPid, cpuBefore.mongo)];
  const mongoCommands = ((await database.commands()) - before.commands) / events;
  const stripeReads = ((await reads()) - before.reads) / events;
  const accepted = load.statuses['200'] ?? 0;
  if (accepted !== events) faults.push(`Not all were answered 200: ${JSON.stringify(load.statuses)}`);
  const missing = events + warmUp.events.length - (await database.stored());
  if (missing !== 0) faults.push(`${missing} events are not stored`);
  if (name !== 'floor') faults.push(...(await database.faults(story)));
  return {
    name,
    load,
    acceptedPerSecond: accepted / load.seconds,
    appliedPerSecond: name === 'floor' ? null : events / ((appliedAt - load.startedAt) / 1000),
    serverCpu,
    mongoCpu,
    mongoCommands,
    stripeReads,
    memory,
    faults,
    sizes: name === 'engine' ? await database.sizes() : [],
  };
}

/** When nothing of these stories is left to apply, in milliseconds since 1970. */
async function applied(database: BenchDatabase, stories: readonly Story[]): Promise<number> {
  const events = stories.reduce((sum, story) => sum + story.events.length, 0);
  const deadline = Date.now() + Math.max(...stories.map(patienceFor));
  while (await database.isBehind(events)) {
    if (Date.now() > deadline || (await database.hasGivenUp()))
      throw new Error(`Not all events were applied: ${await database.backlog()}`);
    await sleep(LOOK_EVERY_MS);
  }
  return Date.now();
}

function patienceFor({ events }: Story): number {
  return 60_000 + (events.length / SLOWEST_EVENTS_PER_SECOND) * 1000;
}
