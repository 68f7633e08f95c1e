import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../mongo/duplicate-key.js';
import { fromStoredGrains, storedGrains } from './grains.js';
import type { RevenueBalanceRecord } from './revenue-balance.record.js';
import type { FoldedBalance, RevenueBatchRecord } from './revenue-batch.record.js';
import type { RevenueChangeRecord } from './revenue-change.record.js';
import { endOfDay } from './revenue-day.js';
import { entryId } from './revenue-entries.js';
import type { HeadName, RevenueHeadRecord } from './revenue-head.record.js';
import type { RevenueMarkRecord } from './revenue-mark.record.js';
import { RevenueTotals } from './revenue-totals.js';

/** Entries in one swap of the head. */
const BATCH = 1000;
/** How long after its end a day is closed: longer than from a change to its entry, and than clocks differ. */
export const CLOSING_MS = 15_000;

export interface FoldModels {
  readonly heads: Model<RevenueHeadRecord>;
  readonly entries: Model<RevenueChangeRecord>;
  readonly balances: Model<RevenueBalanceRecord>;
  readonly batches: Model<RevenueBatchRecord>;
  readonly marks: Model<RevenueMarkRecord>;
}

/** Puts a ledger in reach of every change that is stored by now; called before a day is closed. */
export type LookAround = (head: RevenueHeadRecord) => Promise<void>;

/**
 * Adds entries to the totals, each once, by whatever process and however often it dies in between: the head is swapped
 * on `seq` and names the batch that it has; the batch is marked before the next one is taken.
 */
export class RevenueFold {
  constructor(private readonly models: FoldModels) {}

  /**
   * Folds what there is to fold, and closes days that are over.
   *
   * @returns the head that it came to; null when there is no such ledger
   */
  async advance(name: HeadName, now: Date, lookAround: LookAround): Promise<RevenueHeadRecord | null> {
    // A look that begins now sees whatever was stored while the days that are over lasted.
    let looking: Promise<void> | undefined;
    const lookOnce: LookAround = (head) => {
      looking ??= lookAround(head);
      return looking;
    };
    for (;;) {
      const head = await this.models.heads.findById(name).lean<RevenueHeadRecord | null>();
      if (!head) return null;
      await this.#mark(head);
      const isDone = await this.#step(head, now, lookOnce);
      if (isDone) return head;
    }
  }

