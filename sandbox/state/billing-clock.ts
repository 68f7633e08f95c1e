import type { Clock } from './clock.js';

/** The time that billing goes by: the real one, or the one of a test clock while something of it happens. */
export class BillingClock implements Clock {
  #frozen: number | undefined;

  constructor(private readonly real: Clock) {}

  milliseconds(): number {
    return this.#frozen === undefined ? this.real.milliseconds() : this.#frozen * 1000;
  }

  now(): number {
    return this.#frozen ?? this.real.now();
  }

  /** Runs `work` as if it were `moment`, in Unix seconds. */
  at<R>(moment: number, work: () => R): R {
    const outer = this.#frozen;
    this.#frozen = moment;
    try {
      return work();
    } finally {
      this.#frozen = outer;
    }
  }
}
