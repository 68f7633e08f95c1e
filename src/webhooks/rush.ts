const SECOND_MS = 1000;

/** Notices when something comes fast: so many times within one second. */
export class Rush {
  /** The last so many times, in a ring. */
  readonly #times: Float64Array;
  #place = 0;

  /** @param from how many times within a second are a rush; 0 when it always is one */
  constructor(from: number) {
    this.#times = new Float64Array(from).fill(Number.NEGATIVE_INFINITY);
  }

  /** @returns whether it is a rush now */
  note(): boolean {
    if (this.#times.length === 0) return true;
    const now = performance.now();
    const first = this.#times[this.#place] ?? Number.NEGATIVE_INFINITY;
    this.#times[this.#place] = now;
    this.#place = (this.#place + 1) % this.#times.length;
    return now - first < SECOND_MS;
  }
}
