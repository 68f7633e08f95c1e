import type { Model } from 'mongoose';
import { insertMissing } from '../mongo/insert-missing.js';
import type { JournalOfMany } from '../mongo/payload-write.js';
import type { Journal } from '../mongo/projection-write.js';
import { TenantCollection } from '../mongo/tenant-collection.js';
import { ChangeCause, type ChangeOrigin } from '../terms/change-origin.js';
import type { BatchRead } from '../terms/request-context.js';
import { entryOf } from './state-change.js';
import type { KeptChangeRecord, StateChangeRecord } from './state-change.record.js';
import type { SubscriptionRecord } from './subscription.record.js';

/**
 * The history of subscriptions, written without transactions. The newest change is stored in the very update that
 * changes the state; the one before it is kept in a collection of its own first. A crash between the two leaves a
 * change kept that the document still holds, which is the same change.
 */
export class SubscriptionHistory {
  readonly #kept: TenantCollection<KeptChangeRecord>;

  constructor(
    private readonly model: Model<KeptChangeRecord>,
    private readonly clock: () => Date,
  ) {
    this.#kept = new TenantCollection(model, '_id');
  }

  /** The changes before a given one, as `changeKey` names it, in no order. */
  readonly changesBefore: BatchRead<readonly StateChangeRecord[]> = async (scope, keys) => {
    const asked = keys.map(fromChangeKey);
    const ids = [...new Set(asked.map(({ id }) => id))];
    const rows = await this.#kept.find(scope, { stripe_subscription_id: { $in: ids } });
    const byId = Map.groupBy(rows, (row) => row.stripe_subscription_id);
    return asked.map(({ id, number }) => (byId.get(id) ?? []).filter((row) => row.number < number));
  };

  /** For a write of many subscriptions by what events told, which are named by the id of their subscription. */
  journalOfEvents(eventIds: ReadonlyMap<string, string>): JournalOfMany<SubscriptionRecord> {
    return async (changing) => {
      const [earlier] = await Promise.all([
        this.#earlierOf(changing.flatMap(({ id, stored }) => (stored ? [] : [id]))),
        this.#keep(changing.flatMap(({ stored }) => (stored ? [stored] : []))),
      ]);
      const byId = Map.groupBy(earlier, (row) => row.stripe_subscription_id);
      const entry = ({ id, stored, state }: (typeof changing)[number]) => {
        const eventId = eventIds.get(id);
        const origin = { cause: ChangeCause.WEBHOOK, ...(eventId === undefined ? {} : { eventId }) };
        return entryOf(stored, state, origin, this.clock(), byId.get(id) ?? []);
      };
      return new Map(changing.map((each) => [each.id, entry(each)]));
    };
  }

  /** For a write of one subscription. */
  journal(subscriptionId: string, origin: ChangeOrigin): Journal<SubscriptionRecord> {
    return {
      enter: async (stored, state) => {
        const earlier = stored ? [] : await this.#earlierOf([subscriptionId]);
        if (stored) await this.#keep([stored]);
        return entryOf(stored, state, origin, this.clock(), earlier);
      },
    };
  }

  /** Keeps the last changes of records that are about to be replaced. Doing it again changes nothing. */
  async #keep(records: readonly SubscriptionRecord[]): Promise<void> {
    await insertMissing(
      this.model,
      records.map(toKept),
      // The write that replaces them follows, and what it is followed by waits for the majority.
      { majority: false },
    );
  }

  /** The kept changes of these subscriptions, oldest first; for those of which there is no document. */
  async #earlierOf(subscriptionIds: readonly string[]): Promise<KeptChangeRecord[]> {
    if (subscriptionIds.length === 0) return [];
    return this.model
      .find({ stripe_subscription_id: { $in: [...subscriptionIds] } })
      .sort({ stripe_subscription_id: 1, number: 1 })
      .lean<KeptChangeRecord[]>()
      .exec();
  }
}

/** For {@link SubscriptionHistory.changesBefore}: the history up to a state does not change when the state does. */
export function changeKey(subscriptionId: string, { number }: StateChangeRecord): string {
  return `${subscriptionId}:${number}`;
}

function fromChangeKey(key: string): { readonly id: string; readonly number: number } {
  const end = key.lastIndexOf(':');
  return { id: key.slice(0, end), number: Number(key.slice(end + 1)) };
}

function toKept({
  stripe_subscription_id,
  organization_id,
  last_change: change,
}: SubscriptionRecord): KeptChangeRecord {
  return {
    _id: changeKey(stripe_subscription_id, change),
    stripe_subscription_id,
    organization_id,
    ...change,
    fields: [...change.fields],
    created_at: change.at,
    updated_at: change.at,
  };
}
