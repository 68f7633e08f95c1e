import { type PlanService, priceForSale } from '../catalog/plan.service.js';
import type { PriceValidator } from '../catalog/price-validator.js';
import type { CustomerProjection } from '../customers/customer.projection.js';
import type { CustomerService } from '../customers/customer.service.js';
import type { ClientKeys } from '../mongo/client-keys.js';
import type { PaymentMethodGateway } from '../stripe/payment-method.gateway.js';
import type { NewSubscription, SubscriptionGateway } from '../stripe/subscription.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { BillingInterval } from '../terms/billing-interval.js';
import type { ChangeOrigin } from '../terms/change-origin.js';
import { sha256Hex } from '../terms/digest.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import { refuseWhatIsLive } from './live-subscription-guard.js';
import type { SubscriptionProjection } from './subscription.projection.js';
import type { SubscriptionRecord } from './subscription.record.js';
import type { SubscriptionService } from './subscription.service.js';

export interface SubscriptionWishes {
  readonly organizationId: string;
  readonly planUid: string;
  readonly billingInterval: BillingInterval;
  readonly quantity: number;
  readonly currency?: string | null | undefined;
  /** The plan's own when absent; 0 for none. */
  readonly trialDays?: number | null | undefined;
  readonly paymentMethodId?: string | null | undefined;
}

export interface StartedSubscription {
  readonly record: SubscriptionRecord;
  /** With which the customer pays the first invoice or leaves a card; null when nothing is to be done. */
  readonly clientSecret: string | null;
}

export interface NewSubscriptionParts {
  readonly service: SubscriptionService;
  readonly projection: SubscriptionProjection;
  readonly gateway: SubscriptionGateway;
  readonly paymentMethods: PaymentMethodGateway;
  readonly plans: PlanService;
  readonly priceValidator: PriceValidator;
  readonly customers: CustomerService;
  readonly customerProjection: CustomerProjection;
  readonly clientKeys: ClientKeys;
}

/** Starts subscriptions without a checkout. */
export class NewSubscriptionService {
  constructor(private readonly parts: NewSubscriptionParts) {}

  /**
   * With a payment method the first payment is tried at once; without one, or when the bank asks for more, the
   * subscription is incomplete and its customer finishes it with the secret, within 23 hours.
   *
   * @throws BillingFault PLAN_NOT_FOUND, PLAN_ARCHIVED, PRICE_NOT_FOUND, PRICE_INACTIVE, ALREADY_SUBSCRIBED,
   *   CARD_DECLINED, NOT_FOUND (the payment method), INVALID_INPUT, CONFLICT, STRIPE_UNAVAILABLE
   */
  create(
    wishes: SubscriptionWishes,
    clientKey: string | null | undefined,
    origin: ChangeOrigin,
  ): Promise<StartedSubscription> {
    return this.parts.clientKeys.once({
      operation: 'createSubscription',
      organizationId: wishes.organizationId,
      clientKey,
      input: wishes,
      isOneAtATime: true,
      run: async (idempotencyKey) => (await this.#create(wishes, idempotencyKey, origin)).stripe_subscription_id,
      find: (id) => this.#started(id),
    });
  }

  async #create(wishes: SubscriptionWishes, key: string, origin: ChangeOrigin): Promise<SubscriptionRecord> {
    const { organizationId, paymentMethodId } = wishes;
    const offer = await this.#offer(wishes);
    await refuseWhatIsLive(this.parts.projection, organizationId, wishes.planUid);
    const contact = { email: null, name: null };
    const created = await this.parts.customers.withCustomer(organizationId, contact, async (customer) => {
      const { stripe_customer_id: customerId } = customer;
      // Another customer, after the first turned out to be deleted at Stripe, makes it another request.
      const customersKey = `createSubscription:${sha256Hex(`${key} ${customerId}`)}`;
      if (paymentMethodId) await this.#giveCard(customerId, organizationId, paymentMethodId, customersKey);
      return this.parts.gateway.create({ ...offer, customerId, chargesNow: Boolean(paymentMethodId) }, customersKey);
    });
    return this.parts.service.created(created, origin);
  }

  async #offer(wishes: SubscriptionWishes): Promise<Omit<NewSubscription, 'customerId' | 'chargesNow'>> {
    const { organizationId, billingInterval, quantity } = wishes;
    const plan = await this.parts.plans.forSale(wishes.planUid);
    const price = priceForSale(plan, billingInterval, wishes.currency ?? null);
    await this.parts.priceValidator.assertActive(plan.stripe_product_id, [price.stripe_price_id]);
    return {
      priceId: price.stripe_price_id,
      quantity,
      trialDays: wishes.trialDays ?? plan.trial_days,
      metadata: {
        organization_id: organizationId,
        plan_uid: plan.plan_uid,
        billing_interval: billingInterval,
        currency: price.currency,
        quantity: String(quantity),
      },
    };
  }

  /** The customer's default pays the invoices of every subscription that names no card of its own. */
  async #giveCard(customerId: string, organizationId: string, paymentMethodId: string, key: string): Promise<void> {
    const { paymentMethods, customerProjection } = this.parts;
    try {
      const attachedId = await paymentMethods.attach(paymentMethodId, customerId, `${key}:attach`);
      const ticket = await customerProjection.drawTicket(customerId);
      const customer = await paymentMethods.makeDefault(attachedId, customerId, `${key}:default`);
      await customerProjection.store(customer, organizationId, ticket);
    } catch (error) {
      throw ofPaymentMethod(error);
    }
  }

  async #started(id: string): Promise<StartedSubscription> {
    const record = await this.parts.projection.findById(EVERY_ORGANIZATION, id);
    if (!record) throw new Error(`The subscription ${id} was stored and is gone`);
    const mayNeedCustomer = record.status === 'incomplete' || record.status === 'trialing';
    return { record, clientSecret: mayNeedCustomer ? await this.parts.gateway.clientSecretOf(id) : null };
  }
}

function ofPaymentMethod(error: unknown): unknown {
  const isOutage = error instanceof BillingFault && error.code === BillingErrorCode.STRIPE_UNAVAILABLE;
  if (!(error instanceof BillingFault) || isOutage) return error;
  return new BillingFault(error.code, error.message, { ...error.context, field: ['input', 'paymentMethodId'] });
}
