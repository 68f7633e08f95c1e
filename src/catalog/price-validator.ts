import { LRUCache } from 'lru-cache';
import type { PriceGateway } from '../stripe/price.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { PriceProjection } from './price.projection.js';

/** Plans whose answer is kept; far more than anybody sells. */
const LARGEST_CATALOGUE = 10_000;

/**
 * Asks Stripe whether prices can be sold now. One call answers for all prices of a product, and its answer counts for
 * a configured time, so that a checkout of a plan that sells often costs no call at all.
 */
export class PriceValidator {
  readonly #activePrices: LRUCache<string, ReadonlySet<string>>;

  /** @param freshForMs how long Stripe's answer counts; 0 asks each time */
  constructor(
    private readonly gateway: PriceGateway,
    private readonly projection: PriceProjection,
    private readonly freshForMs: number,
  ) {
    this.#activePrices = new LRUCache({
      max: LARGEST_CATALOGUE,
      ttl: Math.max(1, freshForMs),
      // Who asked before the product was forgotten still gets Stripe's answer; it is only not kept.
      ignoreFetchAbort: true,
      fetchMethod: (productId) => this.#readActive(productId),
    });
  }

  /** @throws BillingFault PRICE_INACTIVE when a price or the product is archived or gone */
  async assertActive(productId: string, priceIds: readonly string[]): Promise<void> {
    const kept = this.freshForMs === 0 ? undefined : this.#activePrices.get(productId);
    if (kept && priceIds.every((id) => kept.has(id))) return;
    // A kept answer may be older than the price: another process may have applied the plan since.
    const forceRefresh = kept !== undefined || this.freshForMs === 0;
    const active = await this.#activePrices.fetch(productId, { forceRefresh });
    const inactive = priceIds.find((id) => !active?.has(id));
    if (!inactive) return;
    throw new BillingFault(BillingErrorCode.PRICE_INACTIVE, `Stripe says that ${inactive} can not be sold now`, {
      details: { priceId: inactive },
    });
  }

  /** Forgets what Stripe said of a product, because it has been changed. */
  forget(productId: string): void {
    this.#activePrices.delete(productId);
  }

  async #readActive(productId: string): Promise<ReadonlySet<string>> {
    const ticket = await this.projection.drawTicket(productId);
    const prices = await this.gateway.listActive(productId);
    await this.projection.storePrices(prices, ticket);
    const ofActiveProduct = prices.filter(
      ({ product }) => typeof product === 'object' && !product.deleted && product.active,
    );
    return new Set(ofActiveProduct.map(({ id }) => id));
  }
}
