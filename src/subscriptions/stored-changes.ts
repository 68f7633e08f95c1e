import type { Model } from 'mongoose';
import { STRIPE_DATA, historyOf } from './state-change.js';
import type { FieldChange, KeptChangeRecord, StateChangeRecord } from './state-change.record.js';
import type { StoredSubscription } from './stored-revenue.js';
import type { SubscriptionRecord } from './subscription.record.js';

/** What of a state the revenue depends on. */
export type RevenueState = StoredSubscription &
  Pick<SubscriptionRecord, 'organization_id' | 'plan_id' | 'billing_interval'>;

/** A subscription with the number of its newest change. */
export type ChangedSubscription = RevenueState &
  Pick<SubscriptionRecord, 'stripe_subscription_id' | 'change_count' | 'last_change'>;

export type ChangePosition = Pick<SubscriptionRecord, 'stripe_subscription_id' | 'change_count' | 'updated_at'>;

const POSITION = { _id: 0, stripe_subscription_id: 1, change_count: 1, updated_at: 1 } as const;
const STATE = {
  ...POSITION,
  ...{ organization_id: 1, plan_id: 1, billing_interval: 1, status: 1, items: 1, last_change: 1, stripe_data: 1 },
} as const;

/** Reads states and changes of every organization's subscriptions, for the engine itself. */
export class StoredChanges {
  constructor(
    private readonly subscriptions: Model<SubscriptionRecord>,
    private readonly kept: Model<KeptChangeRecord>,
  ) {}

  positions(ids: readonly string[]): Promise<ChangePosition[]> {
    return this.subscriptions
      .find({ stripe_subscription_id: { $in: [...ids] } }, POSITION)
      .lean<ChangePosition[]>()
      .exec();
  }

  states(ids: readonly string[]): Promise<ChangedSubscription[]> {
    return this.subscriptions
      .find({ stripe_subscription_id: { $in: [...ids] } }, STATE)
      .lean<ChangedSubscription[]>()
      .exec();
  }

  /** The next subscriptions by id. */
  idsAfter(id: string, limit: number): Promise<string[]> {
    return this.#ids(
      this.subscriptions
        .find({ stripe_subscription_id: { $gt: id } }, POSITION)
        .sort({ stripe_subscription_id: 1 })
        .limit(limit)
        .lean<ChangePosition[]>()
        .exec(),
    );
  }

  /** Those that were stored at an instant of the real time or later, by that and by id; in pages. */
  async *positionsSince(instant: Date, pageSize: number): AsyncGenerator<ChangePosition[]> {
    let last: ChangePosition | undefined;
    for (;;) {
      const place = last && {
        $nor: [{ updated_at: last.updated_at, stripe_subscription_id: { $lte: last.stripe_subscription_id } }],
      };
      const page: ChangePosition[] = await this.subscriptions
        .find({ updated_at: { $gte: last?.updated_at ?? instant }, ...place }, POSITION)
        .sort({ updated_at: 1, stripe_subscription_id: 1 })
        .limit(pageSize)
        .lean<ChangePosition[]>()
        .exec();
      if (page.length > 0) yield page;
      if (page.length < pageSize) return;
      last = page.at(-1);
    }
  }

  /** About how many subscriptions there are. */
  count(): Promise<number> {
    return this.subscriptions.estimatedDocumentCount().exec();
  }

  /** All changes of subscriptions as they were read, oldest first, by id. */
  async histories(records: readonly ChangedSubscription[]): Promise<ReadonlyMap<string, readonly StateChangeRecord[]>> {
    const ids = records.map((record) => record.stripe_subscription_id);
    const rows = await this.kept.find({ stripe_subscription_id: { $in: ids } }).lean<KeptChangeRecord[]>();
    const kept = Map.groupBy(rows, (row) => row.stripe_subscription_id);
    return new Map(
      records.map(({ stripe_subscription_id: id, last_change: last }) => [id, historyOf(last, kept.get(id) ?? [])]),
    );
  }

  async #ids(rows: Promise<ChangePosition[]>): Promise<string[]> {
    return (await rows).map((row) => row.stripe_subscription_id);
  }
}

/** Before the names of what Stripe's own object has; all other paths are fields of the document. */
const IN_STRIPE_DATA = `${STRIPE_DATA}.`;

/** The states that changes lead to, one after the other. */
export class StateReplay {
  #state: Readonly<Record<string, unknown>> = {};
  #stripeData: Readonly<Record<string, unknown>> = {};

  constructor(private readonly subscriptionId: string) {}

  /** @returns the state from then on; null as long as the changes do not say whose it is and how it is */
  apply({ fields }: Pick<StateChangeRecord, 'fields'>): RevenueState | null {
    const [ofStripe, ours] = [new Map<string, FieldChange>(), new Map<string, FieldChange>()];
    for (const field of fields) {
      if (field.path.startsWith(IN_STRIPE_DATA)) ofStripe.set(field.path.slice(IN_STRIPE_DATA.length), field);
      else ours.set(field.path, field);
    }
    this.#state = changed(this.#state, ours);
    this.#stripeData = changed(this.#stripeData, ofStripe);
    const { status, organization_id: organization, items } = this.#state;
    if (typeof status !== 'string' || typeof organization !== 'string' || !Array.isArray(items)) return null;
    return {
      ...this.#state,
      stripe_data: this.#stripeData,
      stripe_subscription_id: this.subscriptionId,
    } as unknown as RevenueState;
  }
}

function changed(
  before: Readonly<Record<string, unknown>>,
  changes: ReadonlyMap<string, FieldChange>,
): Readonly<Record<string, unknown>> {
  if (changes.size === 0) return before;
  const after = { ...before };
  for (const [name, change] of changes) {
    if ('after' in change) after[name] = change.after;
    else delete after[name];
  }
  return after;
}
