import type Stripe from 'stripe';
import { isDuplicateKey } from '../mongo/duplicate-key.js';
import type { Intent, Intents } from '../mongo/intents.js';
import { AT_CREATION } from '../mongo/observation.js';
import type { CustomerChanges, CustomerGateway } from '../stripe/customer.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { EVERY_ORGANIZATION, includesOrganization, type TenantScope } from '../terms/tenant-scope.js';
import type { CustomerErasure } from './customer-erasure.js';
import type { CustomerProjection } from './customer.projection.js';
import { CustomerUnknown } from './customer-unknown.js';
import type { CustomerRecord } from './customer.record.js';

export interface ContactDetails {
  readonly email: string | null;
  readonly name: string | null;
}

/** Knows which organization is which customer at Stripe. */
export class CustomerService {
  readonly #creating = new Map<string, Promise<CustomerRecord>>();

  constructor(
    private readonly projection: CustomerProjection,
    private readonly gateway: CustomerGateway,
    private readonly intents: Intents,
    private readonly erasure: CustomerErasure,
  ) {}

  /** The organization's customer; made at Stripe when it has none. Many at once, in any process, make one. */
  async getOrCreate(organizationId: string, contact: ContactDetails): Promise<CustomerRecord> {
    const known = await this.projection.findByOrganization(EVERY_ORGANIZATION, organizationId);
    if (known) return known;
    const underWay = this.#creating.get(organizationId);
    if (underWay) return underWay;
    const creating = this.#create(organizationId, contact).finally(() => this.#creating.delete(organizationId));
    this.#creating.set(organizationId, creating);
    return creating;
  }

  /**
   * Runs a request to Stripe for the organization's customer. When Stripe refuses it because the customer was deleted
   * there, a new customer takes its place and the request is made again.
   */
  async withCustomer<T>(
    organizationId: string,
    contact: ContactDetails,
    run: (customer: CustomerRecord) => Promise<T>,
  ): Promise<T> {
    const customer = await this.getOrCreate(organizationId, contact);
    try {
      return await run(customer);
    } catch (error) {
      if (!isNotFound(error) || (await this.observe(customer.stripe_customer_id))) throw error;
      return run(await this.getOrCreate(organizationId, contact));
    }
  }

  /**
   * Makes the organization's first customer. Callers at the same moment who say the same get the same one.
   *
   * @throws BillingFault NOT_FOUND, ORGANIZATION_HAS_CUSTOMER, STRIPE_UNAVAILABLE
   */
  async create(scope: TenantScope, organizationId: string, contact: ContactDetails): Promise<CustomerRecord> {
    const field = ['input', 'organizationId'];
    if (!includesOrganization(scope, organizationId)) {
      throw new BillingFault(BillingErrorCode.NOT_FOUND, `There is no organization "${organizationId}"`, { field });
    }
    const known = await this.projection.findByOrganization(EVERY_ORGANIZATION, organizationId);
    const record = known ?? (await this.getOrCreate(organizationId, contact));
    if (!known && isOf(record, contact)) return record;
    throw new BillingFault(
      BillingErrorCode.ORGANIZATION_HAS_CUSTOMER,
      `The organization "${organizationId}" has a customer already; update that one instead`,
      { field, details: { customerId: record.stripe_customer_id } },
    );
  }

  /** @throws BillingFault NOT_FOUND, INVALID_INPUT, STRIPE_UNAVAILABLE */
  async update(scope: TenantScope, id: string, changes: CustomerChanges): Promise<CustomerRecord> {
    const { organization_id: organizationId } = await this.#require(scope, id);
    const ticket = await this.projection.drawTicket(id);
    try {
      const stored = await this.projection.store(await this.gateway.update(id, changes), organizationId, ticket);
      if (stored) return stored;
    } catch (error) {
      if (!isNotFound(error) || (await this.observe(id))) throw error;
    }
    throw noSuchCustomer(id);
  }

  /**
   * Deletes the customer at Stripe, which ends its subscriptions; they are stored as canceled when Stripe says so. What
   * says who it was is erased here.
   *
   * @throws BillingFault NOT_FOUND, STRIPE_UNAVAILABLE
   */
  async delete(scope: TenantScope, id: string): Promise<void> {
    const { organization_id: organizationId } = await this.#require(scope, id);
    await this.gateway.delete(id);
    await this.erasure.erase({ customerId: id, organizationId });
  }

