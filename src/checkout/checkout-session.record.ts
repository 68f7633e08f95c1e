import { index, modelOptions, prop } from '@typegoose/typegoose';
import { ObservedRecord } from '../mongo/observed.record.js';
import { storedIn } from '../mongo/record-options.js';

/** `pending` while Stripe says `open`, `completed` for `complete`. */
export type CheckoutSessionState = 'pending' | 'completed' | 'expired';

/** A checkout session that an organization started. Source: https://docs.stripe.com/api/checkout/sessions */
@modelOptions(storedIn('checkout_sessions'))
@index({ stripe_session_id: 1 }, { unique: true })
@index({ organization_id: 1, created_at: -1, stripe_session_id: -1 })
@index({ organization_id: 1, choice: 1, status: 1 })
@index({ stripe_customer_id: 1, created_at: -1, stripe_session_id: -1 })
@index({ status: 1, created_at: -1, stripe_session_id: -1 })
@index({ created_at: -1, stripe_session_id: -1 })
export class CheckoutSessionRecord extends ObservedRecord {
  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => String, required: true })
  stripe_session_id!: string;

  @prop({ type: () => String, required: true })
  stripe_customer_id!: string;

  @prop({ type: () => String })
  plan_id?: string | null;

  @prop({ type: () => String })
  billing_interval?: string | null;

  /** What was chosen, in one line, so that an open session for the same choice is found again; null for other sessions. */
  @prop({ type: () => String })
  choice?: string | null;

  @prop({ type: () => Object })
  metadata?: Record<string, string>;

  @prop({ type: () => String, required: true, enum: ['pending', 'completed', 'expired'] })
  status!: CheckoutSessionState;

  /** The hosted page; null once it is no longer open. */
  @prop({ type: () => String })
  url?: string | null;

  @prop({ type: () => String })
  payment_status?: string | null;

  @prop({ type: () => String })
  stripe_subscription_id?: string | null;

  @prop({ type: () => Date })
  expires_at?: Date | null;
}
