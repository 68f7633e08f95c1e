import Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

export interface NewPrice {
  readonly productId: string;
  readonly currency: string;
  readonly interval: 'month' | 'year';
  /** In the minor unit, with decimals for a metered price. */
  readonly unitAmountDecimal: string;
  /** The meter whose events are charged; a licensed price has none. */
  readonly meterId: string | null;
  /** Taken over from an older price that has it. */
  readonly lookupKey: string;
  readonly metadata: Record<string, string>;
}

/** Source: https://docs.stripe.com/api/prices */
export class PriceGateway {
  constructor(private readonly calls: StripeCalls) {}

  create(price: NewPrice): Promise<Stripe.Price> {
    return this.calls.run('prices.create', (stripe) =>
      stripe.prices.create({
        product: price.productId,
        currency: price.currency,
        unit_amount_decimal: Stripe.Decimal.from(price.unitAmountDecimal),
        recurring: {
          interval: price.interval,
          ...(price.meterId === null ? {} : { usage_type: 'metered', meter: price.meterId }),
        },
        lookup_key: price.lookupKey,
        transfer_lookup_key: true,
        metadata: price.metadata,
      }),
    );
  }

  /** With its product; null when Stripe does not know the id. */
  find(id: string): Promise<Stripe.Price | null> {
    return this.calls.find('prices.retrieve', (stripe) => stripe.prices.retrieve(id, { expand: ['product'] }));
  }

  archive(id: string): Promise<Stripe.Price> {
    return this.calls.run('prices.update', (stripe) => stripe.prices.update(id, { active: false }));
  }

  /** All prices of a product that can be sold now, each with the product itself. */
  listActive(productId: string): Promise<Stripe.Price[]> {
    return this.calls.run('prices.list', async (stripe) => {
      const prices: Stripe.Price[] = [];
      const list = stripe.prices.list({ product: productId, active: true, limit: 100, expand: ['data.product'] });
      for await (const price of list) prices.push(price);
      return prices;
    });
  }
}
