import { percentile } from '../process/percentile.js';
import type { SoakSample } from './soak-samples.js';

/** A sample with the lags of the events that were due since the one before. */
export interface SoakRow extends SoakSample {
  /** Milliseconds from the instant at which it was due to that at which it was applied; NaN where nothing was due. */
  readonly lagP50: number;
  readonly lagP99: number;
}

/** When an event was due and when it was applied, in milliseconds since 1970. */
export interface AppliedEvent {
  readonly dueAt: number;
  readonly appliedAt: number;
}

export function soakRows(samples: readonly SoakSample[], events: readonly AppliedEvent[]): SoakRow[] {
  return samples.map((sample, index) => {
    const since = samples[index - 1]?.at ?? Number.NEGATIVE_INFINITY;
    const due = events.filter(({ dueAt }) => dueAt > since && dueAt <= sample.at);
    const lags = Float64Array.from(due, ({ dueAt, appliedAt }) => appliedAt - dueAt).sort();
    return { ...sample, lagP50: percentile(lags, 0.5), lagP99: percentile(lags, 0.99) };
  });
}
