import type Stripe from 'stripe';
import type { PriceGateway } from '../stripe/price.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';

/** Finds single prices at Stripe, of plans or not, for whoever sells them by their id. */
export class PriceForSale {
  constructor(private readonly gateway: PriceGateway) {}

  /**
   * The price as Stripe shows it now.
   *
   * @param field where the client named it
   * @throws BillingFault PRICE_NOT_FOUND; PRICE_INACTIVE when it or its product is archived or gone
   */
  async find(id: string, field: readonly string[]): Promise<Stripe.Price> {
    const price = await this.gateway.find(id);
    if (!price) {
      throw new BillingFault(BillingErrorCode.PRICE_NOT_FOUND, `Stripe has no price "${id}"`, { field });
    }
    const { product } = price;
    const isSold = price.active && typeof product === 'object' && !product.deleted && product.active;
    if (isSold) return price;
    throw new BillingFault(BillingErrorCode.PRICE_INACTIVE, `Stripe says that ${id} can not be sold now`, {
      field,
      details: { priceId: id },
    });
  }
}
