import { setTimeout as sleep } from 'node:timers/promises';
import { type Played, playSchedule } from './schedule-run.js';
import { openStage, type Stage, type StageOptions } from './schedule-stage.js';

/** After so many schedules a new stage is set, for the sandbox reads through all it has. */
const PER_STAGE = 150;

export interface Batch {
  readonly mongoUri: string;
  readonly firstSeed: number;
  readonly count: number;
  readonly deadly: boolean;
  /** How many are played on one stage at the same time. Where workers die, each has a stage to itself. */
  readonly atOnce: number;
  readonly logLevel?: string;
  /** Stops the batch after so many failures. */
  readonly mostFailures?: number;
  onPlayed?(seed: number, played: Played): void;
}

export interface BatchFailure {
  readonly seed: number;
  readonly deadly: boolean;
  readonly reason: string;
}

export interface BatchResult {
  readonly played: number;
  readonly events: number;
  readonly deliveries: number;
  readonly lost: number;
  readonly deaths: number;
  readonly milliseconds: number;
  readonly failures: readonly BatchFailure[];
}

/** How to see a failure again. */
export function replayOf({ seed, deadly }: Pick<BatchFailure, 'seed' | 'deadly'>): string {
  return `npm run test:schedules -- --seed ${seed} --count 1${deadly ? ' --deadly' : ''}`;
}

/** Plays the schedules of consecutive seeds. */
export async function playBatch(batch: Batch): Promise<BatchResult> {
  const startedAt = performance.now();
  const sums = { played: 0, events: 0, deliveries: 0, lost: 0, deaths: 0 };
  const failures: BatchFailure[] = [];
  const most = batch.mostFailures ?? 1;
  const seeds = Array.from({ length: batch.count }, (_, index) => batch.firstSeed + index).values();
  const lane = async (stage: Stage, mine: Iterable<number>) => {
    for (const seed of mine) {
      try {
        const played = await playSchedule(stage, seed, batch.deadly);
        sums.played += 1;
        for (const sum of ['events', 'deliveries', 'lost'] as const) sums[sum] += played[sum];
        batch.onPlayed?.(seed, played);
      } catch (error) {
        failures.push({ seed, deadly: batch.deadly, reason: error instanceof Error ? error.message : String(error) });
      }
      if (failures.length >= most) return;
    }
  };
  const onStage = async (lanes: number) => {
    for (;;) {
      const mine = take(seeds, PER_STAGE);
      if (mine.length === 0 || failures.length >= most) return;
      const stage = await openStage(stageOf(batch));
      try {
        const shared = mine.values();
        await Promise.all(Array.from({ length: lanes }, () => lane(stage, shared)));
        sums.deaths += stage.workers.deaths;
        await sleep(0);
      } finally {
        await stage.close();
      }
    }
  };
  if (batch.deadly) await Promise.all(Array.from({ length: batch.atOnce }, () => onStage(1)));
  else await onStage(batch.atOnce);
  return { ...sums, failures, milliseconds: Math.round(performance.now() - startedAt) };
}

function stageOf({ mongoUri, deadly, logLevel }: Batch): StageOptions {
  return { mongoUri, workers: 2, expectsDeaths: deadly, ...(logLevel === undefined ? {} : { logLevel }) };
}

function take(seeds: Iterator<number>, most: number): number[] {
  const taken: number[] = [];
  while (taken.length < most) {
    const next = seeds.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}
