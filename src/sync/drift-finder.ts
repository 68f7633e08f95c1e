import type Stripe from 'stripe';
import type { ObservedRecord } from '../mongo/observed.record.js';
import { sameObservation } from '../mongo/projection-write.js';
import type { SubscriptionRecord } from '../subscriptions/subscription.record.js';
import type { MissedEvents } from '../webhooks/missed-events.js';
import { comparable } from './comparable.js';
import type { DriftKind, FoundDrift } from './found-drift.js';
import { LEFT_OUT } from './left-out-fields.js';
import type { Adoptable, AnyKind, Expected, StripeObject } from './mirrored-kind.js';
import type { MoneyAtStake } from './money-at-stake.js';
import { differencesOf, type FieldDifference } from './state-difference.js';

/** How often an object is looked at again that somebody writes while it is compared. */
const MOST_LOOKS = 5;

/** What a page of a list has to tell before any object is looked at by itself. */
export interface PageComparison {
  readonly same: readonly StripeObject[];
  readonly different: readonly StripeObject[];
  readonly missing: readonly { readonly object: StripeObject; readonly organizationId: string | null }[];
  /** How many are nobody's here, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** Compares what is stored with what Stripe shows, by the mapping that stores it. */
export class DriftFinder {
  constructor(
    private readonly events: MissedEvents,
    private readonly money: MoneyAtStake,
  ) {}

  /** Compares objects as a list showed them. What differs may have changed since, so it is only a suspect. */
  async compare(kind: AnyKind, objects: readonly StripeObject[], adoptable: Adoptable): Promise<PageComparison> {
    const stored = await kind.stored.byId(objects.map(({ id }) => id));
    const expected = await kind.expected(objects, stored, adoptable);
    const same: StripeObject[] = [];
    const different: StripeObject[] = [];
    const missing: PageComparison['missing'][number][] = [];
    const skipped = new Map<string, number>();
    for (const [index, object] of objects.entries()) {
      const wanted = expected[index];
      const record = stored.get(object.id);
      if (!wanted || 'skipped' in wanted) {
        const reason = wanted?.skipped ?? 'objects without a reason';
        skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      } else if (!record) missing.push({ object, organizationId: wanted.organizationId });
      else if (differences(kind, record, wanted.state).length > 0) different.push(object);
      else same.push(object);
    }
    return { same, different, missing, skipped };
  }

  /**
   * Looks at one object by itself, here and at Stripe.
   *
   * @returns null when both are the same, or nobody's here; `in flight` when an event of the object is still to be
   *   processed, which is to bring what is missing
   */
  async verify(kind: AnyKind, id: string, adoptable: Adoptable = new Map()): Promise<FoundDrift | 'in flight' | null> {
    for (let look = 1; look <= MOST_LOOKS; look += 1) {
      const before = await this.#stored(kind, id);
      const object = await kind.find(id);
      const isInFlight = await this.events.isInFlight(id);
      const record = await this.#stored(kind, id);
      // Somebody wrote it meanwhile, perhaps with a change that came after our look at Stripe.
      if (!isSameRecord(before, record)) continue;
      const drift = await this.#driftOf(kind, id, record, object, adoptable);
      return drift && isInFlight ? 'in flight' : drift;
    }
    return 'in flight';
  }

  async #driftOf(
    kind: AnyKind,
    id: string,
    record: ObservedRecord | null,
    object: StripeObject | null,
    adoptable: Adoptable,
  ): Promise<FoundDrift | null> {
    const owner = record && kind.organizationOf(record);
    if (!object) {
      if (!record || kind.isGone(record)) return null;
      return this.#drift(kind, { id, kind: 'gone', organizationId: owner, record, object });
    }
    const [wanted] = await kind.expected([object], new Map(record ? [[id, record]] : []), adoptable);
    if (!wanted || 'skipped' in wanted) return null;
    const { organizationId, state } = wanted;
    if (!record) return this.#drift(kind, { id, kind: 'missing', organizationId, record, object });
    const fields = differences(kind, record, state);
    return fields.length === 0
      ? null
      : this.#drift(kind, { id, kind: 'different', organizationId, record, object }, fields);
  }

  async #drift(
    { type, organizationOf }: AnyKind,
    found: {
      readonly id: string;
      readonly kind: DriftKind;
      readonly organizationId: string | null;
      readonly record: ObservedRecord | null;
      readonly object: StripeObject | null;
    },
    fields: readonly FieldDifference[] = [
      { path: 'id', ours: found.record ? found.id : null, stripes: found.object ? found.id : null },
    ],
  ): Promise<FoundDrift> {
    const { id, kind, organizationId, record, object } = found;
    const isOfRightOwner = record === null || organizationOf(record) === organizationId;
    const [ours, stripes] = [record as SubscriptionRecord | null, object as Stripe.Subscription | null];
    const stake = type === 'subscription' ? await this.money.of(ours, stripes, isOfRightOwner) : null;
    return { objectId: id, objectType: type, kind, organizationId, fields, stake };
  }

  async #stored(kind: AnyKind, id: string): Promise<ObservedRecord | null> {
    return (await kind.stored.byId([id])).get(id) ?? null;
  }
}

function differences(
  kind: AnyKind,
  record: ObservedRecord,
  state: Extract<Expected<object>, { state: object }>['state'],
) {
  const { stored, expected } = comparable(kind.type, record, state);
  return differencesOf(stored, expected, new Set(LEFT_OUT[kind.type].map(({ path }) => path)));
}

/** Every write changes the observation. */
function isSameRecord(one: ObservedRecord | null, other: ObservedRecord | null): boolean {
  if (!one || !other) return one === other;
  const [before, after] = [sameObservation(one), sameObservation(other)];
  return (
    before.observed_ticket === after.observed_ticket &&
    before.observed_until?.getTime() === after.observed_until?.getTime()
  );
}
