import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';

/** `pending` until Stripe has taken it. */
export type UsageReportState = 'pending' | 'accepted';

/**
 * Usage reported to a meter, once for each identifier: Stripe itself tells repetitions apart for a day only.
 * Source: https://docs.stripe.com/api/billing/meter-event
 */
@modelOptions(storedIn('usage_reports'))
@index({ identifier: 1 }, { unique: true })
@index({ organization_id: 1, created_at: -1 })
export class UsageReportRecord {
  @prop({ type: () => String, required: true })
  identifier!: string;

  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => String, required: true })
  stripe_customer_id!: string;

  @prop({ type: () => String, required: true, enum: ['bandwidth', 'api'] })
  kind!: string;

  @prop({ type: () => Number, required: true })
  quantity!: number;

  /** When it was used, as the client said; null when it said nothing, which means when it was reported. */
  @prop({ type: () => Date })
  asked_at!: Date | null;

  /** What Stripe is told, in whole seconds. */
  @prop({ type: () => Date, required: true })
  used_at!: Date;

  /** For each request to Stripe that reports it. */
  @prop({ type: () => String, required: true })
  idempotency_key!: string;

  @prop({ type: () => String, required: true, enum: ['pending', 'accepted'] })
  status!: UsageReportState;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
