import type { Model } from 'mongoose';
import { insertMissing } from '../mongo/insert-missing.js';
import type { ChangePosition, StoredChanges } from '../subscriptions/stored-changes.js';
import { type RevenueChangeRecord, UNTIL_CHANGED } from './revenue-change.record.js';
import { type LastEntry, entryId, isNextChange, missingEntries } from './revenue-entries.js';

type Place = Pick<RevenueChangeRecord, '_id' | 'stripe_subscription_id' | 'number' | 'through'>;
type StoredLastEntry = LastEntry & Pick<RevenueChangeRecord, 'stripe_subscription_id'>;

/** Writes what changes of subscriptions do to the revenue. Everything here may be done again, and by several processes. */
export class RevenueLedger {
  constructor(
    private readonly entries: Model<RevenueChangeRecord>,
    private readonly changes: StoredChanges,
  ) {}

  /** Brings a ledger up to what is stored of these subscriptions. */
  async bringUp(ledger: string, subscriptionIds: readonly string[]): Promise<void> {
    await this.bringUpTo(ledger, await this.changes.positions(subscriptionIds));
  }

  async bringUpTo(ledger: string, positions: readonly ChangePosition[]): Promise<void> {
    if (positions.length === 0) return;
    const places = await this.#places(ledger, positions);
    const behind = positions.flatMap(({ stripe_subscription_id: id, change_count: count }) => {
      const place = places.get(id);
      return !place || place.through < count ? [id] : [];
    });
    if (behind.length === 0) return;
    const [records, lastById] = await Promise.all([
      this.changes.states(behind),
      this.#lastEntries(behind.flatMap((id) => places.get(id)?._id ?? [])),
    ]);
    const lastOf = (id: string) => lastById.get(id) ?? null;
    const histories = await this.changes.histories(
      records.filter((record) => !isNextChange(record, lastOf(record.stripe_subscription_id))),
    );
    const missing = records.map((record) => {
      const id = record.stripe_subscription_id;
      return { id, ...missingEntries(ledger, record, lastOf(id), histories.get(id)) };
    });
    await this.#insert(missing.map(({ entries }) => entries));
    await this.#hold(
      ledger,
      missing.map(({ id, last }) => ({ id, ...last })),
    );
  }

  /** Of one subscription in their order, so that an entry is never there without those before it. */
  async #insert(entriesBySubscription: readonly (readonly RevenueChangeRecord[])[]): Promise<void> {
    const longest = Math.max(0, ...entriesBySubscription.map(({ length }) => length));
    for (let turn = 0; turn < longest; turn += 1) {
      await insertMissing(
        this.entries,
        entriesBySubscription.flatMap((entries) => entries.slice(turn, turn + 1)),
      );
    }
  }

  /** Remembers up to which change the newest entries hold. */
  async #hold(
    ledger: string,
    lasts: readonly { readonly id: string; readonly number: number; readonly through: number }[],
  ): Promise<void> {
    const later = lasts.filter(({ number, through }) => through > number);
    if (later.length === 0) return;
    await this.entries.collection.bulkWrite(
      later.map(({ id, number, through }) => ({
        updateOne: { filter: { _id: entryId(ledger, id, number) as never }, update: { $max: { through } } },
      })),
      { ordered: false },
    );
  }

  /** The newest entries, by subscription; from the index alone, for mostly nothing is behind. */
  async #places(ledger: string, positions: readonly ChangePosition[]): Promise<ReadonlyMap<string, Place>> {
    const ids = positions.map((each) => each.stripe_subscription_id);
    const rows = await this.entries
      .find(
        { ledger, stripe_subscription_id: { $in: ids }, until: UNTIL_CHANGED },
        { _id: 0, stripe_subscription_id: 1, number: 1, through: 1 },
      )
      .lean<Omit<Place, '_id'>[]>();
    const places = new Map<string, Place>();
    for (const row of rows.sort((one, other) => one.number - other.number)) {
      const { stripe_subscription_id: id, number } = row;
      places.set(id, { ...row, _id: entryId(ledger, id, number) });
    }
    return places;
  }

  async #lastEntries(ids: readonly string[]): Promise<ReadonlyMap<string, StoredLastEntry>> {
    if (ids.length === 0) return new Map();
    const rows = await this.entries
      .find(
        { _id: { $in: [...ids] } },
        { _id: 0, stripe_subscription_id: 1, number: 1, through: 1, changed_at: 1, after: 1 },
      )
      .lean<StoredLastEntry[]>();
    return new Map(rows.map((row) => [row.stripe_subscription_id, row]));
  }
}
