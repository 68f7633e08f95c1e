import { index, modelOptions, prop } from '@typegoose/typegoose';
import { ObservedRecord } from '../mongo/observed.record.js';
import { storedIn } from '../mongo/record-options.js';
import type { StateChangeRecord } from './state-change.record.js';

export class SubscriptionItemRecord {
  @prop({ type: () => String, required: true })
  stripe_item_id!: string;

  @prop({ type: () => String, required: true })
  stripe_price_id!: string;

  /** Null for a metered price, which is charged by usage. */
  @prop({ type: () => Number })
  quantity!: number | null;
}

/** A subscription as Stripe shows it. Source: https://docs.stripe.com/api/subscriptions/object */
@modelOptions(storedIn('subscriptions'))
@index({ stripe_subscription_id: 1 }, { unique: true })
@index({ organization_id: 1, created_at: -1, stripe_subscription_id: -1 })
@index({ organization_id: 1, current_period_end: -1, stripe_subscription_id: -1 })
@index({ organization_id: 1, updated_at: -1, stripe_subscription_id: -1 })
@index({ stripe_customer_id: 1, created_at: -1, stripe_subscription_id: -1 })
@index({ status: 1, created_at: -1, stripe_subscription_id: -1 })
@index({ plan_id: 1, created_at: -1, stripe_subscription_id: -1 })
@index({ billing_interval: 1, created_at: -1, stripe_subscription_id: -1 })
@index({ is_ending: 1, created_at: -1, stripe_subscription_id: -1 })
@index({ created_at: -1, stripe_subscription_id: -1 })
@index({ current_period_end: -1, stripe_subscription_id: -1 })
@index({ updated_at: -1, stripe_subscription_id: -1 })
export class SubscriptionRecord extends ObservedRecord {
  @prop({ type: () => String, required: true })
  stripe_subscription_id!: string;

  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => String, required: true })
  stripe_customer_id!: string;

  /** The uid of the plan whose product is subscribed; null for a product that is no plan of ours. */
  @prop({ type: () => String })
  plan_id?: string | null;

  @prop({ type: () => String })
  billing_interval?: string | null;

  /** Stripe's word; a value that Stripe adds later is stored as it is. */
  @prop({ type: () => String, required: true })
  status!: string;

  @prop({ type: () => [SubscriptionItemRecord], _id: false, required: true })
  items!: SubscriptionItemRecord[];

  @prop({ type: () => Date, required: true })
  current_period_start!: Date;

  @prop({ type: () => Date, required: true })
  current_period_end!: Date;

  /** Stripe's flag. A subscription also ends by itself when `cancel_at` is set, with this flag false. */
  @prop({ type: () => Boolean, required: true })
  cancel_at_period_end!: boolean;

  @prop({ type: () => Date })
  cancel_at?: Date | null;

  /** Either of the two: it will end by itself. */
  @prop({ type: () => Boolean, required: true })
  is_ending!: boolean;

  @prop({ type: () => Date })
  canceled_at?: Date | null;

  @prop({ type: () => Date })
  ended_at?: Date | null;

  @prop({ type: () => Date })
  trial_end?: Date | null;

  @prop({ type: () => Object })
  metadata?: Record<string, string>;

  @prop({ type: () => Object })
  stripe_data?: Record<string, unknown>;

  /** How many changes the history has. */
  @prop({ type: () => Number, required: true })
  change_count!: number;

  /** The newest change; those before it are in `subscription_changes`. */
  @prop({ type: () => Object, required: true })
  last_change!: StateChangeRecord;
}
