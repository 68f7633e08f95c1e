import type Stripe from 'stripe';
import type { MeterGateway } from '../stripe/meter.gateway.js';
import type { PriceGateway } from '../stripe/price.gateway.js';
import type { ProductGateway } from '../stripe/product.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { PlanDefinition } from './plan-definition.js';
import type { OverageKindState, PlanRecord } from './plan.record.js';
import type { PlanStore, PublishedPrice } from './plan.store.js';
import type { PriceProjection } from './price.projection.js';
import type { PriceValidator } from './price-validator.js';
import { isSame, type WantedPrice, wantedPrices } from './wanted-price.js';

/** How often a change is made again because another one came between. */
const MOST_ATTEMPTS = 5;

export interface PublishedPlan {
  readonly plan: PlanRecord;
  readonly createdPrices: number;
  readonly archivedPrices: number;
}

/**
 * Makes Stripe and MongoDB sell what a definition says. It compares with what Stripe has, so applying again, or after
 * a crash, or with an empty MongoDB, changes only what differs. Amounts of prices never change at Stripe: another
 * amount makes a new price and archives the old one, and who pays the old one keeps it.
 */
export class PlanPublisher {
  constructor(
    private readonly plans: PlanStore,
    private readonly projection: PriceProjection,
    private readonly validator: PriceValidator,
    private readonly gateways: {
      readonly products: ProductGateway;
      readonly prices: PriceGateway;
      readonly meters: MeterGateway;
    },
  ) {}

  /** @throws BillingFault INVALID_INPUT, CONFLICT, STRIPE_UNAVAILABLE */
  publish(definition: PlanDefinition): Promise<PublishedPlan> {
    return this.#untilAlone(definition.uid, (current) => this.#publishOver(current, definition));
  }

  /**
   * Archives the plan's prices and product at Stripe, so that nobody can buy it; live subscriptions stay as they are.
   *
   * @throws BillingFault PLAN_NOT_FOUND, CONFLICT, STRIPE_UNAVAILABLE
   */
  archive(uid: string): Promise<PlanRecord> {
    return this.#untilAlone(uid, (current) => {
      if (current) return this.#archiveOver(current);
      throw new BillingFault(BillingErrorCode.PLAN_NOT_FOUND, `There is no plan "${uid}"`, { field: ['input', 'uid'] });
    });
  }

  /** Repeats a change that ends in a refused write: what Stripe has may be half of one change and half of another. */
  async #untilAlone<T>(uid: string, change: (current: PlanRecord | null) => Promise<T | null>): Promise<T> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const done = await change(await this.plans.find(uid));
      if (done) return done;
    }
    throw new BillingFault(BillingErrorCode.CONFLICT, `The plan "${uid}" is being changed by others; try again`);
  }

  async #publishOver(current: PlanRecord | null, definition: PlanDefinition): Promise<PublishedPlan | null> {
    const ticket = await this.projection.drawTicket(definition.uid);
    const product = await this.#publishProduct(definition);
    const meterIds = await this.#publishMeters(definition);
    const { published, created, surplus } = await this.#publishPrices(definition, product.id, meterIds);
    await this.projection.storeProduct(product, ticket);
    await this.projection.storePrices(
      published.map(({ price }) => price),
      ticket,
    );
    const plan = await this.plans.save(definition, product.id, published, current?.revision ?? null);
    if (!plan) return null;
    // Only now: a plan must at no moment, and after no crash, refer to a price that cannot be sold.
    const archived = await Promise.all(surplus.map(({ id }) => this.gateways.prices.archive(id)));
    await this.projection.storePrices(archived, ticket);
    this.validator.forget(product.id);
    return { plan, createdPrices: created, archivedPrices: archived.length };
  }

  async #archiveOver({ plan_uid, stripe_product_id, revision }: PlanRecord): Promise<PlanRecord | null> {
    const ticket = await this.projection.drawTicket(stripe_product_id);
    const product = await this.gateways.products.archive(stripe_product_id);
    if (product) {
      const prices = await this.gateways.prices.list(product.id);
      const active = prices.filter((price) => price.active);
      const archived = await Promise.all(active.map(({ id }) => this.gateways.prices.archive(id)));
      await this.projection.storeProduct(product, ticket);
      await this.projection.storePrices(archived, ticket);
    }
    this.validator.forget(stripe_product_id);
    return this.plans.archive(plan_uid, revision ?? null);
  }

  /** The product has the plan's uid for an id, so that it is found again whatever MongoDB remembers. */
  async #publishProduct(definition: PlanDefinition): Promise<Stripe.Product> {
    const { uid, name } = definition;
    const description = definition.description ?? null;
    const product = await this.gateways.products.find(uid);
    if (!product) return this.gateways.products.createForPlan(uid, { name, description });
    if (product.active && product.name === name && (product.description ?? null) === description) return product;
    return this.gateways.products.updateForPlan(uid, { name, description });
  }

  /** One meter for each kind of overage, shared by all plans. */
  async #publishMeters({ overages }: PlanDefinition): Promise<Map<OverageKindState, string>> {
    const kinds = [...new Set(overages.map(({ kind }) => kind))];
    if (kinds.length === 0) return new Map();
    const existing = await this.gateways.meters.listActive();
    const meters = await Promise.all(
      kinds.map(async (kind) => {
        const eventName = `${kind}_overage`;
        const found = existing.find((meter) => meter.event_name === eventName);
        return found ?? (await this.gateways.meters.create(eventName, `${capitalized(kind)} overage`));
      }),
    );
    return new Map(kinds.map((kind, index) => [kind, meters[index]?.id ?? '']));
  }

  async #publishPrices(definition: PlanDefinition, productId: string, meterIds: Map<OverageKindState, string>) {
    const existing = await this.gateways.prices.list(productId);
    const published: PublishedPrice[] = [];
    let created = 0;
    for (const wanted of wantedPrices(definition, productId, meterIds)) {
      const found = await this.#found(existing, wanted);
      if (!found) created += 1;
      published.push({ wanted, price: found ?? (await this.gateways.prices.create(wanted)) });
    }
    const kept = new Set(published.map(({ price }) => price.id));
    return { published, created, surplus: existing.filter(({ id, active }) => active && !kept.has(id)) };
  }

  /** An archived price that charges the same is sold again, rather than that a twin of it is made. */
  async #found(existing: readonly Stripe.Price[], wanted: WantedPrice): Promise<Stripe.Price | null> {
    const same = existing.filter((price) => isSame(price, wanted));
    const active = same.find((price) => price.active);
    if (active) return active;
    const archived = same.find(({ metadata }) => metadata.plan_uid === wanted.metadata.plan_uid);
    return archived ? this.gateways.prices.unarchive(archived.id, wanted.lookupKey) : null;
  }
}

function capitalized(word: string): string {
  return word === 'api' ? 'API' : word.charAt(0).toUpperCase() + word.slice(1);
}
