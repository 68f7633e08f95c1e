import type Stripe from 'stripe';
import { type ObjectPage, type PagePlace, placeParams } from './object-page.js';
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

  /** All, archived ones too. */
  page(place: PagePlace): Promise<ObjectPage<Stripe.Product>> {
    return this.calls.run('products.list', (stripe) => stripe.products.list(placeParams(place)));
  }

  create({ name, description }: ProductDetails): Promise<Stripe.Product> {
    return this.calls.run('products.create', (stripe) =>
      stripe.products.create({ name, ...(description === null ? {} : { description }) }),
    );
  }

  /** @throws BillingFault CONFLICT when there is one by now */
  createForPlan(uid: string, { name, description }: ProductDetails): Promise<Stripe.Product> {
    return this.calls.run('products.create', (stripe) =>
      stripe.products.create({
        id: uid,
        name,
        metadata: { plan_uid: uid },
        ...(description === null ? {} : { description }),
      }),
    );
  }

  updateForPlan(uid: string, { name, description }: ProductDetails): Promise<Stripe.Product> {
    return this.calls.run('products.update', (stripe) =>
      stripe.products.update(uid, { name, description: description ?? '', active: true, metadata: { plan_uid: uid } }),
    );
  }

  /** Null when Stripe does not know it. */
  archive(id: string): Promise<Stripe.Product | null> {
    return this.calls.find('products.update', (stripe) => stripe.products.update(id, { active: false }));
  }
}
