import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../mongo/duplicate-key.js';
import type { StoredChanges } from '../subscriptions/stored-changes.js';
import type { RevenueCatchUp } from './revenue-catch-up.js';
import type { FoldModels, RevenueFold } from './revenue-fold.js';
import type { HeadName, RevenueHeadRecord } from './revenue-head.record.js';
import type { RevenueLedger } from './revenue-ledger.js';
import type { RevenuePeriodRecord } from './revenue-period.record.js';
import { NO_TOTALS } from './revenue-totals.js';

const CHUNK = 500;

export interface BuildProgress {
  /** Subscriptions that were walked over. */
  readonly done: number;
  /** About how many there are. */
  readonly expected: number;
}

export interface BuildOptions {
  /** Begins anew where an earlier build was ended before its time. */
  readonly restart?: boolean;
  readonly onProgress?: (progress: BuildProgress) => void;
}

export interface BuildParts {
  readonly models: FoldModels & { readonly periods: Model<RevenuePeriodRecord> };
  readonly changes: StoredChanges;
  readonly ledger: RevenueLedger;
  readonly fold: RevenueFold;
  readonly catchUp: RevenueCatchUp;
  readonly clock: () => Date;
}

/**
 * Makes a ledger from the histories, beside the one that answers, and puts it in its place in one write. One that was
 * ended goes on where it was; two at once do the same work.
 */
export class RevenueBuild {
  constructor(private readonly parts: BuildParts) {}

  /** @returns how many subscriptions were walked over */
  async run({ restart = false, onProgress }: BuildOptions = {}): Promise<number> {
    const { fold, catchUp, clock } = this.parts;
    if (restart) await this.#abandon();
    const begun = await this.#begin();
    const walked = await this.#walk(begun, onProgress);
    await catchUp.run('next');
    await fold.advance('next', clock(), () => catchUp.run('next'));
    await this.#putInPlace(begun.ledger);
    return walked;
  }

  async #begin(): Promise<RevenueHeadRecord> {
    const { heads } = this.parts.models;
    const now = new Date();
    const head: Omit<RevenueHeadRecord, '_id'> = {
      ledger: randomUUID().slice(0, 8),
      seq: 0,
      batch: null,
      totals: NO_TOTALS,
      open_until: null,
      closed_until: null,
      looked_until: now,
      walked: '',
      walked_count: 0,
      created_at: now,
      updated_at: now,
    };
    const begun = await heads
      .findOneAndUpdate(
        { _id: 'next' },
        { $setOnInsert: head },
        { upsert: true, returnDocument: 'after', timestamps: false },
      )
      .lean<RevenueHeadRecord | null>();
    if (!begun) throw new Error('MongoDB returned no head of the ledger that is to be built');
    return begun;
  }

  async #walk(head: RevenueHeadRecord, onProgress: BuildOptions['onProgress']): Promise<number> {
    const { models, changes, ledger } = this.parts;
    const expected = await changes.count();
    let [last, done] = [head.walked ?? '', head.walked_count ?? 0];
    for (;;) {
      onProgress?.({ done, expected: Math.max(done, expected) });
      const ids = await changes.idsAfter(last, CHUNK);
      await ledger.bringUp(head.ledger, ids);
      last = ids.at(-1) ?? last;
      done += ids.length;
      if (ids.length < CHUNK) break;
      const place = { walked: last, walked_count: done };
      await models.heads.updateOne({ _id: 'next', ledger: head.ledger }, { $set: place }, { timestamps: false });
    }
    onProgress?.({ done, expected: done });
    return done;
  }

  /** The swap; whoever did it first for this ledger did it for all. */
  async #putInPlace(ledger: string): Promise<void> {
    const { heads } = this.parts.models;
    const built = await heads.findOne({ _id: 'next', ledger }).lean<RevenueHeadRecord | null>();
    if (!built) return;
    const { _id, walked, walked_count, ...head } = built;
    const current: { readonly _id: HeadName } = { _id: 'current' };
    try {
      await heads.replaceOne({ ...current, ledger: { $ne: ledger } }, head, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    await heads.deleteOne({ _id: 'next', ledger });
    await this.#forgetAllBut([ledger]);
  }

  async #abandon(): Promise<void> {
    const { heads } = this.parts.models;
    await heads.deleteOne({ _id: 'next' });
    const current = await heads.findById('current').lean<RevenueHeadRecord | null>();
    await this.#forgetAllBut(current ? [current.ledger] : []);
  }

  async #forgetAllBut(ledgers: readonly string[]): Promise<void> {
    const { entries, balances, batches, marks, periods } = this.parts.models;
    const others = { ledger: { $nin: [...ledgers] } };
    await Promise.all([
      entries.deleteMany(others),
      balances.deleteMany(others),
      batches.deleteMany(others),
      marks.deleteMany(others),
      periods.deleteMany(others),
    ]);
  }
}
