import type { Model, QueryFilter } from 'mongoose';
import { readPage } from '../mongo/keyset-page.js';
import { StoredObjects } from '../mongo/stored-objects.js';
import type Stripe from 'stripe';
import type { Observations } from '../mongo/observation.js';
import { writeObserved } from '../mongo/projection-write.js';
import { idOf } from '../stripe/reference.js';
import { fromUnixSeconds } from '../terms/instant.js';
import type { Page, PageRequest } from '../terms/page.js';
import { type BatchRead, inOrderOf } from '../terms/request-context.js';
import type { PriceRecord } from './price.record.js';
import type { ProductRecord } from './product.record.js';

/** What is deleted at Stripe stays for what refers to it; nobody else sees it. */
const NOT_DELETED = { deleted: false };

/** The one writer of stripe_products and stripe_prices, and the reader of both. They belong to no organization. */
export class PriceProjection {
  readonly storedProducts: StoredObjects<ProductRecord>;
  readonly storedPrices: StoredObjects<PriceRecord>;

  constructor(
    private readonly products: Model<ProductRecord>,
    private readonly prices: Model<PriceRecord>,
    private readonly observations: Observations,
  ) {
    this.storedProducts = new StoredObjects(products, 'stripe_product_id', NOT_DELETED);
    this.storedPrices = new StoredObjects(prices, 'stripe_price_id', NOT_DELETED);
  }

  findProduct(id: string): Promise<ProductRecord | null> {
    return this.products
      .findOne({ stripe_product_id: { $eq: id }, ...NOT_DELETED })
      .lean<ProductRecord | null>()
      .exec();
  }

  findPrice(id: string): Promise<PriceRecord | null> {
    return this.prices
      .findOne({ stripe_price_id: { $eq: id }, ...NOT_DELETED })
      .lean<PriceRecord | null>()
      .exec();
  }

  pageOfProducts(filter: QueryFilter<ProductRecord>, request: PageRequest): Promise<Page<ProductRecord>> {
    return readPage(this.products, { ...filter, ...NOT_DELETED }, request, 'stripe_product_id');
  }

  pageOfPrices(filter: QueryFilter<PriceRecord>, request: PageRequest): Promise<Page<PriceRecord>> {
    return readPage(this.prices, { ...filter, ...NOT_DELETED }, request, 'stripe_price_id');
  }

  readonly productsById: BatchRead<ProductRecord> = async (_scope, ids) => {
    const rows = await this.products.find({ stripe_product_id: { $in: ids } }).lean<ProductRecord[]>();
    return inOrderOf(ids, rows, (row) => row.stripe_product_id);
  };

  readonly pricesById: BatchRead<PriceRecord> = async (_scope, ids) => {
    const rows = await this.prices.find({ stripe_price_id: { $in: ids } }).lean<PriceRecord[]>();
    return inOrderOf(ids, rows, (row) => row.stripe_price_id);
  };

  readonly pricesByProduct: BatchRead<PriceRecord[]> = async (_scope, productIds) => {
    const rows = await this.prices
      .find({ stripe_product_id: { $in: productIds }, ...NOT_DELETED })
      .sort({ created_at: 1, stripe_price_id: 1 })
      .lean<PriceRecord[]>();
    return productIds.map((id) => rows.filter((row) => row.stripe_product_id === id));
  };

  /** Draw it before the product or its prices are read from Stripe. */
  drawTicket(productId: string): Promise<number> {
    return this.observations.draw(productId);
  }

  storeProduct(product: Stripe.Product, ticket: number): Promise<ProductRecord> {
    return writeObserved(
      this.products,
      { stripe_product_id: product.id },
      {
        ticket,
        state: toProductState(product),
        createdAt: fromUnixSeconds(product.created),
      },
    );
  }

  /** For a product that Stripe says is deleted. */
  async markProductDeleted(id: string, ticket: number): Promise<void> {
    await this.products.updateOne(
      { stripe_product_id: { $eq: id }, observed_ticket: { $not: { $gte: ticket } } },
      deletion(ticket),
      { timestamps: false },
    );
  }

  /** For a price that Stripe says is deleted; under its product's ticket. */
  async markPriceDeleted(id: string, ticket: number): Promise<void> {
    await this.prices.updateOne(
      { stripe_price_id: { $eq: id }, observed_ticket: { $not: { $gte: ticket } } },
      deletion(ticket),
      { timestamps: false },
    );
  }

  /** Stores prices of one product that were read, or written, under its ticket. */
  storePrices(prices: readonly Stripe.Price[], ticket: number): Promise<PriceRecord[]> {
    return Promise.all(
      prices.map((price) =>
        writeObserved(
          this.prices,
          { stripe_price_id: price.id },
          { ticket, state: toPriceState(price), createdAt: fromUnixSeconds(price.created) },
        ),
      ),
    );
  }

  /** Makes sure that prices met on another object are known; what is stored already is newer or the same. */
  async rememberPrices(prices: readonly Stripe.Price[]): Promise<void> {
    await this.prices.bulkWrite(
      prices.map((price) => ({
        updateOne: {
          filter: { stripe_price_id: price.id },
          update: {
            $setOnInsert: {
              ...toPriceState(price),
              created_at: fromUnixSeconds(price.created),
              updated_at: new Date(),
            },
          },
          upsert: true,
        },
      })),
      { timestamps: false },
    );
  }

  /** The state that would be stored of it, to be compared with what is. */
  stateOfProduct(product: Stripe.Product): Partial<ProductRecord> {
    return toProductState(product);
  }

  /** The state that would be stored of it, to be compared with what is. */
  stateOfPrice(price: Stripe.Price): Partial<PriceRecord> {
    return toPriceState(price);
  }
}

function toProductState(product: Stripe.Product) {
  return {
    name: product.name,
    description: product.description ?? null,
    active: product.active,
    deleted: false,
  };
}

function toPriceState(price: Stripe.Price) {
  return {
    stripe_product_id: idOf(price.product) ?? '',
    type: price.type as string,
    usage_type: price.recurring?.usage_type ?? null,
    unit_amount: price.unit_amount,
    unit_amount_decimal: price.unit_amount_decimal?.toString() ?? null,
    currency: price.currency as string,
    billing_interval: price.recurring?.interval ?? null,
    interval_count: price.recurring?.interval_count ?? null,
    active: price.active,
    lookup_key: price.lookup_key,
    deleted: false,
  };
}

function deletion(ticket: number) {
  return { $set: { active: false, deleted: true, observed_ticket: ticket, updated_at: new Date() } };
}
