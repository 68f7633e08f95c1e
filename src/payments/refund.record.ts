import { index, modelOptions, prop } from '@typegoose/typegoose';
import { ObservedRecord } from '../mongo/observed.record.js';
import { storedIn } from '../mongo/record-options.js';

/** Money given back. Source: https://docs.stripe.com/api/refunds/object */
@modelOptions(storedIn('refunds'))
@index({ stripe_refund_id: 1 }, { unique: true })
@index({ organization_id: 1, created_at: -1, stripe_refund_id: -1 })
@index({ stripe_payment_intent_id: 1 })
export class RefundRecord extends ObservedRecord {
  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => String, required: true })
  stripe_refund_id!: string;

  @prop({ type: () => String, required: true })
  stripe_payment_intent_id!: string;

  /** In the minor unit of the currency. */
  @prop({ type: () => Number, required: true })
  amount!: number;

  @prop({ type: () => String, required: true })
  currency!: string;

  /** Stripe's word; a value that Stripe adds later is stored as it is. */
  @prop({ type: () => String, required: true })
  status!: string;

  @prop({ type: () => String })
  reason?: string | null;

  /** Why the bank did not take it. */
  @prop({ type: () => String })
  failure_reason?: string | null;

  @prop({ type: () => Object })
  metadata?: Record<string, string>;

  @prop({ type: () => Object })
  stripe_data?: Record<string, unknown>;
}
