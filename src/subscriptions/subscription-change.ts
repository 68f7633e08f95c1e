import type Stripe from 'stripe';
import { overageForSale, priceOf } from '../catalog/plan.service.js';
import type { OverageKindState, PlanPriceRecord, PlanRecord } from '../catalog/plan.record.js';
import type { ItemChange } from '../stripe/subscription.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { BillingInterval } from '../terms/billing-interval.js';
import { licensedItemOf } from './subscription.projection.js';

/** What is not given stays as it is. */
export interface ChangeWishes {
  readonly planUid?: string | null | undefined;
  readonly billingInterval?: BillingInterval | null | undefined;
  readonly quantity?: number | null | undefined;
}

/**
 * Another quantity of the same price, which stays the price even where the plan has been given another one since.
 *
 * @throws BillingFault INVALID_STATE for a subscription that has no item at all
 */
export function quantityChange(subscription: Stripe.Subscription, wishes: ChangeWishes): ItemChange {
  const item = requireLicensedItem(subscription);
  return { itemId: item.id, priceId: null, quantity: wishes.quantity ?? item.quantity ?? null };
}

/**
 * The items for a plan's price: quantity and chosen overages move along.
 *
 * @throws BillingFault PRICE_NOT_FOUND when the plan has no price, or one of the overages not, for interval and currency
 */
export function moveTo(
  plan: PlanRecord,
  interval: BillingInterval,
  subscription: Stripe.Subscription,
  wishes: ChangeWishes,
): ItemChange[] {
  const licensed = requireLicensedItem(subscription);
  const field = wishes.planUid ? 'planUid' : 'billingInterval';
  const price = priceFor(plan, interval, subscription.currency, field);
  const overages = subscription.items.data.flatMap((item) => {
    const kind = overageKindOf(item);
    if (kind === null || item.id === licensed.id) return [];
    const overage = overageForSale(plan, kind, price, field);
    return [{ itemId: item.id, priceId: overage.stripe_price_id, quantity: null }];
  });
  const { quantity } = quantityChange(subscription, wishes);
  return [{ itemId: licensed.id, priceId: price.stripe_price_id, quantity }, ...overages];
}

function requireLicensedItem(subscription: Stripe.Subscription): Stripe.SubscriptionItem {
  const item = licensedItemOf(subscription);
  if (item) return item;
  throw new BillingFault(BillingErrorCode.INVALID_STATE, 'The subscription has no item that could be changed', {
    field: ['input', 'id'],
  });
}

function priceFor(plan: PlanRecord, interval: BillingInterval, currency: string, field: string): PlanPriceRecord {
  const price = priceOf(plan, interval, currency);
  if (price) return price;
  throw new BillingFault(
    BillingErrorCode.PRICE_NOT_FOUND,
    `The plan "${plan.plan_uid}" is not sold by ${interval} in ${currency.toUpperCase()}, the subscription's currency`,
    { field: ['input', field] },
  );
}

/** The publisher of plans writes the kind on the metered prices that it makes. */
function overageKindOf({ price }: Stripe.SubscriptionItem): OverageKindState | null {
  const { overage } = price.metadata;
  return overage === 'bandwidth' || overage === 'api' ? overage : null;
}
