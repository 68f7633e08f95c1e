import type Stripe from 'stripe';
import type { PlanService } from '../catalog/plan.service.js';
import type { PriceProjection } from '../catalog/price.projection.js';
import type { CustomerProjection } from '../customers/customer.projection.js';
import { ageOfPayload, type Look } from '../mongo/payload-write.js';
import { idOf } from '../stripe/reference.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import type { Told } from '../terms/told.js';
import { type SubscriptionProjection, licensedItemOf } from './subscription.projection.js';
import type { SubscriptionRecord } from './subscription.record.js';

type ToldSubscription = Told<Stripe.Subscription>;

interface Comparison {
  readonly told: ToldSubscription;
  readonly look: Look<SubscriptionRecord>;
}

/**
 * Stores what events tell of subscriptions without asking Stripe, many at once, where that is provably not older than
 * what is stored. All else is left for a read.
 */
export class SubscriptionPayloads {
  constructor(
    private readonly projection: SubscriptionProjection,
    private readonly customers: CustomerProjection,
    private readonly plans: PlanService,
    private readonly prices: PriceProjection,
  ) {}

  /**
   * @param told one of each subscription, in the API version of the SDK
   * @returns the organization of each that is stored now as told or newer, by the subscription's id
   */
  async fold(told: readonly ToldSubscription[]): Promise<ReadonlyMap<string, string>> {
    const whole = told.filter(({ object }) => isWhole(object));
    const looks = await this.projection.look(whole.map(({ object }) => object.id));
    const compared = whole.flatMap((each) => {
      const look = looks.get(each.object.id);
      return look && isOfSameCustomer(each.object, look.stored) ? [{ told: each, look }] : [];
    });
    const known = compared.filter(({ told: { at }, look }) => ageOfPayload(look.stored, at) === 'older');
    const newer = compared.filter(({ told: { at }, look }) => ageOfPayload(look.stored, at) === 'newer');
    const owned = await this.#owned(newer);
    const stored = await this.projection.storePayloads(owned);
    return new Map([
      ...known.flatMap(({ told: { object }, look: { stored: record } }) =>
        record ? [[object.id, record.organization_id] as const] : [],
      ),
      ...owned.flatMap(({ told: { object }, owner }) =>
        stored.has(object.id) ? [[object.id, owner.organizationId] as const] : [],
      ),
    ]);
  }

  /**
   * Which of them are stored and not provably older than their moment. One that changed at that moment has an event of
   * its own, so that nobody need look at Stripe because something happened to another object of it.
   */
  async fresh(moments: ReadonlyMap<string, Date>): Promise<ReadonlyMap<string, string>> {
    if (moments.size === 0) return new Map();
    const stored = await this.projection.freshnessOf([...moments.keys()]);
    const isFresh = ([id, at]: readonly [string, Date]) => {
      const record = stored.get(id);
      return record?.observed_until && ageOfPayload(record, at) !== 'newer'
        ? [[id, record.organization_id] as const]
        : [];
    };
    return new Map([...moments].flatMap(isFresh));
  }

  /** Those whose organization and prices are known, with their plans. */
  async #owned(newer: readonly Comparison[]) {
    if (newer.length === 0) return [];
    const [organizations, plans, unknownPrices] = await Promise.all([
      this.#organizations(newer),
      this.#plans(newer),
      this.#unknownPrices(newer),
    ]);
    return newer.flatMap(({ told, look }) => {
      const { object } = told;
      const organizationId = look.stored?.organization_id ?? organizations.get(idOf(object.customer) ?? '');
      if (!organizationId || object.items.data.some(({ price }) => unknownPrices.has(price.id))) return [];
      const planUid = plans.get(productOf(object) ?? '') ?? null;
      return [{ told, look, owner: { organizationId, planUid } }];
    });
  }

  async #organizations(newer: readonly Comparison[]): Promise<ReadonlyMap<string, string>> {
    const isNew = newer.filter(({ look }) => !look.stored);
    const ids = isNew.map(({ told }) => idOf(told.object.customer)).filter((id) => id !== null);
    return this.customers.organizationsOf(ids);
  }

  async #plans(newer: readonly Comparison[]): Promise<ReadonlyMap<string, string>> {
    const products = new Set(newer.map(({ told }) => productOf(told.object)).filter((id) => id !== null));
    const rows = await this.plans.findByProducts([...products]);
    return new Map(rows.map((row) => [row.stripe_product_id, row.plan_uid]));
  }

  async #unknownPrices(newer: readonly Comparison[]): Promise<ReadonlySet<string>> {
    const ids = newer.flatMap(({ told, look }) => {
      const known = new Set(look.stored?.items.map(({ stripe_price_id }) => stripe_price_id));
      return told.object.items.data.map(({ price }) => price.id).filter((id) => !known.has(id));
    });
    const unique = [...new Set(ids)];
    if (unique.length === 0) return new Set();
    const rows = await this.prices.pricesById(EVERY_ORGANIZATION, unique);
    return new Set(unique.filter((_, index) => !rows[index]));
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
