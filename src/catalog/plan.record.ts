import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';

export class PlanPriceRecord {
  @prop({ type: () => String, required: true })
  stripe_price_id!: string;

  @prop({ type: () => String, required: true, enum: ['month', 'year'] })
  billing_interval!: string;

  /** In the minor unit of the currency. */
  @prop({ type: () => Number, required: true })
  unit_amount!: number;

  /** ISO 4217, lower case as Stripe writes it. */
  @prop({ type: () => String, required: true })
  currency!: string;
}

export type OverageKindState = 'bandwidth' | 'api';

export class PlanOverageRecord {
  @prop({ type: () => String, required: true, enum: ['bandwidth', 'api'] })
  kind!: OverageKindState;

  @prop({ type: () => String, required: true })
  stripe_price_id!: string;

  @prop({ type: () => String, required: true, enum: ['month', 'year'] })
  billing_interval!: string;

  /** In the minor unit, with up to 12 decimal places; text, because it is not a float. */
  @prop({ type: () => String, required: true })
  unit_amount_decimal!: string;

  @prop({ type: () => String, required: true })
  currency!: string;
}

/** What is sold: mirrors one Stripe Product and its prices (not Stripe's old Plan object, which was a price). */
@modelOptions(storedIn('subscription_plans'))
@index({ plan_uid: 1 }, { unique: true })
@index({ stripe_product_id: 1 }, { unique: true })
export class PlanRecord {
  @prop({ type: () => String, required: true })
  plan_uid!: string;

  @prop({ type: () => String, required: true })
  name!: string;

  @prop({ type: () => String })
  description?: string | null;

  @prop({ type: () => String, required: true })
  stripe_product_id!: string;

  @prop({ type: () => [PlanPriceRecord], _id: false, required: true })
  prices!: PlanPriceRecord[];

  @prop({ type: () => [PlanOverageRecord], _id: false, required: true })
  overages!: PlanOverageRecord[];

  @prop({ type: () => [String], required: true })
  features!: string[];

  @prop({ type: () => Number, required: true })
  trial_days!: number;

  @prop({ type: () => Boolean, required: true })
  archived!: boolean;

  /** Counts the changes; see PlanStore. */
  @prop({ type: () => Number })
  revision?: number;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
