import type Stripe from 'stripe';
import type { ProductGateway } from '../stripe/product.gateway.js';
import { idOf } from '../stripe/reference.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import type { PriceProjection } from './price.projection.js';

/** Keeps the catalogue complete for the prices that other objects refer to. */
export class PriceService {
  constructor(
    private readonly projection: PriceProjection,
    private readonly products: ProductGateway,
  ) {}

  /** Stores prices met on another object, and their products where they are new. */
  async remember(prices: readonly Stripe.Price[]): Promise<void> {
    const productIds = [...new Set(prices.map(({ product }) => idOf(product)).filter((id) => id !== null))];
    const known = await this.projection.productsById(EVERY_ORGANIZATION, productIds);
    await Promise.all(productIds.filter((_, index) => !known[index]).map((id) => this.#storeProduct(id)));
    if (prices.length > 0) await this.projection.rememberPrices(prices);
  }

  async #storeProduct(id: string): Promise<void> {
    const ticket = await this.projection.drawTicket(id);
    const product = await this.products.find(id);
    if (product) await this.projection.storeProduct(product, ticket);
  }
}