  /** @returns whether nothing was left to do */
  async #step(head: RevenueHeadRecord, now: Date, lookAround: LookAround): Promise<boolean> {
    const { ledger, open_until: openUntil } = head;
    if (openUntil) {
      const waiting = await this.#waiting(ledger, openUntil);
      if (waiting.length > 0) {
        await this.#fold(head, waiting);
        return false;
      }
      if (now.getTime() < openUntil.getTime() + CLOSING_MS) return true;
      await lookAround(head);
      // What was found just now belongs to the day yet.
      if ((await this.#waiting(ledger, openUntil)).length > 0) return false;
    }
    const [next] = await this.#waiting(ledger, null);
    const opens = endOfDay(next && next.changed_at < now ? next.changed_at : now);
    if (openUntil) await this.#close(head, openUntil);
    await this.#swap(head, {
      open_until: openUntil && opens <= openUntil ? endOfDay(new Date(openUntil.getTime() + 1)) : opens,
      closed_until: openUntil ?? head.closed_until,
    });
    return false;
  }

  #waiting(ledger: string, until: Date | null): Promise<RevenueChangeRecord[]> {
    return this.models.entries
      .find({ ledger, folded: false, ...(until ? { changed_at: { $lte: until } } : {}) })
      .sort({ changed_at: 1, stripe_subscription_id: 1, number: 1 })
      .limit(until ? BATCH : 1)
      .lean<RevenueChangeRecord[]>()
      .exec();
  }

  async #fold(head: RevenueHeadRecord, entries: readonly RevenueChangeRecord[]): Promise<void> {
    const { ledger, seq, closed_until: closed } = head;
    const totals = new RevenueTotals(head.totals);
    for (const entry of entries) totals.add(entry);
    const balances = await this.#balancesAfter(ledger, entries, totals);
    const now = new Date();
    const batch = `${ledger}:${seq + 1}:${randomUUID()}`;
    await this.models.batches.collection.insertOne({
      _id: batch,
      ledger,
      seq: seq + 1,
      entries: entries.map((entry) => ({
        id: entry._id,
        at: closed && entry.changed_at <= closed ? new Date(closed.getTime() + 1) : entry.changed_at,
        previous: entry.previous === null ? null : entryId(ledger, entry.stripe_subscription_id, entry.previous),
      })),
      balances,
      created_at: now,
      updated_at: now,
    } as never);
    const isSwapped = await this.#swap(head, { totals: totals.toStored(), batch });
    if (!isSwapped) await this.models.batches.deleteOne({ _id: batch });
  }

  /** The balances of the organizations that the entries are about; counts in the totals who comes above nothing. */
  async #balancesAfter(
    ledger: string,
    entries: readonly RevenueChangeRecord[],
    totals: RevenueTotals,
  ): Promise<FoldedBalance[]> {
    const balanceId = (entry: RevenueChangeRecord) => `${ledger}:${entry.currency}:${entry.organization_id}`;
    const byId = Map.groupBy(entries, balanceId);
    const rows = await this.models.balances.find({ _id: { $in: [...byId.keys()] } }).lean<RevenueBalanceRecord[]>();
    const stored = new Map(rows.map((row) => [row._id, fromStoredGrains(row.amount)]));
    return [...byId].map(([id, own]) => {
      const before = stored.get(id) ?? 0n;
      const after = own.reduce((sum, { delta }) => sum + fromStoredGrains(delta), before);
      const step = Number(after > 0n) - Number(before > 0n);
      if (step !== 0) totals.addCustomers(own[0]?.currency ?? '', step);
      return { id, amount: storedGrains(after) };
    });
  }

  /** Marks what the head's last batch has brought into the totals. */
  async #mark({ batch: id, ledger }: RevenueHeadRecord): Promise<void> {
    if (id === null) return;
    const { batches, entries, balances } = this.models;
    const batch = await batches.findById(id).lean<RevenueBatchRecord | null>();
    if (!batch) return;
    if (batch.balances.length > 0) {
      await balances.collection
        .bulkWrite(
          batch.balances.map((balance) => ({
            updateOne: {
              // Whoever is late here finds a later balance, and leaves it.
              filter: { _id: balance.id as never, seq: { $lt: batch.seq } },
              update: {
                $set: { amount: balance.amount, seq: batch.seq, updated_at: batch.created_at },
                $setOnInsert: { ledger, created_at: batch.created_at },
              },
              upsert: true,
            },
          })),
          { ordered: false },
        )
        .catch(unlessLater);
    }
    const marks = batch.entries.flatMap((entry) => [
      { updateOne: { filter: { _id: entry.id as never }, update: { $set: { folded: true, at: entry.at } } } },
      ...(entry.previous === null
        ? []
        : [{ updateOne: { filter: { _id: entry.previous as never }, update: { $set: { until: entry.at } } } }]),
    ]);
    await entries.collection.bulkWrite(marks, { ordered: false });
    await batches.deleteOne({ _id: id });
  }

  async #close(head: RevenueHeadRecord, at: Date): Promise<void> {
    const now = new Date();
    const { ledger, totals, seq } = head;
    // Whoever was held up over an older head leaves the later one's mark; it counts from the swap on.
    await this.models.marks
      .updateOne(
        { _id: `${ledger}:${at.toISOString()}`, seq: { $lt: seq } },
        { $set: { totals, seq, updated_at: now }, $setOnInsert: { ledger, at, created_at: now } },
        { upsert: true, timestamps: false },
      )
      .catch(unlessLater);
  }

  async #swap(head: RevenueHeadRecord, change: Partial<RevenueHeadRecord>): Promise<boolean> {
    const { matchedCount } = await this.models.heads.updateOne(
      { _id: head._id, ledger: head.ledger, seq: head.seq },
      { $set: { ...change, seq: head.seq + 1, updated_at: new Date() } },
      { timestamps: false },
    );
    return matchedCount === 1;
  }
}

/** An upsert that finds what is later tries to insert, and is refused: what is there is right. */
function unlessLater(error: unknown): void {
  if (!isDuplicateKey(error)) throw error;
}
