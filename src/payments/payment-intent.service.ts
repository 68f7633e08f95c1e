import type Stripe from 'stripe';
import type { CustomerService } from '../customers/customer.service.js';
import { CustomerUnknown } from '../customers/customer-unknown.js';
import type { PaymentIntentGateway } from '../stripe/payment-intent.gateway.js';
import { idOf } from '../stripe/reference.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { includesOrganization, type TenantScope } from '../terms/tenant-scope.js';
import { UnknownAtStripe } from '../terms/unknown-at-stripe.js';
import type { PaymentIntentProjection } from './payment-intent.projection.js';
import type { PaymentIntentRecord } from './payment-intent.record.js';

/** Brings what Stripe says of a payment intent into the projection. Webhooks and mutations all end here. */
export class PaymentIntentService {
  constructor(
    private readonly projection: PaymentIntentProjection,
    private readonly gateway: PaymentIntentGateway,
    private readonly customers: CustomerService,
  ) {}

  /**
   * Stores the payment intent as Stripe shows it now.
   *
   * @returns what is stored: this state or one that was observed later; null for a payment that can be nobody's we know:
   *   a guest's, or one of a customer who was deleted before we knew them
   * @throws CustomerUnknown when it has a customer whose organization may become known
   * @throws UnknownAtStripe when Stripe does not know the payment intent
   */
  async observe(id: string): Promise<PaymentIntentRecord | null> {
    const ticket = await this.projection.drawTicket(id);
    const intent = await this.gateway.find(id);
    if (!intent) {
      throw new UnknownAtStripe(`payment intent ${id}`);
    }
    const organizationId = await this.#organizationOf(intent);
    return organizationId === null ? null : this.projection.store(intent, organizationId, ticket);
  }

  /**
   * A payment intent that somebody may act on, also one whose webhook never came.
   *
   * @throws BillingFault NOT_FOUND, STRIPE_UNAVAILABLE
   */
  async require(scope: TenantScope, id: string, field: readonly string[]): Promise<PaymentIntentRecord> {
    const found = (await this.projection.findById(scope, id)) ?? (await this.#findAtStripe(scope, id));
    if (found) return found;
    throw new BillingFault(BillingErrorCode.NOT_FOUND, `There is no payment intent "${id}"`, { field });
  }

  /** Does something to a payment intent at Stripe, and stores what Stripe answers. */
  async act(
    { stripe_payment_intent_id: id, organization_id: organizationId }: PaymentIntentRecord,
    request: () => Promise<Stripe.PaymentIntent>,
  ): Promise<{ readonly intent: Stripe.PaymentIntent; readonly record: PaymentIntentRecord }> {
    const ticket = await this.projection.drawTicket(id);
    const intent = await request();
    return { intent, record: await this.projection.store(intent, organizationId, ticket) };
  }

  /** The secret with which the customer's browser pays; asked of Stripe each time, for it is stored nowhere. */
  async clientSecretOf(id: string): Promise<string | null> {
    return (await this.gateway.find(id))?.client_secret ?? null;
  }

  async #findAtStripe(scope: TenantScope, id: string): Promise<PaymentIntentRecord | null> {
    const ticket = await this.projection.drawTicket(id);
    const intent = await this.gateway.find(id);
    if (!intent) {
      await this.projection.forgetUnseen(id, ticket);
      return null;
    }
    const organizationId = await this.#organizationOf(intent).catch(asNobody);
    if (organizationId === null || !includesOrganization(scope, organizationId)) return null;
    return this.projection.store(intent, organizationId, ticket);
  }

  /** An invoice's payment intent has the customer of the invoice. */
  async #organizationOf(intent: Stripe.PaymentIntent): Promise<string | null> {
    const customerId = idOf(intent.customer);
    if (customerId !== null) return this.customers.organizationOf(customerId).catch(asNobodyForGood);
    return intent.metadata.organization_id ?? null;
  }
}

function asNobodyForGood(error: unknown): null {
  if (error instanceof CustomerUnknown && !error.mayBecomeKnown) return null;
  throw error;
}

function asNobody(error: unknown): null {
  if (error instanceof CustomerUnknown) return null;
  throw error;
}
