import Stripe from 'stripe';
import { type ObjectPage, type PagePlace, placeParams } from './object-page.js';
import type { StripeCalls } from './stripe-calls.js';

export interface NewPrice {
  readonly productId: string;
  readonly currency: string;
  /** Null for a price that is paid once. */
  readonly interval: 'month' | 'year' | null;
  /** In the minor unit, with decimals for a metered price. */
  readonly unitAmountDecimal: string;
  /** The meter whose events are charged; a licensed price has none. */
  readonly meterId: string | null;
  readonly lookupKey: string | null;
  /** Whether an older price that has the lookup key gives it away; else Stripe refuses a key that is taken. */
  readonly transfersLookupKey: boolean;
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
        ...(price.interval === null ? {} : { recurring: recurringOf(price.interval, price.meterId) }),
        ...(price.lookupKey === null
          ? {}
          : { lookup_key: price.lookupKey, transfer_lookup_key: price.transfersLookupKey }),
        metadata: price.metadata,
      }),
    );
  }

  /** With its product; null when Stripe does not know the id. */
  find(id: string): Promise<Stripe.Price | null> {
    return this.calls.find('prices.retrieve', (stripe) => stripe.prices.retrieve(id, { expand: ['product'] }));
  }

  /** All, archived ones too. */
  page(place: PagePlace): Promise<ObjectPage<Stripe.Price>> {
    return this.calls.run('prices.list', (stripe) => stripe.prices.list(placeParams(place)));
  }

  archive(id: string): Promise<Stripe.Price> {
    return this.calls.run('prices.update', (stripe) => stripe.prices.update(id, { active: false }));
  }

  /** Sells an archived price again, under the lookup key that another one may have had meanwhile. */
  unarchive(id: string, lookupKey: string): Promise<Stripe.Price> {
    return this.calls.run('prices.update', (stripe) =>
      stripe.prices.update(id, { active: true, lookup_key: lookupKey, transfer_lookup_key: true }),
    );
  }

  /** All prices that a product ever had, archived ones too; newest first. */
  list(productId: string): Promise<Stripe.Price[]> {
    return this.calls.run('prices.list', async (stripe) => {
      const prices: Stripe.Price[] = [];
      for await (const price of stripe.prices.list({ product: productId, limit: 100 })) prices.push(price);
      return prices;
    });
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

function recurringOf(interval: 'month' | 'year', meterId: string | null) {
  return { interval, ...(meterId === null ? {} : { usage_type: 'metered' as const, meter: meterId }) };
}
