import type { Clock } from './clock.js';
import type { Store } from './store.js';

const EVERY_MS = 1000;

/** Lets pass what the clock ends: each second, every sweeper is told the time, in Unix seconds. */
export class Sweep {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly sweepers: readonly ((now: number) => void)[],
  ) {}

  start(): void {
    this.#timer ??= setInterval(() => this.run(), EVERY_MS).unref();
  }

  run(): void {
    const now = this.clock.now();
    this.store.transaction(() => {
      for (const sweeper of this.sweepers) sweeper(now);
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
