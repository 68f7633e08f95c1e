import type { Model } from 'mongoose';
import type Stripe from 'stripe';
import type { Observations } from '../mongo/observation.js';
import { writeObserved } from '../mongo/projection-write.js';
import { idOf } from '../stripe/reference.js';
import { fromUnixSeconds } from '../terms/instant.js';
import { type BatchRead, inOrderOf } from '../terms/request-context.js';
import type { PriceRecord } from './price.record.js';
import type { ProductRecord } from './product.record.js';

/** The one writer of stripe_products and stripe_prices, and the reader of both. They belong to no organization. */
export class PriceProjection {
  constructor(
    private readonly products: Model<ProductRecord>,
    private readonly prices: Model<PriceRecord>,
    private readonly observations: Observations,
  ) {}

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
      .find({ stripe_product_id: { $in: productIds } })
      .sort({ created_at: 1, stripe_price_id: 1 })
      .lean<PriceRecord[]>();
    return productIds.map((id) => rows.filter((row) => row.stripe_product_id === id));
  };

  /** Draw it before the product or its prices are read from Stripe. */
  drawTicket(productId: string): Promise<number> {
    return this.observations.draw(productId);
  }

  async storeProduct(product: Stripe.Product, ticket: number): Promise<void> {
    await writeObserved(
      this.products,
      { stripe_product_id: product.id },
      {
        ticket,
        state: { name: product.name, description: product.description ?? null, active: product.active },
        createdAt: fromUnixSeconds(product.created),
      },
    );
  }

  /** Stores prices of one product that were read, or written, under its ticket. */
  async storePrices(prices: readonly Stripe.Price[], ticket: number): Promise<void> {
    await Promise.all(
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
  };
}
