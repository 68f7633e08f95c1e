import type Stripe from 'stripe';
import type { PlanService } from '../catalog/plan.service.js';
import type { PriceService } from '../catalog/price.service.js';
import type { CustomerService } from '../customers/customer.service.js';
import { AT_CREATION } from '../mongo/observation.js';
import { idOf } from '../stripe/reference.js';
import type { SubscriptionGateway } from '../stripe/subscription.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { ChangeOrigin } from '../terms/change-origin.js';
import { EVERY_ORGANIZATION, type TenantScope } from '../terms/tenant-scope.js';
import { UnknownAtStripe } from '../terms/unknown-at-stripe.js';
import { type SubscriptionProjection, licensedItemOf } from './subscription.projection.js';
import type { SubscriptionRecord } from './subscription.record.js';

/** A subscription as Stripe shows it now, with what is stored of it. */
export interface ObservedSubscription {
  readonly subscription: Stripe.Subscription;
  readonly record: SubscriptionRecord;
}

/** Brings what Stripe says of a subscription into the projection. Webhooks, confirmations and mutations all end here. */
export class SubscriptionService {
  constructor(
    private readonly projection: SubscriptionProjection,
    private readonly gateway: SubscriptionGateway,
    private readonly customers: CustomerService,
    private readonly plans: PlanService,
    private readonly prices: PriceService,
  ) {}

  /**
   * Stores the subscription as Stripe shows it now.
   *
   * @param origin what the history says if this brings a change
   * @returns what is stored: this state or one that was observed later
   * @throws CustomerUnknown when no organization is known for its customer
   * @throws UnknownAtStripe when Stripe does not know the subscription
   */
  async observe(subscriptionId: string, origin: ChangeOrigin): Promise<SubscriptionRecord> {
    return (await this.#observed(subscriptionId, origin)).record;
  }

  /**
   * What a viewer is about to change, as Stripe shows it now: the stored state may lag behind. What this look finds
   * changed is nothing that its viewer did, so the history names no actor for it.
   *
   * @throws BillingFault NOT_FOUND when the scope holds no such subscription
   */
  async current(scope: TenantScope, subscriptionId: string, { cause }: ChangeOrigin): Promise<ObservedSubscription> {
    const known = await this.projection.findById(scope, subscriptionId);
    if (known) return this.#observed(subscriptionId, { cause });
    throw new BillingFault(BillingErrorCode.NOT_FOUND, `There is no subscription "${subscriptionId}"`, {
      field: ['input', 'id'],
    });
  }

  /**
   * Stores what a change at Stripe answers.
   *
   * @param change makes the change; null when Stripe does not know the subscription, or it has ended meanwhile
   */
  async changed(
    subscriptionId: string,
    origin: ChangeOrigin,
    change: () => Promise<Stripe.Subscription | null>,
  ): Promise<SubscriptionRecord> {
    const ticket = await this.projection.drawTicket(subscriptionId);
    const subscription = await change();
    const record = subscription && (await this.#store(subscription, ticket, origin));
    // Whoever overtook this write may have read before the change.
    return record?.observed_ticket === ticket ? record : this.observe(subscriptionId, origin);
  }

  /** Stores a subscription that has just been created at Stripe. */
  created(subscription: Stripe.Subscription, origin: ChangeOrigin): Promise<SubscriptionRecord> {
    // An event may have told of it already, as it was at some moment of its creation.
    return this.#store(subscription, AT_CREATION, origin, () => this.observe(subscription.id, origin));
  }

  async #observed(subscriptionId: string, origin: ChangeOrigin): Promise<ObservedSubscription> {
    const ticket = await this.projection.drawTicket(subscriptionId);
    const subscription = await this.gateway.find(subscriptionId);
    if (!subscription) {
      throw new UnknownAtStripe(`subscription ${subscriptionId}`);
    }
    const again = () => this.observe(subscriptionId, origin);
    return { subscription, record: await this.#store(subscription, ticket, origin, again) };
  }

  async #store(
    subscription: Stripe.Subscription,
    ticket: number,
    origin: ChangeOrigin,
    again?: () => Promise<SubscriptionRecord>,
  ): Promise<SubscriptionRecord> {
    const organizationId = await this.#organizationOf(subscription);
    await this.prices.remember(subscription.items.data.map(({ price }) => price));
    const productId = idOf(licensedItemOf(subscription)?.price.product);
    const plan = productId === null ? null : await this.plans.findByProduct(productId);
    const owner = { organizationId, planUid: plan?.plan_uid ?? null };
    return this.projection.store(subscription, owner, ticket, origin, again);
  }

  /** That of its customer, which may be deleted by now and unknown here: then what is stored of it counts. */
  async #organizationOf({ id, customer }: Stripe.Subscription): Promise<string> {
    const known = await this.customers.knownOrganizationOf(idOf(customer));
    if (known !== null) return known;
    const stored = await this.projection.findById(EVERY_ORGANIZATION, id);
    return stored?.organization_id ?? this.customers.organizationOf(idOf(customer));
  }
}