  /**
   * Stores the customer as Stripe shows it now, or removes it when it is deleted there. One that Stripe does not know
   * at all is left alone: the keys are those of another account or mode, then.
   *
   * @param owner whose it is: a customer stays with the organization it is stored under, unless a comparison found that
   *   Stripe names another one
   * @returns null when there is no such customer of any organization
   */
  async observe(
    customerId: string,
    owner: 'as stored' | 'as Stripe says' = 'as stored',
  ): Promise<CustomerRecord | null> {
    const ticket = await this.projection.drawTicket(customerId);
    const customer = await this.gateway.find(customerId);
    const known = await this.projection.findById(EVERY_ORGANIZATION, customerId);
    if (!customer) return known;
    if (customer.deleted) {
      const organizationId = known?.organization_id ?? (await this.projection.organizationOfDeleted(customerId));
      if (organizationId) await this.erasure.erase({ customerId, organizationId });
      return null;
    }
    if (!known) return this.#adopt(customer, ticket).catch(asUnknown);
    const named = owner === 'as Stripe says' ? customer.metadata.organization_id : undefined;
    return this.projection.store(customer, named || known.organization_id, ticket);
  }

  /**
   * The organization of a customer, of a deleted one too. One that Stripe knows under our metadata is adopted: a crash may have come between
   * its creation at Stripe and the write here.
   *
   * @throws CustomerUnknown
   */
  async organizationOf(customerId: string | null): Promise<string> {
    if (customerId === null) throw new CustomerUnknown(null, 'the object has no customer');
    const known = await this.projection.findById(EVERY_ORGANIZATION, customerId);
    if (known) return known.organization_id;
    return (
      (await this.projection.organizationOfDeleted(customerId)) ?? (await this.#adopted(customerId)).organization_id
    );
  }

  /** The organization of a customer that is known here, of a deleted one too; Stripe is not asked. */
  async knownOrganizationOf(customerId: string | null): Promise<string | null> {
    if (customerId === null) return null;
    return (await this.projection.organizationsOf([customerId])).get(customerId) ?? null;
  }

  /** Stores a customer that a list of Stripe's showed, unless something is stored of it. @throws CustomerUnknown */
  adopt(customer: Stripe.Customer): Promise<CustomerRecord> {
    return this.#adopt(customer, AT_CREATION);
  }

  async #create(organizationId: string, contact: ContactDetails): Promise<CustomerRecord> {
    const name = `customer:${organizationId}`;
    const intent = await this.intents.begin(name, contact);
    // Another process may have created it and forgotten the intent between the first look and this begin.
    const known = await this.projection.findByOrganization(EVERY_ORGANIZATION, organizationId);
    const record = known ?? (await this.intents.pursue(name, () => this.#createAtStripe(organizationId, intent)));
    await this.intents.forget(name);
    // Stripe may have repeated its answer for a customer that is deleted by now.
    return record ?? this.#create(organizationId, contact);
  }

  async #createAtStripe(organizationId: string, intent: Intent<ContactDetails>): Promise<CustomerRecord | null> {
    const customer = await this.gateway.create({ organizationId, ...intent.input }, intent.idempotencyKey);
    return this.projection.store(customer, organizationId, AT_CREATION);
  }

  async #require(scope: TenantScope, id: string): Promise<CustomerRecord> {
    const record = await this.projection.findById(scope, id);
    if (record) return record;
    throw noSuchCustomer(id);
  }

  async #adopted(customerId: string): Promise<CustomerRecord> {
    const ticket = await this.projection.drawTicket(customerId);
    const customer = await this.gateway.find(customerId);
    if (!customer)
      throw new CustomerUnknown(customerId, 'Stripe does not know it; do the keys belong to this account?');
    if (customer.deleted) throw new CustomerUnknown(customerId, 'it is deleted at Stripe', false);
    return this.#adopt(customer, ticket);
  }

  async #adopt(customer: Stripe.Customer, ticket: number): Promise<CustomerRecord> {
    const { id } = customer;
    const organizationId = customer.metadata.organization_id;
    if (!organizationId) throw new CustomerUnknown(id, 'its metadata has no organization_id');
    try {
      const record = await this.projection.store(customer, organizationId, ticket);
      if (record) return record;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new CustomerUnknown(id, `organization ${organizationId} has another customer`);
    }
    throw new CustomerUnknown(id, 'it is deleted at Stripe');
  }
}

function noSuchCustomer(id: string): BillingFault {
  return new BillingFault(BillingErrorCode.NOT_FOUND, `There is no customer "${id}"`, { field: ['input', 'id'] });
}

function isNotFound(error: unknown): boolean {
  return error instanceof BillingFault && error.code === BillingErrorCode.NOT_FOUND;
}

function isOf({ email, name }: CustomerRecord, contact: ContactDetails): boolean {
  return (email ?? '').toLowerCase() === (contact.email ?? '').toLowerCase() && (name ?? null) === contact.name;
}

function asUnknown(error: unknown): null {
  if (error instanceof CustomerUnknown) return null;
  throw error;
}
