import type { Model } from 'mongoose';
import { findPlain } from '../mongo/plain-find.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { BillingInterval } from '../terms/billing-interval.js';
import { type BatchRead, inOrderOf } from '../terms/request-context.js';
import type { OverageKindState, PlanOverageRecord, PlanPriceRecord, PlanRecord } from './plan.record.js';

/** The plans as they are sold, from MongoDB. */
export class PlanService {
  constructor(private readonly plans: Model<PlanRecord>) {}

  find(uid: string): Promise<PlanRecord | null> {
    return this.plans
      .findOne({ plan_uid: { $eq: uid } })
      .lean<PlanRecord | null>()
      .exec();
  }

  findByProduct(productId: string): Promise<PlanRecord | null> {
    return this.plans
      .findOne({ stripe_product_id: { $eq: productId } })
      .lean<PlanRecord | null>()
      .exec();
  }

  findByProducts(productIds: readonly string[]): Promise<PlanRecord[]> {
    return this.plans
      .find({ stripe_product_id: { $in: [...productIds] } })
      .lean<PlanRecord[]>()
      .exec();
  }

  /** In the order in which they were first applied, which is the order of the file they came from. */
  list(includeArchived: boolean): Promise<PlanRecord[]> {
    return this.plans
      .find(includeArchived ? {} : { archived: false })
      .sort({ created_at: 1, plan_uid: 1 })
      .lean<PlanRecord[]>()
      .exec();
  }

  readonly plansByUid: BatchRead<PlanRecord> = async (_scope, uids) => {
    const rows = await findPlain(this.plans, { plan_uid: { $in: [...uids] } });
    return inOrderOf(uids, rows, (row) => row.plan_uid);
  };

  /** @throws BillingFault PLAN_NOT_FOUND, PLAN_ARCHIVED */
  async forSale(uid: string): Promise<PlanRecord> {
    const field = ['input', 'planUid'];
    const plan = await this.find(uid);
    if (!plan) throw new BillingFault(BillingErrorCode.PLAN_NOT_FOUND, `There is no plan "${uid}"`, { field });
    if (plan.archived) {
      throw new BillingFault(BillingErrorCode.PLAN_ARCHIVED, `The plan "${uid}" is no longer sold`, { field });
    }
    return plan;
  }
}

/**
 * The price of a plan for an interval; in its first currency when none is asked for.
 *
 * @param currency ISO 4217 in either case
 */
export function priceOf(
  plan: Pick<PlanRecord, 'prices'>,
  interval: BillingInterval,
  currency: string | null,
): PlanPriceRecord | null {
  const wanted = (currency ?? plan.prices[0]?.currency ?? '').toLowerCase();
  return plan.prices.find((price) => price.billing_interval === interval && price.currency === wanted) ?? null;
}

/** @throws BillingFault PRICE_NOT_FOUND */
export function priceForSale(plan: PlanRecord, interval: BillingInterval, currency: string | null): PlanPriceRecord {
  const price = priceOf(plan, interval, currency);
  if (price) return price;
  const offered = plan.prices.map((each) => `${each.billing_interval} in ${each.currency.toUpperCase()}`).join(', ');
  throw new BillingFault(
    BillingErrorCode.PRICE_NOT_FOUND,
    `The plan "${plan.plan_uid}" has no such price; it is sold by ${offered}`,
    { field: ['input', currency === null ? 'billingInterval' : 'currency'] },
  );
}

/**
 * The metered price of what is used beyond the plan, to stand beside `price`.
 *
 * @param field the argument that asked for it
 * @throws BillingFault PRICE_NOT_FOUND
 */
export function overageForSale(
  plan: PlanRecord,
  kind: OverageKindState,
  price: PlanPriceRecord,
  field: string,
): PlanOverageRecord {
  const overage = plan.overages.find(
    (each) =>
      each.kind === kind && each.billing_interval === price.billing_interval && each.currency === price.currency,
  );
  if (overage) return overage;
  throw new BillingFault(
    BillingErrorCode.PRICE_NOT_FOUND,
    `The plan "${plan.plan_uid}" has no ${kind} overage by ${price.billing_interval} in ${price.currency.toUpperCase()}`,
    { field: ['input', field] },
  );
}
