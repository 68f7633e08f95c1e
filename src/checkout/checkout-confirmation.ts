import type Stripe from 'stripe';
import type { CustomerService } from '../customers/customer.service.js';
import { CustomerUnknown } from '../customers/customer-unknown.js';
import type { CheckoutSessionGateway } from '../stripe/checkout-session.gateway.js';
import { idOf } from '../stripe/reference.js';
import type { SubscriptionRecord } from '../subscriptions/subscription.record.js';
import type { SubscriptionService } from '../subscriptions/subscription.service.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { ChangeOrigin } from '../terms/change-origin.js';
import { EVERY_ORGANIZATION, includesOrganization, type TenantScope } from '../terms/tenant-scope.js';
import { UnknownAtStripe } from '../terms/unknown-at-stripe.js';
import type { CheckoutSessionProjection } from './checkout-session.projection.js';
import type { CheckoutSessionRecord } from './checkout-session.record.js';

/** A session as Stripe shows it now, with what is stored of it. */
export interface ObservedCheckout {
  readonly session: Stripe.Checkout.Session;
  readonly record: CheckoutSessionRecord;
  /** Null until it is paid, and for a session that sells none. */
  readonly subscription: SubscriptionRecord | null;
}

/** Brings the end of a checkout into the projection, for the customer's return and for the webhook alike. */
export class CheckoutConfirmation {
  constructor(
    private readonly projection: CheckoutSessionProjection,
    private readonly gateway: CheckoutSessionGateway,
    private readonly customers: CustomerService,
    private readonly subscriptions: SubscriptionService,
  ) {}

  /**
   * Makes sure that a paid session has taken effect, whether its webhook came before, comes later or never comes.
   *
   * @param scope of who confirms; a session of another organization reads as if there were none
   * @param origin what the history of its subscription says if this brings a change
   * @throws BillingFault NOT_FOUND, CHECKOUT_EXPIRED, CHECKOUT_NOT_PAID, STRIPE_UNAVAILABLE
   */
  async confirm(scope: TenantScope, sessionId: string, origin: ChangeOrigin): Promise<ObservedCheckout> {
    const observed = await this.#observed(scope, sessionId, origin).catch(asUnknown);
    if (!observed) throw fault(BillingErrorCode.NOT_FOUND, `There is no checkout session "${sessionId}"`);
    if (observed.session.status === 'expired') {
      throw fault(BillingErrorCode.CHECKOUT_EXPIRED, 'The checkout session expired; start a new one');
    }
    if (!isFulfilled(observed.session)) {
      throw fault(BillingErrorCode.CHECKOUT_NOT_PAID, 'The checkout session is not paid yet');
    }
    return observed;
  }

  /**
   * Stores the session as Stripe shows it now and, once it is paid, its subscription.
   *
   * @throws CustomerUnknown when no organization is known for its customer
   * @throws UnknownAtStripe when Stripe does not know the session
   */
  async observe(sessionId: string, origin: ChangeOrigin): Promise<ObservedCheckout> {
    const observed = await this.#observed(EVERY_ORGANIZATION, sessionId, origin);
    if (observed) return observed;
    throw new UnknownAtStripe(`checkout session ${sessionId}`);
  }

  async #observed(scope: TenantScope, sessionId: string, origin: ChangeOrigin): Promise<ObservedCheckout | null> {
    const ticket = await this.projection.drawTicket(sessionId);
    const session = await this.#found(sessionId, ticket);
    if (!session) return null;
    const organizationId = await this.customers.organizationOf(idOf(session.customer));
    if (!includesOrganization(scope, organizationId)) return null;
    const again = async () => (await this.observe(sessionId, origin)).record;
    const record = await this.projection.store(session, organizationId, ticket, again);
    const subscriptionId = isFulfilled(session) ? idOf(session.subscription) : null;
    const subscription = subscriptionId ? await this.subscriptions.observe(subscriptionId, origin) : null;
    return { session, record, subscription };
  }

  /** Anybody can make up an id, and no trace of it may stay, whatever Stripe says to it. */
  async #found(sessionId: string, ticket: number): Promise<Stripe.Checkout.Session | null> {
    let session: Stripe.Checkout.Session | null = null;
    try {
      session = await this.gateway.find(sessionId);
    } finally {
      if (!session) await this.projection.forgetUnseen(sessionId, ticket);
    }
    return session;
  }
}

function fault(code: BillingErrorCode, message: string): BillingFault {
  return new BillingFault(code, message, { field: ['input', 'sessionId'] });
}

/** A session of a customer who belongs to nobody is nothing that a viewer may know of. */
function asUnknown(error: unknown): null {
  if (error instanceof CustomerUnknown) return null;
  throw error;
}

/**
 * With delayed payment methods a session is complete before the money is there, and only then its subscription counts.
 * Source: https://docs.stripe.com/checkout/fulfillment
 */
export function isFulfilled({ status, payment_status }: Stripe.Checkout.Session): boolean {
  return status !== 'open' && status !== 'expired' && payment_status !== 'unpaid';
}
