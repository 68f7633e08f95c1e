import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Collection, Connection } from 'mongoose';
import { isDuplicateKey } from '../mongo/duplicate-key.js';
import { MigrationLockTaken } from './migration-failure.js';

export interface LockOptions {
  /** How long the lock outlives a process that does not renew it. */
  readonly leaseMs: number;
  /** How long another process waits for it. */
  readonly waitMs: number;
}

interface StoredLock {
  readonly _id: 'lock';
  /** Null while nobody holds it. */
  readonly holder: string | null;
  /** Host and process id. */
  readonly by: string;
  readonly since: Date;
  readonly expires_at: Date;
}

const LOCK = { _id: 'lock' } as const;
const LOOK_EVERY_MS = 200;
/** A renewal may fail twice before the lease is over. */
const RENEWALS_PER_LEASE = 3;
const LONG_AGO = new Date(0);

/**
 * Lets one process at a time migrate. The holder renews its lease; when it dies, the lease runs out. All times are those of
 * MongoDB's clock, so the clocks of the processes need not agree.
 */
export class MigrationLock {
  readonly #locks: Collection<StoredLock>;
  readonly #holder = randomUUID();

  constructor(
    connection: Connection,
    private readonly options: LockOptions,
    private readonly by: string,
  ) {
    this.#locks = connection.collection<StoredLock>('migration_lock');
  }

  /**
   * Waits for the lock, and does the work under it.
   *
   * @param work is given a signal that is aborted when the lock is lost
   * @param onWaiting told once, when another process holds it
   * @throws MigrationLockTaken when the other one needs longer than may be waited
   */
  async hold<T>(work: (signal: AbortSignal) => Promise<T>, onWaiting: (by: string) => void): Promise<T> {
    await this.#take(onWaiting);
    const lost = new AbortController();
    const renewing = this.#renewUntilLost(lost);
    try {
      return await work(lost.signal);
    } finally {
      clearInterval(renewing);
      await this.#release();
    }
  }

  async #take(onWaiting: (by: string) => void): Promise<void> {
    const deadline = performance.now() + this.options.waitMs;
    await this.#make();
    for (let looks = 0; !(await this.#tryToTake()); looks += 1) {
      const { by, since } = (await this.#locks.findOne(LOCK)) ?? { by: 'Another process', since: new Date() };
      if (looks === 0) onWaiting(by);
      if (performance.now() > deadline) throw new MigrationLockTaken(by, since, this.options.waitMs);
      await pause(LOOK_EVERY_MS);
    }
  }

  /** An upsert may not compare with MongoDB's clock, so the document is there before anybody takes the lock. */
  async #make(): Promise<void> {
    try {
      const free = { holder: null, by: this.by, since: LONG_AGO, expires_at: LONG_AGO };
      await this.#locks.updateOne(LOCK, { $setOnInsert: free }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async #tryToTake(): Promise<boolean> {
    const taken = { holder: this.#holder, by: { $literal: this.by }, since: '$$NOW', expires_at: this.#end };
    const { matchedCount } = await this.#locks.updateOne({ ...LOCK, $expr: { $lte: ['$expires_at', '$$NOW'] } }, [
      { $set: taken },
    ]);
    return matchedCount === 1;
  }

  get #end() {
    return { $add: ['$$NOW', this.options.leaseMs] };
  }

  #renewUntilLost(lost: AbortController): NodeJS.Timeout {
    let renewedAt = performance.now();
    const loseIf = (isLost: boolean) => {
      if (isLost) lost.abort(new Error('the lock was lost, since it was not renewed in time'));
    };
    return setInterval(async () => {
      const begunAt = performance.now();
      try {
        const { matchedCount } = await this.#locks.updateOne({ ...LOCK, holder: this.#holder }, [
          { $set: { expires_at: this.#end } },
        ]);
        loseIf(matchedCount === 0);
        renewedAt = begunAt;
      } catch {
        loseIf(performance.now() - renewedAt > this.options.leaseMs);
      }
    }, this.options.leaseMs / RENEWALS_PER_LEASE);
  }

  /** Where MongoDB does not answer, the lease runs out by itself, and what the work came to is what counts. */
  async #release(): Promise<void> {
    const free = { holder: null, expires_at: LONG_AGO };
    await this.#locks.updateOne({ ...LOCK, holder: this.#holder }, { $set: free }).catch(() => undefined);
  }
}
