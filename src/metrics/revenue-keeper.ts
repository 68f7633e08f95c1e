import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Model } from 'mongoose';
import type { RevenueBuild } from './revenue-build.js';
import type { RevenueCatchUp } from './revenue-catch-up.js';
import type { RevenueFold } from './revenue-fold.js';
import type { RevenueHeadRecord } from './revenue-head.record.js';
import type { RevenueLedger } from './revenue-ledger.js';

/** Changes that come together are worked off together. */
const GATHER_MS = 50;
/** How often what was lost by a crash, of this process or another, is looked for. */
const LOOK_EVERY_MS = 60_000;
/** Subscriptions in one round. */
const ROUND = 100;
/**
 * While more and more changes, it rests so many times as long as it has worked: who waits for an answer goes first, and
 * what changes several times meanwhile is worked off once. The most that a dashboard is behind by it.
 */
const RESTS_PER_WORK = 9;
const LONGEST_REST_MS = 2000;

export interface KeeperParts {
  readonly heads: Model<RevenueHeadRecord>;
  readonly ledger: RevenueLedger;
  readonly fold: RevenueFold;
  readonly catchUp: RevenueCatchUp;
  readonly build: RevenueBuild;
  readonly clock: () => Date;
}

/**
 * Keeps the ledger up to what this process stores. It fails nobody: what goes wrong is handed to `onFailure`, and the
 * catch-up finds what was left.
 */
export class RevenueKeeper {
  readonly #changed = new Set<string>();
  /** Out of the trace of whoever happens to tell. */
  readonly #apart = AsyncLocalStorage.snapshot();
  #isEnding = false;
  /** How many wait for it to be done: then it does not rest. */
  #waiting = 0;
  #rest = new AbortController();
  #onFailure: (error: unknown) => void = () => undefined;
  #working: Promise<void> | undefined;
  #looking: NodeJS.Timeout | undefined;

  constructor(private readonly parts: KeeperParts) {}

  /** Who logs what goes wrong beside the requests. */
  reportTo(onFailure: (error: unknown) => void): void {
    this.#onFailure = onFailure;
  }

  /** Of subscriptions that may have changed; returns at once. */
  readonly told = (ids: readonly string[]): void => {
    if (this.#isEnding) return;
    for (const id of ids) this.#changed.add(id);
    this.#working ??= this.#apart(() => this.#work());
  };

  /** Makes the ledger where there is none, and catches up now and from time to time. */
  start(): void {
    const look = () => {
      this.#working = (this.#working ?? Promise.resolve()).then(() => this.#look()).then(() => this.#work());
    };
    look();
    this.#looking = setInterval(look, LOOK_EVERY_MS);
    this.#looking.unref();
  }

  /** Resolves once all that this process was told of is in the totals. */
  async idle(): Promise<void> {
    this.#waiting += 1;
    this.#rest.abort();
    try {
      while (this.#working) await this.#working;
    } finally {
      this.#waiting -= 1;
    }
  }

  /**
   * The head that answers, with all that can be folded by now.
   *
   * @throws Error when there is no ledger and none can be made
   */
  async upToDate(): Promise<RevenueHeadRecord> {
    const { fold, catchUp, build, clock } = this.parts;
    const advance = () => fold.advance('current', clock(), () => catchUp.run('current'));
    let head = await advance();
    if (!head) {
      await build.run();
      head = await advance();
    }
    if (!head) throw new Error('The ledger of the revenue could not be built');
    return head;
  }

  /** Finds what never came to the ledger, whoever stored it; makes the ledger where there is none. */
  async lookAround(): Promise<RevenueHeadRecord> {
    await this.parts.catchUp.run('current');
    return this.upToDate();
  }

  /** Works off what it was told. */
  async stop(): Promise<void> {
    clearInterval(this.#looking);
    this.#isEnding = true;
    await this.idle();
  }

  async #look(): Promise<void> {
    try {
      await this.lookAround();
    } catch (error) {
      this.#onFailure(error);
    }
  }

  async #work(): Promise<void> {
    await this.#restFor(GATHER_MS);
    while (this.#changed.size > 0) {
      const begunAt = performance.now();
      const ids = [...this.#changed].slice(0, ROUND);
      for (const id of ids) this.#changed.delete(id);
      try {
        const head = await this.upToDate();
        await this.parts.ledger.bringUp(head.ledger, ids);
        if (this.#changed.size === 0) await this.upToDate();
      } catch (error) {
        this.#onFailure(error);
      }
      if (this.#changed.size > 0) {
        await this.#restFor(Math.min(LONGEST_REST_MS, RESTS_PER_WORK * (performance.now() - begunAt)));
      }
    }
    this.#working = undefined;
  }

  async #restFor(ms: number): Promise<void> {
    if (this.#waiting > 0) return;
    this.#rest = new AbortController();
    await pause(ms, undefined, { signal: this.#rest.signal }).catch(() => undefined);
  }
}
