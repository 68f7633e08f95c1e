import { index, modelOptions, prop } from '@typegoose/typegoose';
import { ObservedRecord } from '../mongo/observed.record.js';
import { storedIn } from '../mongo/record-options.js';

/** A price as Stripe shows it. Source: https://docs.stripe.com/api/prices/object */
@modelOptions(storedIn('stripe_prices'))
@index({ stripe_price_id: 1 }, { unique: true })
@index({ deleted: 1, stripe_product_id: 1, created_at: -1, stripe_price_id: -1 })
@index({ deleted: 1, created_at: -1, stripe_price_id: -1 })
@index({ deleted: 1, active: 1, created_at: -1, stripe_price_id: -1 })
@index({ deleted: 1, type: 1, created_at: -1, stripe_price_id: -1 })
@index({ deleted: 1, active: 1, type: 1, created_at: -1, stripe_price_id: -1 })
export class PriceRecord extends ObservedRecord {
  @prop({ type: () => String, required: true })
  stripe_price_id!: string;

  @prop({ type: () => String, required: true })
  stripe_product_id!: string;

  @prop({ type: () => String, required: true })
  type!: string;

  @prop({ type: () => String })
  usage_type!: string | null;

  /** In the minor unit; null when the amount has decimals of it or is tiered. */
  @prop({ type: () => Number })
  unit_amount!: number | null;

  /** The exact amount in the minor unit, as text. */
  @prop({ type: () => String })
  unit_amount_decimal!: string | null;

  @prop({ type: () => String, required: true })
  currency!: string;

  /** Stripe's word; `day` and `week` are stored too. */
  @prop({ type: () => String })
  billing_interval!: string | null;

  @prop({ type: () => Number })
  interval_count!: number | null;

  @prop({ type: () => Boolean, required: true })
  active!: boolean;

  @prop({ type: () => String })
  lookup_key!: string | null;

  /** True once it is deleted at Stripe; it stays here, inactive, for what refers to it. */
  @prop({ type: () => Boolean, required: true })
  deleted!: boolean;
}
