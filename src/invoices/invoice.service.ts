import type Stripe from 'stripe';
import type { CustomerService } from '../customers/customer.service.js';
import { CustomerUnknown } from '../customers/customer-unknown.js';
import { AT_CREATION } from '../mongo/observation.js';
import type { InvoiceGateway } from '../stripe/invoice.gateway.js';
import { subscriptionIdOf } from '../stripe/invoice-shape.js';
import { idOf } from '../stripe/reference.js';
import { isOver } from '../subscriptions/subscription-status.js';
import type { SubscriptionProjection } from '../subscriptions/subscription.projection.js';
import { EVERY_ORGANIZATION, type TenantScope } from '../terms/tenant-scope.js';
import { UnknownAtStripe } from '../terms/unknown-at-stripe.js';
import type { InvoiceProjection } from './invoice.projection.js';
import type { InvoiceRecord } from './invoice.record.js';

/** Brings what Stripe says of an invoice into the projection. */
export class InvoiceService {
  constructor(
    private readonly projection: InvoiceProjection,
    private readonly gateway: InvoiceGateway,
    private readonly customers: CustomerService,
    private readonly subscriptions: SubscriptionProjection,
  ) {}

  /**
   * Stores the invoice as Stripe shows it now, or, once Stripe has deleted the draft, that it is gone.
   *
   * @param told the invoice of an event, in either shape of the API; only its id counts while Stripe knows it
   * @returns null for an invoice that is no subscription's and whose customer is no organization's: not our business
   * @throws CustomerUnknown when no organization is known for the customer of a subscription's invoice
   * @throws UnknownAtStripe when Stripe does not know the invoice and it was no draft
   */
  async observe(told: Stripe.Invoice): Promise<InvoiceRecord | null> {
    const ticket = await this.projection.drawTicket(told.id);
    const found = await this.gateway.find(told.id);
    // Only a draft can be deleted: https://docs.stripe.com/api/invoices/delete
    if (!found && told.status !== 'draft') {
      throw new UnknownAtStripe(`invoice ${told.id}`);
    }
    const invoice = found ?? told;
    const organizationId = await this.#organizationOf(invoice);
    if (organizationId === null) return null;
    const again = async () =>
      (await this.observe(told)) ?? Promise.reject(new Error(`${told.id} lost its organization`));
    return this.projection.store(invoice, { organizationId, deleted: found === null }, ticket, again);
  }

  /**
   * Stores an invoice that a list of Stripe's showed, unless something is stored of it; a list shows the first lines only,
   * so one that has more is read whole.
   *
   * @throws CustomerUnknown when no organization is known for the customer of a subscription's invoice
   */
  async observeListed(invoice: Stripe.Invoice): Promise<InvoiceRecord | null> {
    if (invoice.lines.has_more) return this.observe(invoice);
    const organizationId = await this.#organizationOf(invoice);
    if (organizationId === null) return null;
    const again = async () =>
      (await this.observe(invoice)) ?? Promise.reject(new Error(`${invoice.id} lost its organization`));
    return this.projection.store(invoice, { organizationId, deleted: false }, AT_CREATION, again);
  }

  /**
   * The next invoice of a subscription, as it would be now; null when none is to come or the scope holds no such
   * subscription.
   *
   * @throws BillingFault STRIPE_UNAVAILABLE
   */
  async upcoming(scope: TenantScope, subscriptionId: string): Promise<Stripe.Invoice | null> {
    const subscription = await this.subscriptions.findById(scope, subscriptionId);
    if (!subscription || isOver(subscription.status)) return null;
    return this.gateway.upcoming(subscriptionId);
  }

  /**
   * The payment intents by which it was paid, as a refund names them; none before it is paid.
   *
   * @throws BillingFault STRIPE_UNAVAILABLE
   */
  paymentIntentIds(invoiceId: string): Promise<string[]> {
    return this.gateway.paidIntentIds(invoiceId);
  }

  /** That of its customer, which may be deleted by now and unknown here: then what is stored counts. */
  async #organizationOf(invoice: Stripe.Invoice): Promise<string | null> {
    const known = await this.customers.knownOrganizationOf(idOf(invoice.customer));
    if (known !== null) return known;
    const stored =
      (await this.projection.findById(EVERY_ORGANIZATION, invoice.id)) ??
      (await this.subscriptions.findById(EVERY_ORGANIZATION, subscriptionIdOf(invoice) ?? ''));
    if (stored) return stored.organization_id;
    try {
      return await this.customers.organizationOf(idOf(invoice.customer));
    } catch (error) {
      if (error instanceof CustomerUnknown && subscriptionIdOf(invoice) === null) return null;
      throw error;
    }
  }
}
