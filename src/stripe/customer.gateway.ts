import type Stripe from 'stripe';
import { type ObjectPage, type PagePlace, placeParams } from './object-page.js';
import type { StripeCalls } from './stripe-calls.js';

export interface NewCustomer {
  readonly organizationId: string;
  readonly email: string | null;
  readonly name: string | null;
}

/** What is left out stays as it is. */
export interface CustomerChanges {
  readonly email?: string;
  /** Null clears it. */
  readonly name?: string | null;
}

/** Source: https://docs.stripe.com/api/customers */
export class CustomerGateway {
  constructor(private readonly calls: StripeCalls) {}

  create({ organizationId, email, name }: NewCustomer, idempotencyKey: string): Promise<Stripe.Customer> {
    return this.calls.run('customers.create', (stripe) =>
      stripe.customers.create(
        {
          ...(email === null ? {} : { email }),
          ...(name === null ? {} : { name }),
          metadata: { organization_id: organizationId },
        },
        { idempotencyKey },
      ),
    );
  }

  /** Null when Stripe does not know the id; a deleted customer is shown as deleted. */
  find(id: string): Promise<Stripe.Customer | Stripe.DeletedCustomer | null> {
    return this.calls.find('customers.retrieve', (stripe) => stripe.customers.retrieve(id));
  }

  /** All but the deleted ones. */
  page(place: PagePlace): Promise<ObjectPage<Stripe.Customer>> {
    return this.calls.run('customers.list', (stripe) => stripe.customers.list(placeParams(place)));
  }

  update(id: string, { email, name }: CustomerChanges): Promise<Stripe.Customer> {
    return this.calls.run('customers.update', (stripe) =>
      stripe.customers.update(id, {
        ...(email === undefined ? {} : { email }),
        // An empty text is how a field is cleared: https://docs.stripe.com/api/customers/update
        ...(name === undefined ? {} : { name: name ?? '' }),
      }),
    );
  }

  /** Ends its subscriptions at once. Null when Stripe does not know it, or it is deleted already. */
  delete(id: string): Promise<Stripe.DeletedCustomer | null> {
    return this.calls.find('customers.del', (stripe) => stripe.customers.del(id));
  }
}
