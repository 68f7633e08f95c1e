import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter, noSuch } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Products } from '../products/products.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { priceAmount } from './price-amount.js';

export type Price = Wire<Stripe.Price>;
export type PriceCreateParams = Wire<Stripe.PriceCreateParams>;
export type PriceUpdateParams = Wire<Stripe.PriceUpdateParams>;

/** Source: https://docs.stripe.com/api/prices */
export class Prices {
  constructor(
    private readonly ledger: Ledger,
    private readonly products: Products,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  create(params: PriceCreateParams): Price {
    const product = this.#productOf(params);
    if (params.lookup_key !== undefined) this.#freeLookupKey(params.lookup_key, params.transfer_lookup_key ?? false);
    const price = this.ledger.prices.put({
      id: newId('price'),
      object: 'price',
      active: params.active ?? true,
      billing_scheme: params.billing_scheme ?? 'per_unit',
      created: this.clock.now(),
      currency: params.currency.toLowerCase(),
      custom_unit_amount: null,
      livemode: false,
      lookup_key: params.lookup_key ?? null,
      metadata: mergedMetadata({}, params.metadata),
      nickname: params.nickname || null,
      product,
      recurring: params.recurring === undefined ? null : this.#recurring(params.recurring),
      tax_behavior: params.tax_behavior ?? 'unspecified',
      tiers_mode: null,
      transform_quantity: params.transform_quantity ?? null,
      type: params.recurring === undefined ? 'one_time' : 'recurring',
      ...priceAmount(params),
    });
    this.events.record('price.created', price);
    return price;
  }

  /** A price that stands for one line of a sale only, made from the `price_data` of a line. */
  createInline(params: PriceCreateParams): Price {
    return this.create({ ...params, active: false });
  }

  /** Amounts and intervals of a price never change; the specification has no parameters for them. */
  update(id: string, params: PriceUpdateParams): Price {
    const before = this.require(id);
    if (params.lookup_key) this.#freeLookupKey(params.lookup_key, params.transfer_lookup_key ?? false, id);
    const price = this.ledger.prices.put({
      ...before,
      active: params.active ?? before.active,
      lookup_key: params.lookup_key === undefined ? before.lookup_key : params.lookup_key || null,
      metadata: mergedMetadata(before.metadata, params.metadata),
      nickname: params.nickname === undefined ? before.nickname : params.nickname || null,
      tax_behavior: params.tax_behavior ?? before.tax_behavior,
    });
    this.events.recordUpdate('price.updated', before, price);
    return price;
  }

  /** @throws StripeFailure resource_missing; for an id in the path unless `param` names the parameter */
  require(id: string, param?: string): Price {
    const price = this.ledger.prices.get(id);
    if (price === undefined) throw noSuch('price', id, param ?? 'price', param === undefined ? 'path' : 'parameter');
    return price;
  }

  /**
   * A price that can be sold now.
   *
   * @throws StripeFailure when it is unknown, archived, or of an archived product
   */
  requireForSale(id: string, param: string): Price {
    const price = this.require(id, param);
    if (!price.active) {
      throw invalidRequest('The price specified is inactive. This field only accepts active prices.', param);
    }
    if (!this.products.require(price.product, param).active) {
      throw invalidRequest(
        `Price \`${id}\` is not available to be purchased because its product is not active.`,
        param,
      );
    }
    return price;
  }

  #productOf(params: PriceCreateParams): string {
    if (params.product !== undefined && params.product_data !== undefined) {
      throw invalidRequest('You may only specify one of these parameters: product, product_data.', 'product');
    }
    if (params.product !== undefined) return this.products.require(params.product, 'product').id;
    if (params.product_data === undefined) throw missingParameter('product');
    return this.products.create(params.product_data).id;
  }

  #recurring(params: Wire<Stripe.PriceCreateParams.Recurring>): NonNullable<Price['recurring']> {
    const usage = params.usage_type ?? 'licensed';
    if (usage === 'metered' && params.meter === undefined) {
      throw invalidRequest(
        'You must specify a `meter` when creating a price with `usage_type=metered`.',
        'recurring[meter]',
        'parameter_missing',
      );
    }
    if (usage === 'licensed' && params.meter !== undefined) {
      throw invalidRequest('You may only specify `meter` when `usage_type=metered`.', 'recurring[meter]');
    }
    if (params.meter !== undefined) this.#requireActiveMeter(params.meter);
    return {
      interval: params.interval,
      interval_count: params.interval_count ?? 1,
      meter: params.meter ?? null,
      trial_period_days: params.trial_period_days ?? null,
      usage_type: usage,
    };
  }

  #requireActiveMeter(id: string): void {
    const meter = this.ledger.meters.get(id);
    if (meter === undefined) throw noSuch('billing meter', id, 'recurring[meter]', 'parameter');
    if (meter.status !== 'active') throw invalidRequest(`The meter ${id} is not active.`, 'recurring[meter]');
  }

  #freeLookupKey(key: string, transfer: boolean, taker?: string): void {
    const holder = this.ledger.prices.find((price) => price.lookup_key === key);
    if (holder === undefined || holder.id === taker) return;
    if (!transfer) {
      throw invalidRequest(
        `A price (\`${holder.id}\`) already uses that lookup key. Use \`transfer_lookup_key=true\` if you want to reassign it.`,
        'lookup_key',
      );
    }
    const without = this.ledger.prices.put({ ...holder, lookup_key: null });
    this.events.recordUpdate('price.updated', holder, without);
  }
}
