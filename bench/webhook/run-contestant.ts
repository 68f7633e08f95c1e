import { cpuSeconds } from '../process/process-usage.js';
import type { ContestantName } from './contestant.js';
import type { LoadResult } from './load-result.js';
import { MemoryWatch } from './memory-watch.js';
import { type Stage, onStage } from './stage.js';
import type { Story } from './story.js';
import type { StoredSize } from './stored-sizes.js';

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

/** Runs one server over the story of the arena, after a warm-up, and leaves nothing behind. */
export function runContestant(name: ContestantName, mongoUri: string, arena: Arena): Promise<Measurement> {
  const { warmUp, story, connections, folder } = arena;
  const profileFolder = name === 'engine' ? arena.profileFolder : undefined;
  return onStage({ name, mongoUri, stories: [warmUp, story], connections, folder, profileFolder }, async (stage) => {
    await stage.deliver(warmUp);
    if (name !== 'floor') await stage.applied();
    return await measure(name, arena, stage);
  });
}

async function measure(
  name: ContestantName,
  { story, warmUp, mongoPid }: Arena,
  { server, database, reads, deliver, applied }: Stage,
): Promise<Measurement> {
  const events = story.events.length;
  const cpuBefore = { server: cpuSeconds(server.pid), mongo: cpuSeconds(mongoPid) };
  const before = { commands: await database.commands(), reads: await reads() };
  const memory = new MemoryWatch(server.pid);
  const load = await deliver(story);
  const faults: string[] = [];
  let appliedAt = load.startedAt + load.seconds * 1000;
  if (name !== 'floor') {
    try {
      appliedAt = Math.max(appliedAt, await applied());
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
