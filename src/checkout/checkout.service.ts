import type { PlanService } from '../catalog/plan.service.js';
import type { PriceValidator } from '../catalog/price-validator.js';
import type { ContactDetails, CustomerService } from '../customers/customer.service.js';
import type { ClientKeys } from '../mongo/client-keys.js';
import type { Intents } from '../mongo/intents.js';
import type { CheckoutSessionGateway, NewCheckoutSession } from '../stripe/checkout-session.gateway.js';
import type { PromotionCodeGateway } from '../stripe/promotion-code.gateway.js';
import { refuseWhatIsLive } from '../subscriptions/live-subscription-guard.js';
import type { SubscriptionProjection } from '../subscriptions/subscription.projection.js';
import { namingArguments } from '../terms/argument-names.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { sha256Hex } from '../terms/digest.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import { type CheckoutChoice, type CheckoutWishes, choiceLine, chosen } from './checkout-choice.js';
import type { CheckoutSessionProjection } from './checkout-session.projection.js';
import type { CheckoutSessionRecord } from './checkout-session.record.js';

/** An open session is offered again only if there is time left to type a card number. */
const TIME_TO_PAY_MS = 5 * 60 * 1000;

export interface CheckoutRequest extends CheckoutWishes {
  readonly planUid: string;
  /** As customers know it. */
  readonly promotionCode?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Who buys. */
export interface Buyer {
  readonly organizationId: string;
  readonly contact: ContactDetails;
}

export interface CheckoutParts {
  readonly projection: CheckoutSessionProjection;
  readonly gateway: CheckoutSessionGateway;
  readonly promotionCodes: PromotionCodeGateway;
  readonly plans: PlanService;
  readonly priceValidator: PriceValidator;
  readonly customers: CustomerService;
  readonly subscriptions: SubscriptionProjection;
  readonly intents: Intents;
  readonly clientKeys: ClientKeys;
  /** The frontend's address without a slash at its end. */
  readonly baseUrl: string;
}

/** Begins checkouts. */
export class CheckoutService {
  readonly #opening = new Map<string, Promise<CheckoutSessionRecord>>();

  constructor(private readonly parts: CheckoutParts) {}

  /**
   * Opens a hosted page on which the organization can pay for a plan. An open session for the same choice is given
   * again, and a client's key gives the same session as before.
   *
   * @throws BillingFault PLAN_NOT_FOUND, PLAN_ARCHIVED, PRICE_NOT_FOUND, PRICE_INACTIVE, ALREADY_SUBSCRIBED, INVALID_INPUT
   *   for a promotion code that does not work, CONFLICT, STRIPE_UNAVAILABLE
   */
  createCheckout(buyer: Buyer, { idempotencyKey, ...wishes }: CheckoutRequest): Promise<CheckoutSessionRecord> {
    return this.parts.clientKeys.once({
      operation: 'createCheckout',
      organizationId: buyer.organizationId,
      clientKey: idempotencyKey,
      input: wishes,
      // The session has a key of its own, which every client that chooses the same shares.
      run: async () => (await this.#checkout(buyer, wishes)).stripe_session_id,
      find: (id) => this.#stored(id),
    });
  }

  async #checkout(buyer: Buyer, wishes: Omit<CheckoutRequest, 'idempotencyKey'>): Promise<CheckoutSessionRecord> {
    const plan = await this.parts.plans.forSale(wishes.planUid);
    const full = chosen(plan, wishes);
    await this.parts.priceValidator.assertActive(
      plan.stripe_product_id,
      full.lineItems.map(({ priceId }) => priceId),
    );
    await refuseWhatIsLive(this.parts.subscriptions, buyer.organizationId, plan.plan_uid);
    if (!wishes.promotionCode) return this.#openSession(buyer, full);
    const discounted = chosen(plan, wishes, await this.#promotionCodeId(wishes.promotionCode));
    // Only now Stripe says whether this buyer may use it for this order.
    return namingArguments({ discounts: 'promotionCode' }, () => this.#openSession(buyer, discounted));
  }

  async #promotionCodeId(code: string): Promise<string> {
    const found = await this.parts.promotionCodes.findActive(code);
    if (found) return found.id;
    throw new BillingFault(BillingErrorCode.INVALID_INPUT, `The promotion code "${code}" does not work, or no longer`, {
      field: ['input', 'promotionCode'],
    });
  }

  async #stored(id: string): Promise<CheckoutSessionRecord> {
    const session = await this.parts.projection.findById(EVERY_ORGANIZATION, id);
    if (!session) throw new Error(`The checkout session ${id} was stored and is gone`);
    return session;
  }

  #openSession({ organizationId, contact }: Buyer, choice: CheckoutChoice): Promise<CheckoutSessionRecord> {
    return this.parts.customers.withCustomer(organizationId, contact, ({ stripe_customer_id }) =>
      this.#openSessionFor(this.#sessionFor(stripe_customer_id, organizationId, choice)),
    );
  }

  async #openSessionFor(session: NewCheckoutSession): Promise<CheckoutSessionRecord> {
    const name = `checkout:${session.organizationId}:${sha256Hex(JSON.stringify(session))}`;
    // Callers in this process share one way; those of other processes meet in the intent.
    const underWay = this.#opening.get(name);
    if (underWay) return underWay;
    const opening = this.#foundOrCreated(name, session).finally(() => this.#opening.delete(name));
    this.#opening.set(name, opening);
    return opening;
  }

  /**
   * The order matters: who begins the intent after another one forgot it finds that one's session, and who began it
   * before creates the same session by the same key.
   */
  async #foundOrCreated(name: string, session: NewCheckoutSession): Promise<CheckoutSessionRecord> {
    const { intents, projection, gateway } = this.parts;
    const { organizationId, customerId, metadata } = session;
    const intent = await intents.begin(name, {});
    const until = new Date(Date.now() + TIME_TO_PAY_MS);
    const wanted = { organizationId, customerId, choice: choiceLine(metadata) ?? '' };
    const open = await projection.findOpen(EVERY_ORGANIZATION, wanted, until);
    const create = async () =>
      projection.storeCreated(await gateway.create(session, intent.idempotencyKey), organizationId);
    const record = open ?? (await intents.pursue(name, create));
    await intents.forget(name);
    return record;
  }

  #sessionFor(customerId: string, organizationId: string, choice: CheckoutChoice): NewCheckoutSession {
    const { baseUrl } = this.parts;
    return {
      customerId,
      organizationId,
      lineItems: choice.lineItems,
      trialDays: choice.plan.trial_days,
      promotionCodeId: choice.promotionCodeId,
      // Stripe puts the id in: https://docs.stripe.com/payments/checkout/custom-success-page
      successUrl: `${baseUrl}/checkout-success?session_id={CHECKOUT_SESSION_ID}`,
      cancelUrl: `${baseUrl}/?checkout=canceled`,
      metadata: { organization_id: organizationId, ...choice.metadata },
    };
  }
}
