import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, noSuch } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';

export type Product = Wire<Stripe.Product>;
export type ProductCreateParams = Wire<Stripe.ProductCreateParams>;
export type ProductUpdateParams = Wire<Stripe.ProductUpdateParams>;

/** Source: https://docs.stripe.com/api/products */
export class Products {
  constructor(
    private readonly ledger: Ledger,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  create(params: ProductCreateParams): Product {
    const id = params.id ?? newId('prod', 14);
    if (this.ledger.products.get(id) !== undefined) {
      throw invalidRequest(`Product already exists.`, 'id', 'resource_already_exists');
    }
    const now = this.clock.now();
    const product = this.ledger.products.put({
      id,
      object: 'product',
      active: params.active ?? true,
      created: now,
      default_price: null,
      description: params.description || null,
      images: params.images || [],
      livemode: false,
      marketing_features: params.marketing_features || [],
      metadata: mergedMetadata({}, params.metadata),
      name: params.name,
      package_dimensions: params.package_dimensions || null,
      shippable: params.shippable ?? null,
      statement_descriptor: params.statement_descriptor || null,
      tax_code: params.tax_code || null,
      tax_details: null,
      type: params.type ?? 'service',
      unit_label: params.unit_label || null,
      updated: now,
      url: params.url || null,
    });
    this.events.record('product.created', product);
    return product;
  }

  update(id: string, params: ProductUpdateParams): Product {
    const before = this.require(id);
    const product = this.ledger.products.put({
      ...before,
      active: params.active ?? before.active,
      default_price: params.default_price ?? before.default_price ?? null,
      description: params.description === undefined ? before.description : params.description || null,
      images: params.images === undefined ? before.images : params.images || [],
      marketing_features:
        params.marketing_features === undefined ? before.marketing_features : params.marketing_features || [],
      metadata: mergedMetadata(before.metadata, params.metadata),
      name: params.name ?? before.name,
      shippable: params.shippable ?? before.shippable,
      statement_descriptor: params.statement_descriptor ?? before.statement_descriptor ?? null,
      tax_code: params.tax_code === undefined ? (before.tax_code ?? null) : params.tax_code || null,
      unit_label: params.unit_label === undefined ? (before.unit_label ?? null) : params.unit_label || null,
      updated: this.clock.now(),
      url: params.url === undefined ? before.url : params.url || null,
    });
    this.events.recordUpdate('product.updated', before, product);
    return product;
  }

  setDefaultPrice(id: string, price: string): Product {
    return this.ledger.products.put({ ...this.require(id), default_price: price });
  }

  delete(id: string): Wire<Stripe.DeletedProduct> {
    const product = this.require(id);
    if (this.ledger.prices.find((price) => price.product === id) !== undefined) {
      throw invalidRequest('This product cannot be deleted because it has one or more user-created prices.', 'id');
    }
    this.ledger.products.remove(id);
    this.events.record('product.deleted', product);
    return { id, object: 'product', deleted: true };
  }

  /** @throws StripeFailure resource_missing; for an id in the path unless `param` names the parameter */
  require(id: string, param?: string): Product {
    const product = this.ledger.products.get(id);
    if (product === undefined) throw noSuch('product', id, param ?? 'id', param === undefined ? 'path' : 'parameter');
    return product;
  }
}
