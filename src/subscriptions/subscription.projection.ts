import type { Model, QueryFilter } from 'mongoose';
import type Stripe from 'stripe';
import type { ChangeSource } from '../mongo/change-source.js';
import type { Observations } from '../mongo/observation.js';
import { OBSERVATION_FIELDS, type ObservedRecord } from '../mongo/observed.record.js';
import { type Look, type Looks, lookAt, writePayloads } from '../mongo/payload-write.js';
import { findPlain } from '../mongo/plain-find.js';
import { writeObserved } from '../mongo/projection-write.js';
import { StoredObjects } from '../mongo/stored-objects.js';
import { TenantCollection } from '../mongo/tenant-collection.js';
import { withoutPersonalData } from '../stripe/personal-data.js';
import { toPlainJson } from '../stripe/plain-json.js';
import { readTimeOf } from '../stripe/read-time.js';
import { idOf } from '../stripe/reference.js';
import { billingPeriodOf } from '../stripe/subscription-shape.js';
import { toBillingInterval } from '../terms/billing-interval.js';
import type { ChangeOrigin } from '../terms/change-origin.js';
import { fromOptionalUnixSeconds, fromUnixSeconds } from '../terms/instant.js';
import type { Page, PageRequest } from '../terms/page.js';
import { type BatchRead, inOrderOf } from '../terms/request-context.js';
import type { Projection } from '../terms/stored-fields.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import type { Told } from '../terms/told.js';
import type { StoredSubscriptionListeners } from './stored-subscription-listeners.js';
import type { SubscriptionHistory } from './subscription-history.js';
import { ENTITLING, NOT_LIVE } from './subscription-status.js';
import type { SubscriptionRecord } from './subscription.record.js';

/** What of a subscription is ours to say, not Stripe's. */
export interface SubscriptionOwner {
  readonly organizationId: string;
  readonly planUid: string | null;
}

/** The one writer of subscriptions, and its reader. */
export class SubscriptionProjection {
  readonly stored: StoredObjects<SubscriptionRecord>;
  readonly #collection: TenantCollection<SubscriptionRecord>;

  constructor(
    private readonly model: Model<SubscriptionRecord>,
    private readonly observations: Observations,
    private readonly history: SubscriptionHistory,
    private readonly listeners: StoredSubscriptionListeners,
  ) {
    this.#collection = new TenantCollection(model, 'stripe_subscription_id');
    this.stored = new StoredObjects(model, 'stripe_subscription_id');
  }

  /** Followed by their organization. */
  changes(): ChangeSource<SubscriptionRecord> {
    return this.#collection.changes(OBSERVATION_FIELDS, ({ organization_id }) => [organization_id]);
  }

  findById(scope: TenantScope, id: string, projection?: Projection): Promise<SubscriptionRecord | null> {
    return this.#collection.findById(scope, id, projection);
  }

