import type { Model } from 'mongoose';
import type Stripe from 'stripe';
import { isDuplicateKey } from '../mongo/duplicate-key.js';
import type { PlanDefinition } from './plan-definition.js';
import type { PlanRecord } from './plan.record.js';
import type { WantedPrice } from './wanted-price.js';

export interface PublishedPrice {
  readonly wanted: WantedPrice;
  readonly price: Stripe.Price;
}

/**
 * The one writer of subscription_plans. Each write names the revision that it was made over and is refused when another
 * one came between, so that of two who change a plan at once the later sees all that the earlier did.
 */
export class PlanStore {
  constructor(private readonly plans: Model<PlanRecord>) {}

  find(uid: string): Promise<PlanRecord | null> {
    return this.plans
      .findOne({ plan_uid: { $eq: uid } })
      .lean<PlanRecord | null>()
      .exec();
  }

  /** @returns null when the plan is not of this revision any more */
  async save(
    { uid, name, description, features, trialDays }: PlanDefinition,
    productId: string,
    published: readonly PublishedPrice[],
    revision: number | null,
  ): Promise<PlanRecord | null> {
    const state = {
      name,
      description: description ?? null,
      stripe_product_id: productId,
      prices: published
        .filter(({ wanted }) => wanted.kind === null)
        .map((each) => ({ ...inCommon(each), unit_amount: Number(each.wanted.unitAmountDecimal) })),
      overages: published.flatMap((each) =>
        each.wanted.kind === null
          ? []
          : [{ ...inCommon(each), kind: each.wanted.kind, unit_amount_decimal: each.wanted.unitAmountDecimal }],
      ),
      features,
      trial_days: trialDays,
      archived: false,
    };
    try {
      return await this.#write(uid, state, revision, true);
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  /** @returns null when the plan is not of this revision any more */
  archive(uid: string, revision: number | null): Promise<PlanRecord | null> {
    return this.#write(uid, { archived: true }, revision, false);
  }

  #write(
    uid: string,
    state: Partial<PlanRecord>,
    revision: number | null,
    upsert: boolean,
  ): Promise<PlanRecord | null> {
    const now = new Date();
    return this.plans
      .findOneAndUpdate(
        { plan_uid: { $eq: uid }, revision },
        {
          $set: { ...state, revision: (revision ?? 0) + 1, updated_at: now },
          $setOnInsert: { plan_uid: uid, created_at: now },
        },
        { upsert, returnDocument: 'after', timestamps: false },
      )
      .lean<PlanRecord | null>()
      .exec();
  }
}

function inCommon({ wanted, price }: PublishedPrice) {
  return { stripe_price_id: price.id, billing_interval: wanted.interval, currency: wanted.currency };
}
