import type Stripe from 'stripe';
import type { PlanService } from '../catalog/plan.service.js';
import type { PriceService } from '../catalog/price.service.js';
import type { CustomerService } from '../customers/customer.service.js';
import { idOf } from '../stripe/reference.js';
import type { SubscriptionGateway } from '../stripe/subscription.gateway.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import { type SubscriptionProjection, licensedItemOf } from './subscription.projection.js';
import type { SubscriptionRecord } from './subscription.record.js';

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
   * @returns what is stored: this state or one that was observed later
   * @throws CustomerUnknown when no organization is known for its customer
   * @throws Error when Stripe does not know the subscription
   */
  async observe(subscriptionId: string): Promise<SubscriptionRecord> {
    const ticket = await this.projection.drawTicket(subscriptionId);
    const subscription = await this.gateway.find(subscriptionId);
    if (!subscription) {
      throw new Error(
        `Stripe does not know subscription ${subscriptionId}; do the keys belong to this account and mode?`,
      );
    }
    const organizationId = await this.#organizationOf(subscription);
    await this.prices.remember(subscription.items.data.map(({ price }) => price));
    const productId = idOf(licensedItemOf(subscription)?.price.product);
    const plan = productId === null ? null : await this.plans.findByProduct(productId);
    return this.projection.store(subscription, { organizationId, planUid: plan?.plan_uid ?? null }, ticket);
  }

  /** A subscription never changes hands, and its customer may be deleted by now: what is stored of it counts first. */
  async #organizationOf({ id, customer }: Stripe.Subscription): Promise<string> {
    const stored = await this.projection.findById(EVERY_ORGANIZATION, id);
    return stored?.organization_id ?? this.customers.organizationOf(idOf(customer));
  }
}
