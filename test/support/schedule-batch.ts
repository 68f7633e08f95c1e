import { type Outcome, playTogether } from './schedule-group.js';
import { openStage, type StageOptions } from './schedule-stage.js';

/** After so many schedules a new stage is set, for the sandbox reads through all it has. */
const PER_STAGE = 200;

export interface Batch {
  readonly mongoUri: string;
  readonly firstSeed: number;
  readonly count: number;
  readonly deadly: boolean;
  /** How many are played at the same time, over the same workers. */
  readonly together: number;
  readonly logLevel?: string;
  /** Stops the batch after so many failures. */
  readonly mostFailures?: number;
  onPlayed?(seed: number): void;
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
  readonly byPayload: number;
  readonly byRead: number;
  readonly deaths: number;
  readonly milliseconds: number;
  readonly failures: readonly BatchFailure[];
}

/** How to see a failure again. */
export function replayOf({ seed, deadly }: Pick<BatchFailure, 'seed' | 'deadly'>): string {
  return `npm run test:schedules -- --seed ${seed} --count 1${deadly ? ' --deadly' : ''}`;
}

/** Plays the schedules of consecutive seeds, in groups. */
export async function playBatch(batch: Batch): Promise<BatchResult> {
  const startedAt = performance.now();
  const sums = { played: 0, events: 0, deliveries: 0, lost: 0, byPayload: 0, byRead: 0, deaths: 0 };
  const failures: BatchFailure[] = [];
  const { firstSeed, count, together, deadly, mostFailures = 1 } = batch;
  const groups = Array.from({ length: Math.ceil(count / together) }, (_, group) => {
    const first = group * together;
    return Array.from({ length: Math.min(together, count - first) }, (_, index) => firstSeed + first + index);
  }).values();
  const keep = (outcome: Outcome, group: readonly number[]) => {
    const { seed } = outcome;
    if ('reason' in outcome) {
      const reason = `${outcome.reason}\n  (beside the seeds ${group[0]} to ${group.at(-1)})`;
      failures.push({ seed, deadly, reason });
      return;
    }
    sums.played += 1;
    const { played } = outcome;
    for (const sum of ['events', 'deliveries', 'lost', 'byPayload', 'byRead'] as const) sums[sum] += played[sum];
    batch.onPlayed?.(seed);
  };
  for (let next = groups.next(); !next.done && failures.length < mostFailures; ) {
    const stage = await openStage(stageOf(batch));
    try {
      for (let onStage = 0; !next.done && onStage < PER_STAGE && failures.length < mostFailures; next = groups.next()) {
        for (const outcome of await playTogether(stage, next.value, deadly)) keep(outcome, next.value);
        onStage += next.value.length;
      }
      sums.deaths += stage.workers.deaths;
    } finally {
      await stage.close();
    }
  }
  return { ...sums, failures, milliseconds: Math.round(performance.now() - startedAt) };
}

function stageOf({ mongoUri, deadly, logLevel }: Batch): StageOptions {
  return { mongoUri, workers: 2, expectsDeaths: deadly, ...(logLevel === undefined ? {} : { logLevel }) };
}