  /** @param except the id of a subscription that does not count; null where all do */
  findLive(
    scope: TenantScope,
    organizationId: string,
    planUid: string,
    except: string | null,
  ): Promise<SubscriptionRecord | null> {
    return this.#collection.findOne(scope, {
      ...(except === null ? {} : { stripe_subscription_id: { $ne: except } }),
      organization_id: { $eq: organizationId },
      plan_id: { $eq: planUid },
      status: { $nin: [...NOT_LIVE] },
    });
  }

  /** Those by which the organization may use a plan now, in the order in which they began. */
  async findEntitling(scope: TenantScope, organizationId: string): Promise<SubscriptionRecord[]> {
    const rows = await this.#collection.find(scope, {
      organization_id: { $eq: organizationId },
      plan_id: { $ne: null },
      status: { $in: [...ENTITLING] },
    });
    return rows.sort((one, other) => one.created_at.getTime() - other.created_at.getTime());
  }

  page(
    scope: TenantScope,
    filter: QueryFilter<SubscriptionRecord>,
    request: PageRequest,
  ): Promise<Page<SubscriptionRecord>> {
    return this.#collection.page(scope, filter, request);
  }

  readonly subscriptionsById: BatchRead<SubscriptionRecord> = async (scope, ids, projection) => {
    const asked = projection && { ...projection, stripe_subscription_id: 1 as const };
    const rows = await this.#collection.find(scope, { stripe_subscription_id: { $in: [...ids] } }, asked);
    return inOrderOf(ids, rows, (row) => row.stripe_subscription_id);
  };

  /** Draw it before the subscription is read from Stripe. */
  drawTicket(subscriptionId: string): Promise<number> {
    return this.observations.draw(subscriptionId);
  }

  /** What is stored of each, whoever it belongs to: for the engine itself. */
  look(ids: readonly string[], tickets: Promise<ReadonlyMap<string, number>>): Promise<Looks<SubscriptionRecord>> {
    return lookAt(this.model, 'stripe_subscription_id', ids, tickets);
  }

  /** How fresh what is stored is; those that are not stored are absent. */
  async freshnessOf(ids: readonly string[]): Promise<ReadonlyMap<string, SubscriptionFreshness>> {
    if (ids.length === 0) return new Map();
    const rows: (SubscriptionFreshness & Pick<SubscriptionRecord, 'stripe_subscription_id'>)[] = await findPlain(
      this.model,
      { stripe_subscription_id: { $in: [...ids] } },
      {
        projection: { stripe_subscription_id: 1, organization_id: 1, observed_from: 1, observed_until: 1, _id: 0 },
      },
    );
    return new Map(rows.map((row) => [row.stripe_subscription_id, row]));
  }

  /**
   * Stores what events tell, where it is newer than what is stored.
   *
   * @returns the ids of those that are stored
   */
  async storePayloads(
    payloads: readonly {
      readonly told: Told<Stripe.Subscription>;
      readonly owner: SubscriptionOwner;
      readonly look: Look<SubscriptionRecord>;
    }[],
  ): Promise<ReadonlySet<string>> {
    const ids = await writePayloads(
      this.model,
      'stripe_subscription_id',
      payloads.map(({ told: { object, at }, owner, look }) => ({
        ...look,
        id: object.id,
        at,
        state: toState(object, owner, { ...object } as unknown as Record<string, unknown>),
        createdAt: fromUnixSeconds(object.created),
      })),
      this.history.journalOfEvents(new Map(payloads.map(({ told }) => [told.object.id, told.eventId]))),
    );
    this.listeners.tell([...ids]);
    return ids;
  }

  /** @param again observes once more, where another writer makes it needed; see {@link writeObserved} */
  async store(
    subscription: Stripe.Subscription,
    owner: SubscriptionOwner,
    ticket: number,
    origin: ChangeOrigin,
    again?: () => Promise<SubscriptionRecord>,
  ): Promise<SubscriptionRecord> {
    const record = await writeObserved(
      this.model,
      { stripe_subscription_id: subscription.id },
      {
        ticket,
        state: toState(subscription, owner),
        createdAt: fromUnixSeconds(subscription.created),
        readTime: readTimeOf(subscription),
        journal: this.history.journal(subscription.id, origin),
        ...(again ? { again } : {}),
      },
    );
    this.listeners.tell([subscription.id]);
    return record;
  }

  /** The state that would be stored of it, to be compared with what is. */
  stateOf(subscription: Stripe.Subscription, owner: SubscriptionOwner): Partial<SubscriptionRecord> {
    return toState(subscription, owner);
  }
}

/** Of a stored subscription: how far it may lag behind Stripe, and whose it is. */
export type SubscriptionFreshness = ObservedRecord & Pick<SubscriptionRecord, 'organization_id'>;

/** @param stripeData the subscription as it is kept: an event's is plain JSON already */
function toState(
  subscription: Stripe.Subscription,
  { organizationId, planUid }: SubscriptionOwner,
  stripeData = withoutPersonalData(toPlainJson(subscription)),
) {
  const period = billingPeriodOf(subscription);
  return {
    organization_id: organizationId,
    stripe_customer_id: idOf(subscription.customer) ?? '',
    plan_id: planUid,
    billing_interval: toBillingInterval(licensedItemOf(subscription)?.price.recurring?.interval),
    status: subscription.status as string,
    items: subscription.items.data.map(({ id, price, quantity }) => ({
      stripe_item_id: id,
      stripe_price_id: price.id,
      quantity: quantity ?? null,
    })),
    current_period_start: fromUnixSeconds(period.start),
    current_period_end: fromUnixSeconds(period.end),
    cancel_at_period_end: subscription.cancel_at_period_end,
    cancel_at: fromOptionalUnixSeconds(subscription.cancel_at),
    // With flexible billing a scheduled cancellation sets cancel_at alone:
    // https://docs.stripe.com/billing/subscriptions/billing-mode/compare
    is_ending: subscription.cancel_at_period_end || Boolean(subscription.cancel_at),
    canceled_at: fromOptionalUnixSeconds(subscription.canceled_at),
    ended_at: fromOptionalUnixSeconds(subscription.ended_at),
    trial_end: fromOptionalUnixSeconds(subscription.trial_end),
    metadata: subscription.metadata,
    stripe_data: stripeData,
  };
}

/** The item that says which plan it is: the one charged by quantity, before the metered overages. */
export function licensedItemOf(subscription: Stripe.Subscription): Stripe.SubscriptionItem | undefined {
  const items = subscription.items.data;
  return items.find(({ price }) => price.recurring?.usage_type !== 'metered') ?? items[0];
}
