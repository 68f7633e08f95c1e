import type Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

export interface NewCustomer {
  readonly organizationId: string;
  readonly email: string | null;
  readonly name: string | null;
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
}
