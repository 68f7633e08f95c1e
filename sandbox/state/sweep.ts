import type { Clock } from './clock.js';
import type { Store } from './store.js';

const EVERY_MS = 1000;
/** Long enough for a client to see that an advance is under way, as at Stripe. */
const SOON_MS = 25;

/** Told the time, in Unix seconds. */
export type Sweeper = (now: number) => void;

/** Lets pass what the clock ends: each second, every sweeper is told the time. */
export class Sweep {
  readonly #sweepers: Sweeper[] = [];
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly failed: (error: unknown) => void,
  ) {}

  add(sweepers: readonly Sweeper[]): void {
    this.#sweepers.push(...sweepers);
  }

  start(): void {
    this.#timer ??= setInterval(() => this.run(), EVERY_MS).unref();
  }

  /** Sweeps in a moment, for what shall not wait for the next second. */
  soon(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.run(), SOON_MS);
  }

  /** What fails takes back its own sweeper's changes only. */
  run(): void {
    const now = this.clock.now();
    for (const sweeper of this.#sweepers) {
      try {
        this.store.transaction(() => sweeper(now));
      } catch (error) {
        this.failed(error);
      }
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
    this.#timer = undefined;
  }
}
