import type { Model, QueryFilter } from 'mongoose';
import type Stripe from 'stripe';
import type { Observations } from '../mongo/observation.js';
import { findPlain } from '../mongo/plain-find.js';
import { writeObserved } from '../mongo/projection-write.js';
import { StoredObjects } from '../mongo/stored-objects.js';
import { TenantCollection } from '../mongo/tenant-collection.js';
import { toPlainJson } from '../stripe/plain-json.js';
import { fromUnixSeconds } from '../terms/instant.js';
import type { Page, PageRequest } from '../terms/page.js';
import { type BatchRead, inOrderOf } from '../terms/request-context.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import type { CustomerRecord } from './customer.record.js';
import { folded, searchTerms } from './customer-search.js';
import type { DeletedCustomerRecord } from './deleted-customer.record.js';

/** What lists of customers do not read: Stripe's object, and what customers are found by. */
const UNSHOWN = { _id: 0, stripe_data: 0, search_terms: 0, email_key: 0 } as const;

/** The one writer of stripe_customers and deleted_customers, and the reader of both. */
export class CustomerProjection {
  readonly stored: StoredObjects<CustomerRecord>;
  readonly #collection: TenantCollection<CustomerRecord>;

  constructor(
    private readonly model: Model<CustomerRecord>,
    private readonly deleted: Model<DeletedCustomerRecord>,
    private readonly observations: Observations,
  ) {
    this.#collection = new TenantCollection(model, 'stripe_customer_id');
    this.stored = new StoredObjects(model, 'stripe_customer_id');
  }

  findById(scope: TenantScope, id: string): Promise<CustomerRecord | null> {
    return this.#collection.findById(scope, id);
  }

  findByOrganization(scope: TenantScope, organizationId: string): Promise<CustomerRecord | null> {
    return this.#collection.findOne(scope, { organization_id: { $eq: organizationId } });
  }

  page(scope: TenantScope, filter: QueryFilter<CustomerRecord>, request: PageRequest): Promise<Page<CustomerRecord>> {
    return this.#collection.page(scope, filter, { projection: UNSHOWN, ...request });
  }

  readonly customersById: BatchRead<CustomerRecord> = async (scope, ids, projection = UNSHOWN) => {
    const asked = projection === UNSHOWN ? projection : { ...projection, stripe_customer_id: 1 as const };
    const rows = await this.#collection.find(scope, { stripe_customer_id: { $in: [...ids] } }, asked);
    return inOrderOf(ids, rows, (row) => row.stripe_customer_id);
  };

  /** Draw it before the customer is read from Stripe. */
  drawTicket(customerId: string): Promise<number> {
    return this.observations.draw(customerId);
  }

  /**
   * @returns null when the customer has been deleted meanwhile
   * @throws MongoServerError 11000 when the organization has another customer
   */
  async store(customer: Stripe.Customer, organizationId: string, ticket: number): Promise<CustomerRecord | null> {
    const record = await writeObserved(
      this.model,
      { stripe_customer_id: customer.id },
      { ticket, state: toState(customer, organizationId), createdAt: fromUnixSeconds(customer.created) },
    );
    // A deletion is noted before the record goes, so whichever of the two comes last takes the record away.
    if ((await this.organizationOfDeleted(customer.id)) === null) return record;
    await this.model.deleteOne({ stripe_customer_id: { $eq: customer.id } });
    return null;
  }

  /** For a customer that is deleted at Stripe. */
  async remove(customerId: string, organizationId: string): Promise<void> {
    const now = new Date();
    await this.deleted.updateOne(
      { stripe_customer_id: { $eq: customerId } },
      {
        $setOnInsert: {
          stripe_customer_id: customerId,
          organization_id: organizationId,
          created_at: now,
          updated_at: now,
        },
      },
      { upsert: true, timestamps: false },
    );
    await this.model.deleteOne({ stripe_customer_id: { $eq: customerId } });
  }

  /** Whose a deleted customer was; null for one that is not known to be deleted. */
  async organizationOfDeleted(customerId: string): Promise<string | null> {
    const record = await this.deleted
      .findOne({ stripe_customer_id: { $eq: customerId } })
      .lean<DeletedCustomerRecord | null>()
      .exec();
    return record?.organization_id ?? null;
  }

  /** The organization of each customer that is known, deleted ones too. */
  async organizationsOf(customerIds: readonly string[]): Promise<Map<string, string>> {
    if (customerIds.length === 0) return new Map();
    const filter = { stripe_customer_id: { $in: [...new Set(customerIds)] } };
    const projection = { stripe_customer_id: 1, organization_id: 1, _id: 0 } as const;
    const present = await findPlain(this.model, filter, { projection });
    const organizations = new Map(present.map((row) => [row.stripe_customer_id, row.organization_id]));
    const missing = customerIds.filter((id) => !organizations.has(id));
    if (missing.length === 0) return organizations;
    const deleted = await this.deleted.find({ stripe_customer_id: { $in: missing } }).lean<DeletedCustomerRecord[]>();
    for (const row of deleted) organizations.set(row.stripe_customer_id, row.organization_id);
    return organizations;
  }

  /** The state that would be stored of it, to be compared with what is. */
  stateOf(customer: Stripe.Customer, organizationId: string): Partial<CustomerRecord> {
    return toState(customer, organizationId);
  }
}

function toState(customer: Stripe.Customer, organizationId: string) {
  const email = customer.email;
  const name = customer.name ?? null;
  return {
    organization_id: organizationId,
    email,
    name,
    email_key: folded(email ?? ''),
    search_terms: searchTerms({ organizationId, email, name }),
    stripe_data: toPlainJson(customer),
  };
}
