import type Stripe from 'stripe';
import type { PriceGateway } from '../stripe/price.gateway.js';
import type { ProductGateway } from '../stripe/product.gateway.js';
import { idOf } from '../stripe/reference.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import type { PriceProjection } from './price.projection.js';
import type { PriceValidator } from './price-validator.js';

/** Keeps products and prices as Stripe has them, and complete for whatever refers to them. */
export class PriceService {
  constructor(
    private readonly projection: PriceProjection,
    private readonly products: ProductGateway,
    private readonly prices: PriceGateway,
    private readonly validator: PriceValidator,
  ) {}

  /** Stores prices met on another object, and their products where they are new. */
  async remember(prices: readonly Stripe.Price[]): Promise<void> {
    const productIds = [...new Set(prices.map(({ product }) => idOf(product)).filter((id) => id !== null))];
    const known = await this.projection.productsById(EVERY_ORGANIZATION, productIds);
    await Promise.all(productIds.filter((_, index) => !known[index]).map((id) => this.#storeProduct(id)));
    if (prices.length > 0) await this.projection.rememberPrices(prices);
  }

  /** Stores the product as Stripe shows it now. One that Stripe does not know any more is deleted. */
  async observeProduct(id: string): Promise<void> {
    await this.#storeProduct(id);
    this.validator.forget(id);
  }

  /** Stores the price as Stripe shows it now, with its product where that is new. */
  async observePrice(id: string, productId: string): Promise<void> {
    const ticket = await this.projection.drawTicket(productId);
    const price = await this.prices.find(id);
    if (price) {
      await this.remember([price]);
      await this.projection.storePrices([price], ticket);
    } else await this.projection.markPriceDeleted(id, ticket);
    this.validator.forget(productId);
  }

  async #storeProduct(id: string): Promise<void> {
    const ticket = await this.projection.drawTicket(id);
    const product = await this.products.find(id);
    if (product) await this.projection.storeProduct(product, ticket);
    else await this.projection.markProductDeleted(id, ticket);
  }
}
