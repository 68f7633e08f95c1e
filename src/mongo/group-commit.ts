import { setTimeout as pause } from 'node:timers/promises';

/** There is no room to wait in; the caller may come again. */
export class GroupCommitFull extends Error {
  constructor(waiting: number) {
    super(`${waiting} writes are waiting already`);
    this.name = 'GroupCommitFull';
  }
}

export interface GroupCommitOptions<T> {
  /** The most items of one write. */
  readonly largestGroup: number;
  /** The most items that may wait while a write is under way. */
  readonly mostWaiting: number;
  /** The most that the items of one write may weigh together, by `weigh`; one by itself may weigh more. */
  readonly heaviestGroup?: number;
  readonly weigh?: (item: T) => number;
  /** Whether under load a write waits a little for those who were just answered; see {@link GroupCommit}. */
  readonly gathers?: boolean;
}

/** A write of so many items shows that many callers are at it, who come again as soon as they are answered. */
const MANY = 8;
/** They are waited for as long as more of them come within each look, and for so long in all. */
const LOOK_MS = 2;
const LONGEST_GATHERING_MS = 20;

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets callers share writes: whoever comes while one is under way takes part in the next. A caller who comes alone is
 * written at once, and each is answered only after the write that its own item is in.
 *
 * Under load callers would fall into two halves, of which one is written while the other gathers, and a write costs much
 * the same for few and for many. So one that gathers waits a little after a large write until those whom it answered are
 * back, as PostgreSQL does it: https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-COMMIT-DELAY
 */
export class GroupCommit<T, R> {
  readonly #waiting: Waiting<T, R>[] = [];
  #isWriting = false;

  /** @param write gives for each item, in their order, what became of it; when it throws, all of them failed */
  constructor(
    private readonly write: (items: readonly T[]) => Promise<readonly (R | Error)[]>,
    private readonly options: GroupCommitOptions<T>,
  ) {}

  /** Whether a write is under way or to begin. */
  get isBusy(): boolean {
    return this.#isWriting;
  }

  /** How many items wait for a write to begin. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * @throws GroupCommitFull when too many wait
   * @throws what became of this item, or of the write
   */
  add(item: T): Promise<R> {
    if (this.#waiting.length >= this.options.mostWaiting)
      return Promise.reject(new GroupCommitFull(this.#waiting.length));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#sizeOfNext());
      await this.#writeGroup(group);
      if (this.options.gathers && group.length >= MANY) await this.#gather();
    }
    this.#isWriting = false;
  }

  async #gather(): Promise<void> {
    const until = performance.now() + LONGEST_GATHERING_MS;
    let before: number;
    do {
      before = this.#waiting.length;
      await pause(LOOK_MS);
    } while (
      before < this.#waiting.length &&
      this.#waiting.length < this.options.largestGroup &&
      performance.now() < until
    );
  }

  #sizeOfNext(): number {
    const { largestGroup, heaviestGroup, weigh } = this.options;
    if (!heaviestGroup || !weigh) return largestGroup;
    let weight = 0;
    const tooMuch = this.#waiting.slice(0, largestGroup).findIndex(({ item }) => {
      weight += weigh(item);
      return weight > heaviestGroup;
    });
    return tooMuch === -1 ? largestGroup : Math.max(1, tooMuch);
  }

  async #writeGroup(group: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.write(group.map(({ item }) => item));
      for (const [index, { resolve, reject }] of group.entries()) {
        const result = results[index];
        if (result === undefined || result instanceof Error)
          reject(result ?? new Error('The write said nothing of an item'));
        else resolve(result);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
