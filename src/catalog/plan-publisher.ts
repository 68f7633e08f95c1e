import type { Model } from 'mongoose';
import type Stripe from 'stripe';
import type { MeterGateway } from '../stripe/meter.gateway.js';
import type { NewPrice, PriceGateway } from '../stripe/price.gateway.js';
import type { ProductGateway } from '../stripe/product.gateway.js';
import type { PlanDefinition } from './plan-definition.js';
import type { OverageKindState, PlanRecord } from './plan.record.js';
import type { PriceProjection } from './price.projection.js';
import type { PriceValidator } from './price-validator.js';

/** What a definition wants to exist at Stripe, with the words that find it there again. */
interface WantedPrice extends NewPrice {
  readonly kind: OverageKindState | null;
}

interface PublishedPrice {
  readonly wanted: WantedPrice;
  readonly price: Stripe.Price;
}

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
    private readonly plans: Model<PlanRecord>,
    private readonly projection: PriceProjection,
    private readonly validator: PriceValidator,
    private readonly gateways: {
      readonly products: ProductGateway;
      readonly prices: PriceGateway;
      readonly meters: MeterGateway;
    },
  ) {}

  async publish(definition: PlanDefinition): Promise<PublishedPlan> {
    const ticket = await this.projection.drawTicket(definition.uid);
    const product = await this.#publishProduct(definition);
    const meterIds = await this.#publishMeters(definition);
    const { published, created, surplus } = await this.#publishPrices(definition, product.id, meterIds);
    await this.projection.storeProduct(product, ticket);
    await this.projection.storePrices(
      published.map(({ price }) => price),
      ticket,
    );
    const plan = await this.#storePlan(definition, product, published);
    // Only now: a plan must at no moment, and after no crash, refer to a price that cannot be sold.
    const archived = await Promise.all(surplus.map(({ id }) => this.gateways.prices.archive(id)));
    await this.projection.storePrices(archived, ticket);
    this.validator.forget(product.id);
    return { plan, createdPrices: created, archivedPrices: archived.length };
  }

  /** The product has the plan's uid for an id, so that it is found again whatever MongoDB remembers. */
  async #publishProduct(definition: PlanDefinition): Promise<Stripe.Product> {
    const { uid, name } = definition;
    const description = definition.description ?? null;
    const product = await this.gateways.products.find(uid);
    if (!product) return this.gateways.products.create(uid, { name, description });
    if (product.active && product.name === name && (product.description ?? null) === description) return product;
    return this.gateways.products.update(uid, { name, description });
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
    const existing = await this.gateways.prices.listActive(productId);
    const published: PublishedPrice[] = [];
    let created = 0;
    for (const wanted of wantedPrices(definition, productId, meterIds)) {
      const found = existing.find((price) => isSame(price, wanted));
      if (!found) created += 1;
      published.push({ wanted, price: found ?? (await this.gateways.prices.create(wanted)) });
    }
    const kept = new Set(published.map(({ price }) => price.id));
    return { published, created, surplus: existing.filter(({ id }) => !kept.has(id)) };
  }

  async #storePlan(
    { uid, name, description, features, trialDays }: PlanDefinition,
    product: Stripe.Product,
    published: readonly PublishedPrice[],
  ): Promise<PlanRecord> {
    const now = new Date();
    const inCommon = ({ wanted, price }: PublishedPrice) => ({
      stripe_price_id: price.id,
      billing_interval: wanted.interval,
      currency: wanted.currency,
    });
    return this.plans
      .findOneAndUpdate(
        { plan_uid: uid },
        {
          $set: {
            name,
            description: description ?? null,
            stripe_product_id: product.id,
            prices: published
              .filter(({ wanted }) => wanted.kind === null)
              .map((each) => ({ ...inCommon(each), unit_amount: Number(each.wanted.unitAmountDecimal) })),
            overages: published.flatMap((each) =>
              each.wanted.kind === null
                ? []
                : [{ ...inCommon(each), kind: each.wanted.kind, unit_amount_decimal: each.wanted.unitAmountDecimal }],
            ),
            features,
            trial_days: trialDays,
            archived: false,
            updated_at: now,
          },
          $setOnInsert: { created_at: now },
        },
        { upsert: true, returnDocument: 'after', timestamps: false },
      )
      .lean<PlanRecord>()
      .exec();
  }
}

function wantedPrices(plan: PlanDefinition, productId: string, meterIds: Map<OverageKindState, string>): WantedPrice[] {
  const licensed = plan.prices.map(({ interval, amount, currency }) => ({
    productId,
    currency,
    interval,
    unitAmountDecimal: String(amount),
    meterId: null,
    kind: null,
    lookupKey: `${plan.uid}_${interval}_${currency}`,
    metadata: { plan_uid: plan.uid },
  }));
  // The items of one subscription share their interval, so each overage has a price for each interval sold.
  const metered = plan.overages.flatMap(({ kind, unitAmountDecimal, currency }) =>
    intervalsOf(plan, currency).map((interval) => ({
      productId,
      currency,
      interval,
      unitAmountDecimal,
      meterId: meterIds.get(kind) ?? null,
      kind,
      lookupKey: `${plan.uid}_${kind}_overage_${interval}_${currency}`,
      metadata: { plan_uid: plan.uid, overage: kind },
    })),
  );
  return [...licensed, ...metered];
}

function intervalsOf(plan: PlanDefinition, currency: string): ('month' | 'year')[] {
  return plan.prices.filter((price) => price.currency === currency).map(({ interval }) => interval);
}

function isSame(price: Stripe.Price, wanted: WantedPrice): boolean {
  return (
    price.currency === wanted.currency &&
    price.recurring?.interval === wanted.interval &&
    price.recurring.interval_count === 1 &&
    (price.recurring.meter ?? null) === wanted.meterId &&
    Number(price.unit_amount_decimal?.toString() ?? price.unit_amount) === Number(wanted.unitAmountDecimal)
  );
}

function capitalized(word: string): string {
  return word === 'api' ? 'API' : word.charAt(0).toUpperCase() + word.slice(1);
}
