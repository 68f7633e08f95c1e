import type Stripe from 'stripe';
import type { PlanService } from '../catalog/plan.service.js';
import type { PriceProjection } from '../catalog/price.projection.js';
import { KnownById } from '../mongo/known-by-id.js';
import { ageOfPayload, type Look } from '../mongo/payload-write.js';
import { idOf } from '../stripe/reference.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import type { PayloadSurroundings, Told } from '../terms/told.js';
import { type SubscriptionOwner, type SubscriptionProjection, licensedItemOf } from './subscription.projection.js';
import type { SubscriptionRecord } from './subscription.record.js';

type ToldSubscription = Told<Stripe.Subscription>;

interface Comparison {
  readonly told: ToldSubscription;
  readonly look: Look<SubscriptionRecord>;
}

/** What can be said of subscriptions that events tell of, before anything is written. */
export interface ComparedSubscriptions {
  /** Those that are stored as told or newer, with their organization. */
  readonly known: ReadonlyMap<string, string>;
  /** Those that are to be stored as told. */
  readonly newer: readonly (Comparison & { readonly owner: SubscriptionOwner })[];
}

/**
 * Stores what events tell of subscriptions without asking Stripe, many at once, where that is provably not older than
 * what is stored. All else is left for a read.
 */
export class SubscriptionPayloads {
  readonly #planUids: KnownById<string>;
  readonly #prices: KnownById<string>;

  constructor(
    private readonly projection: SubscriptionProjection,
    plans: PlanService,
    prices: PriceProjection,
  ) {
    this.#planUids = new KnownById(async (productIds) => {
      const rows = await plans.findByProducts(productIds);
      return new Map(rows.map((row) => [row.stripe_product_id, row.plan_uid]));
    });
    this.#prices = new KnownById(async (ids) => {
      const rows = await prices.pricesById(EVERY_ORGANIZATION, ids);
      return new Map(rows.flatMap((row) => (row ? [[row.stripe_price_id, row.stripe_product_id] as const] : [])));
    });
  }

  /** @param told one of each subscription, in the API version of the SDK */
  async compare(told: readonly ToldSubscription[], surroundings: PayloadSurroundings): Promise<ComparedSubscriptions> {
    const whole = told.filter(({ object }) => isWhole(object));
    if (whole.length === 0) return { known: new Map(), newer: [] };
    const items = whole.flatMap(({ object }) => object.items.data);
    const [looks, organizations, planUids, prices] = await Promise.all([
      this.projection.look(
        whole.map(({ object }) => object.id),
        surroundings.tickets,
      ),
      surroundings.organizations,
      this.#planUids.of(whole.map(({ object }) => productOf(object) ?? '')),
      this.#prices.of(items.map(({ price }) => price.id)),
    ]);
    const compared = whole.flatMap((each) => {
      const { object, at } = each;
      const look = looks.get(object.id);
      const organizationId = organizations.get(idOf(object.customer) ?? '');
      if (!look || !organizationId || !isOfSameCustomer(object, look.stored)) return [];
      const owner = { organizationId, planUid: planUids.get(productOf(object) ?? '') ?? null };
      return [{ told: each, look, owner, age: ageOfPayload(look.stored, at) }];
    });
    const isKnown = compared.filter(({ age }) => age === 'older');
    return {
      known: new Map(isKnown.map(({ told: { object }, owner }) => [object.id, owner.organizationId])),
      newer: compared.filter(
        ({ age, told: { object } }) => age === 'newer' && object.items.data.every(({ price }) => prices.has(price.id)),
      ),
    };
  }

  /** @returns the organization of each that is stored now as told or newer, by the subscription's id */
  async store({ known, newer }: ComparedSubscriptions): Promise<ReadonlyMap<string, string>> {
    const stored = await this.projection.storePayloads(newer);
    const written = newer.filter(({ told: { object } }) => stored.has(object.id));
    return new Map([
      ...known,
      ...written.map(({ told: { object }, owner }) => [object.id, owner.organizationId] as const),
    ]);
  }

  /**
   * Which subscriptions are stored, or about to be, and not provably older than their moment, with their organization.
   * One that changed at that moment has an event of its own, so nobody need look at Stripe because something happened to
   * another object of it.
   *
   * @param compared those that are about to be stored
   */
  async fresh(
    moments: ReadonlyMap<string, Date>,
    { newer }: ComparedSubscriptions,
  ): Promise<ReadonlyMap<string, string>> {
    const coming = new Map(newer.map(({ told, owner }) => [told.object.id, { at: told.at, owner }]));
    const stored = await this.projection.freshnessOf([...moments.keys()].filter((id) => !coming.has(id)));
    return new Map(
      [...moments].flatMap(([id, at]) => {
        const next = coming.get(id);
        if (next) return next.at >= at ? [[id, next.owner.organizationId] as const] : [];
        const record = stored.get(id);
        const isFresh = record?.observed_until && ageOfPayload(record, at) !== 'newer';
        return record && isFresh ? [[id, record.organization_id] as const] : [];
      }),
    );
  }
}

/** An event cuts off a long list of items and does not say what a discount is; a test clock has a time of its own. */
function isWhole({ items, discounts, test_clock: clock }: Stripe.Subscription): boolean {
  return Array.isArray(items?.data) && items.data.length > 0 && !items.has_more && !discounts?.length && !clock;
}

function isOfSameCustomer(subscription: Stripe.Subscription, stored: SubscriptionRecord | null): boolean {
  return !stored || stored.stripe_customer_id === idOf(subscription.customer);
}

function productOf(subscription: Stripe.Subscription): string | null {
  return idOf(licensedItemOf(subscription)?.price.product);
}
