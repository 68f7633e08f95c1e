import type { Model } from 'mongoose';
import type Stripe from 'stripe';
import type { Observations } from '../mongo/observation.js';
import { writeObserved } from '../mongo/projection-write.js';
import { TenantCollection } from '../mongo/tenant-collection.js';
import { toPlainJson } from '../stripe/plain-json.js';
import { fromUnixSeconds } from '../terms/instant.js';
import { type BatchRead, inOrderOf } from '../terms/request-context.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import type { CustomerRecord } from './customer.record.js';

/** The one writer of stripe_customers, and its reader. */
export class CustomerProjection {
  readonly #collection: TenantCollection<CustomerRecord>;

  constructor(
    private readonly model: Model<CustomerRecord>,
    private readonly observations: Observations,
  ) {
    this.#collection = new TenantCollection(model, 'stripe_customer_id');
  }

  findById(scope: TenantScope, id: string): Promise<CustomerRecord | null> {
    return this.#collection.findById(scope, id);
  }

  findByOrganization(scope: TenantScope, organizationId: string): Promise<CustomerRecord | null> {
    return this.#collection.findOne(scope, { organization_id: { $eq: organizationId } });
  }

  readonly customersById: BatchRead<CustomerRecord> = async (scope, ids) => {
    const rows = await this.#collection.find(scope, { stripe_customer_id: { $in: [...ids] } });
    return inOrderOf(ids, rows, (row) => row.stripe_customer_id);
  };

  /** Draw it before the customer is read from Stripe. */
  drawTicket(customerId: string): Promise<number> {
    return this.observations.draw(customerId);
  }

  /** @throws MongoServerError 11000 when the organization has another customer */
  store(customer: Stripe.Customer, organizationId: string, ticket: number): Promise<CustomerRecord> {
    return writeObserved(
      this.model,
      { stripe_customer_id: customer.id },
      {
        ticket,
        state: {
          organization_id: organizationId,
          email: customer.email,
          name: customer.name ?? null,
          stripe_data: toPlainJson(customer),
        },
        createdAt: fromUnixSeconds(customer.created),
      },
    );
  }
}
