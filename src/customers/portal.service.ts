import type { PortalSessionGateway } from '../stripe/portal-session.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import type { CustomerProjection } from './customer.projection.js';
import type { CustomerService } from './customer.service.js';

/** The longest address that browsers and Stripe agree to take. */
const LONGEST_URL = 2048;

/** Opens Stripe's own pages on which a customer sees invoices and changes cards and subscriptions. */
export class PortalService {
  /** @param baseUrl the frontend's address, where the portal leads back to unless another one is given */
  constructor(
    private readonly customers: CustomerProjection,
    private readonly service: CustomerService,
    private readonly gateway: PortalSessionGateway,
    private readonly baseUrl: string,
  ) {}

  /**
   * @returns the address of the portal
   * @throws BillingFault INVALID_INPUT, NOT_FOUND, INVALID_STATE, STRIPE_UNAVAILABLE
   */
  async open(organizationId: string, returnUrl: URL | null): Promise<string> {
    if (returnUrl) assertWebAddress(returnUrl);
    const customer = await this.customers.findByOrganization(EVERY_ORGANIZATION, organizationId);
    if (!customer) throw noCustomer(organizationId);
    try {
      return (await this.gateway.create(customer.stripe_customer_id, returnUrl?.href ?? this.baseUrl)).url;
    } catch (error) {
      if (!(error instanceof BillingFault) || error.code !== BillingErrorCode.NOT_FOUND) throw error;
      await this.service.observe(customer.stripe_customer_id);
      throw noCustomer(organizationId);
    }
  }
}

function assertWebAddress({ protocol, href }: URL): void {
  if (['http:', 'https:'].includes(protocol) && href.length <= LONGEST_URL) return;
  throw new BillingFault(
    BillingErrorCode.INVALID_INPUT,
    `input.returnUrl: must be an http or https address of up to ${LONGEST_URL} characters`,
    { field: ['input', 'returnUrl'] },
  );
}

function noCustomer(organizationId: string): BillingFault {
  return new BillingFault(
    BillingErrorCode.NOT_FOUND,
    `The organization "${organizationId}" has no customer yet; its first checkout or createCustomer makes one`,
  );
}
