import { isDuplicateKey } from '../mongo/duplicate-key.js';
import type { Intent, Intents } from '../mongo/intents.js';
import { AT_CREATION } from '../mongo/observation.js';
import type { CustomerGateway } from '../stripe/customer.gateway.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import type { CustomerProjection } from './customer.projection.js';
import type { CustomerRecord } from './customer.record.js';

/** A customer of Stripe that belongs to no organization we know; it may become known later. */
export class CustomerUnknown extends Error {
  constructor(customerId: string | null, reason: string) {
    super(`Customer ${customerId ?? '(none)'} is not known: ${reason}`);
    this.name = 'CustomerUnknown';
  }
}

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
   * The organization of a customer. One that Stripe knows under our metadata is adopted: a crash may have come between
   * its creation at Stripe and the write here.
   *
   * @throws CustomerUnknown
   */
  async organizationOf(customerId: string | null): Promise<string> {
    if (customerId === null) throw new CustomerUnknown(null, 'the object has no customer');
    const known = await this.projection.findById(EVERY_ORGANIZATION, customerId);
    return known ? known.organization_id : (await this.#adopt(customerId)).organization_id;
  }

  async #create(organizationId: string, contact: ContactDetails): Promise<CustomerRecord> {
    const name = `customer:${organizationId}`;
    const intent = await this.intents.begin(name, contact);
    // Another process may have created it and forgotten the intent between the first look and this begin.
    const known = await this.projection.findByOrganization(EVERY_ORGANIZATION, organizationId);
    const record = known ?? (await this.intents.pursue(name, () => this.#createAtStripe(organizationId, intent)));
    await this.intents.forget(name);
    return record;
  }

  async #createAtStripe(organizationId: string, intent: Intent<ContactDetails>): Promise<CustomerRecord> {
    const customer = await this.gateway.create({ organizationId, ...intent.input }, intent.idempotencyKey);
    return this.projection.store(customer, organizationId, AT_CREATION);
  }

  async #adopt(customerId: string): Promise<CustomerRecord> {
    const ticket = await this.projection.drawTicket(customerId);
    const customer = await this.gateway.find(customerId);
    if (!customer)
      throw new CustomerUnknown(customerId, 'Stripe does not know it; do the keys belong to this account?');
    if (customer.deleted) throw new CustomerUnknown(customerId, 'it is deleted at Stripe');
    const organizationId = customer.metadata.organization_id;
    if (!organizationId) throw new CustomerUnknown(customerId, 'its metadata has no organization_id');
    try {
      return await this.projection.store(customer, organizationId, ticket);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new CustomerUnknown(customerId, `organization ${organizationId} has another customer`);
    }
  }
}
