import { index, modelOptions, prop } from '@typegoose/typegoose';
import { ObservedRecord } from '../mongo/observed.record.js';
import { storedIn } from '../mongo/record-options.js';

/** A product as Stripe shows it. Source: https://docs.stripe.com/api/products/object */
@modelOptions(storedIn('stripe_products'))
@index({ stripe_product_id: 1 }, { unique: true })
@index({ deleted: 1, created_at: -1, stripe_product_id: -1 })
@index({ deleted: 1, active: 1, created_at: -1, stripe_product_id: -1 })
export class ProductRecord extends ObservedRecord {
  @prop({ type: () => String, required: true })
  stripe_product_id!: string;

  @prop({ type: () => String, required: true })
  name!: string;

  @prop({ type: () => String })
  description!: string | null;

  @prop({ type: () => Boolean, required: true })
  active!: boolean;

  /** True once it is deleted at Stripe; it stays here, inactive, for what refers to it. */
  @prop({ type: () => Boolean, required: true })
  deleted!: boolean;
}
