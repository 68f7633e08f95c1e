import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import type { PlanService } from '../catalog/plan.service.js';
import type { PriceValidator } from '../catalog/price-validator.js';
import type { ItemChange, SubscriptionGateway, SubscriptionChanges } from '../stripe/subscription.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { toBillingInterval } from '../terms/billing-interval.js';
import type { ChangeOrigin } from '../terms/change-origin.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import { refuseWhatIsLive } from './live-subscription-guard.js';
import { type ChangeWishes, moveTo, quantityChange } from './subscription-change.js';
import { isOver } from './subscription-status.js';
import type { SubscriptionProjection } from './subscription.projection.js';
import type { SubscriptionRecord } from './subscription.record.js';
import type { ObservedSubscription, SubscriptionService } from './subscription.service.js';

export interface SubscriptionChangeRequest extends ChangeWishes {
  readonly id: string;
  readonly prorationBehavior: SubscriptionChanges['prorationBehavior'];
}

export interface SubscriptionChangeParts {
  readonly service: SubscriptionService;
  readonly projection: SubscriptionProjection;
  readonly gateway: SubscriptionGateway;
  readonly plans: PlanService;
  readonly priceValidator: PriceValidator;
}

/** What a request comes to for the subscription as it is now. */
export interface PlannedChange extends Pick<SubscriptionChanges, 'items' | 'metadata' | 'prorationBehavior'> {
  readonly subscription: Stripe.Subscription;
}

/** Moves subscriptions to another plan, interval or quantity. */
export class SubscriptionChangeService {
  constructor(private readonly parts: SubscriptionChangeParts) {}

  /**
   * Changes the subscription at Stripe; when a payment is due at once and fails, nothing is changed.
   *
   * @throws BillingFault NOT_FOUND, INVALID_STATE, INVALID_INPUT, PLAN_NOT_FOUND, PLAN_ARCHIVED, PRICE_NOT_FOUND,
   *   PRICE_INACTIVE, ALREADY_SUBSCRIBED, CARD_DECLINED, AUTHENTICATION_REQUIRED, STRIPE_UNAVAILABLE
   */
  async change(
    scope: TenantScope,
    request: SubscriptionChangeRequest,
    origin: ChangeOrigin,
  ): Promise<SubscriptionRecord> {
    const { id } = request;
    const planned = await this.plan(await this.parts.service.current(scope, id, origin), request);
    return this.make(planned, origin, `changeSubscription:${id}:${randomUUID()}`);
  }

  /**
   * Says what is to be changed, without changing it.
   *
   * @throws BillingFault INVALID_STATE, INVALID_INPUT, PLAN_NOT_FOUND, PLAN_ARCHIVED, PRICE_NOT_FOUND, PRICE_INACTIVE,
   *   ALREADY_SUBSCRIBED, STRIPE_UNAVAILABLE
   */
  async plan(observed: ObservedSubscription, request: SubscriptionChangeRequest): Promise<PlannedChange> {
    assertChangeable(observed.record);
    const { subscription } = observed;
    return { subscription, ...(await this.#changes(observed, request)), prorationBehavior: request.prorationBehavior };
  }

  /**
   * Makes a planned change.
   *
   * @param idempotencyKey the same one for another attempt at the same change
   * @throws BillingFault CARD_DECLINED, AUTHENTICATION_REQUIRED, INVALID_STATE, STRIPE_UNAVAILABLE
   */
  make(
    { subscription: { id }, ...changes }: PlannedChange & Pick<SubscriptionChanges, 'prorationDate'>,
    origin: ChangeOrigin,
    idempotencyKey: string,
  ): Promise<SubscriptionRecord> {
    return this.parts.service.changed(id, origin, () => this.parts.gateway.change(id, changes, idempotencyKey));
  }

  async #changes(
    observed: ObservedSubscription,
    request: SubscriptionChangeRequest,
  ): Promise<Pick<SubscriptionChanges, 'items' | 'metadata'>> {
    const { subscription, record } = observed;
    const stored = { planUid: record.plan_id ?? null, interval: toBillingInterval(record.billing_interval) };
    const planUid = request.planUid ?? stored.planUid;
    const interval = request.billingInterval ?? stored.interval;
    const isMoved = planUid !== stored.planUid || interval !== stored.interval;
    const items = isMoved
      ? await this.#movedItems(observed, { ...request, planUid, billingInterval: interval })
      : [changedQuantity(subscription, request)];
    const quantity = items[0]?.quantity ?? null;
    return {
      items,
      metadata: {
        ...(planUid === null ? {} : { plan_uid: planUid }),
        ...(interval === null ? {} : { billing_interval: interval }),
        ...(quantity === null ? {} : { quantity: String(quantity) }),
      },
    };
  }

  async #movedItems(
    { subscription, record }: ObservedSubscription,
    { planUid, billingInterval: interval, quantity }: ChangeWishes,
  ): Promise<ItemChange[]> {
    // Both are known for every subscription to a plan; what else Stripe may hold has to be told where to go.
    if (!planUid) throw missing('planUid', 'What is subscribed is no plan of ours');
    if (!interval) throw missing('billingInterval', 'What is subscribed is charged by neither month nor year');
    const isOtherPlan = planUid !== record.plan_id;
    const plan = await this.parts.plans.forSale(planUid);
    const items = moveTo(plan, interval, subscription, { planUid: isOtherPlan ? planUid : null, quantity });
    const priceIds = items.map(({ priceId }) => priceId).filter((id) => id !== null);
    await this.parts.priceValidator.assertActive(plan.stripe_product_id, priceIds);
    if (isOtherPlan) {
      const { organization_id: organizationId, stripe_subscription_id: moving } = record;
      await refuseWhatIsLive(this.parts.projection, organizationId, planUid, moving);
    }
    return items;
  }
}

function assertChangeable({ status }: SubscriptionRecord): void {
  if (!isOver(status) && status !== 'incomplete') return;
  const message =
    status === 'incomplete'
      ? 'The first payment of the subscription is still awaited; it can change after that'
      : `The subscription is ${status} and can not change any more; start a new one`;
  throw new BillingFault(BillingErrorCode.INVALID_STATE, message, { field: ['input', 'id'] });
}

function changedQuantity(subscription: Stripe.Subscription, wishes: ChangeWishes): ItemChange {
  const change = quantityChange(subscription, wishes);
  const before = subscription.items.data.find(({ id }) => id === change.itemId)?.quantity ?? null;
  if (change.quantity !== before) return change;
  throw new BillingFault(BillingErrorCode.INVALID_INPUT, 'Nothing changes: the subscription is like this already', {
    field: ['input'],
  });
}

function missing(field: string, reason: string): BillingFault {
  return new BillingFault(BillingErrorCode.INVALID_INPUT, `${reason}; say ${field}`, { field: ['input', field] });
}
