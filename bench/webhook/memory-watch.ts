import { residentBytes } from '../process/process-usage.js';

const INTERVAL_MS = 1_000;

export interface MemorySample {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Looks at the memory of a process each second, from now on. */
export class MemoryWatch {
  readonly samples: MemorySample[] = [];
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly pid: number) {
    this.#sample();
    this.#timer = setInterval(() => this.#sample(), INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#sample();
  }

  get highest(): number {
    return Math.max(...this.samples.map(({ megabytes }) => megabytes));
  }

  #sample(): void {
    const bytes = residentBytes(this.pid);
    if (bytes === undefined) return;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    this.samples.push({ seconds, megabytes: bytes / 2 ** 20 });
  }
}
