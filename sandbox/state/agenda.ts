import type { BillingClock } from './billing-clock.js';

/** Something that the passing of time brings about. `at` is in Unix seconds. */
export interface Step {
  readonly at: number;
  readonly run: () => void;
}

/** The first step to come for what lives in the time of a test clock, or in real time for null. */
export type StepSource = (testClock: string | null) => Step | undefined;

/** More steps than any advance can have: behind it stands a step that does not end its own cause. */
const TOO_MANY = 1_000_000;

/** All that becomes due, for real time and for test clocks alike. */
export class Agenda {
  constructor(
    private readonly clock: BillingClock,
    private readonly sources: readonly StepSource[],
  ) {}

  /**
   * Runs the steps that are due until then in the order of time, each at the moment when it was due, so that what
   * was missed while nothing ran is caught up with its own times. A step may bring about further ones.
   *
   * @param since no step runs at an earlier moment than this one
   */
  runUntil(testClock: string | null, until: number, since = 0): void {
    let reached = since;
    for (let count = 0; count < TOO_MANY; count += 1) {
      const step = earliest(this.sources.map((source) => source(testClock)));
      if (step === undefined || step.at > until) return;
      reached = Math.max(reached, step.at);
      this.clock.at(reached, step.run);
    }
    throw new Error(`The steps until ${until} do not come to an end`);
  }
}

/** The first of the steps; of several at one moment, the one that is named first. */
export function earliest(steps: readonly (Step | undefined)[]): Step | undefined {
  return steps.reduce((first, step) => (first === undefined || (step && step.at < first.at) ? step : first), undefined);
}
