import type Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

export interface ProductDetails {
  readonly name: string;
  readonly description: string | null;
}

/** Source: https://docs.stripe.com/api/products */
export class ProductGateway {
  constructor(private readonly calls: StripeCalls) {}

  find(id: string): Promise<Stripe.Product | null> {
    return this.calls.find('products.retrieve', (stripe) => stripe.products.retrieve(id));
  }

  create(id: string, { name, description }: ProductDetails): Promise<Stripe.Product> {
    return this.calls.run('products.create', (stripe) =>
      stripe.products.create({
        id,
        name,
        metadata: { plan_uid: id },
        ...(description === null ? {} : { description }),
      }),
    );
  }

  update(id: string, { name, description }: ProductDetails): Promise<Stripe.Product> {
    return this.calls.run('products.update', (stripe) =>
      stripe.products.update(id, { name, description: description ?? '', active: true, metadata: { plan_uid: id } }),
    );
  }
}
