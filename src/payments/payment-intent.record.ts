import { index, modelOptions, prop } from '@typegoose/typegoose';
import { ObservedRecord } from '../mongo/observed.record.js';
import { storedIn } from '../mongo/record-options.js';

/** A payment of an organization, an invoice's too. Source: https://docs.stripe.com/api/payment_intents/object */
@modelOptions(storedIn('payment_intents'))
@index({ stripe_payment_intent_id: 1 }, { unique: true })
@index({ organization_id: 1, created_at: -1, stripe_payment_intent_id: -1 })
export class PaymentIntentRecord extends ObservedRecord {
  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => String, required: true })
  stripe_payment_intent_id!: string;

  @prop({ type: () => String })
  stripe_customer_id?: string | null;

  /** In the minor unit of the currency, as all amounts here. */
  @prop({ type: () => Number, required: true })
  amount!: number;

  @prop({ type: () => Number, required: true })
  amount_received!: number;

  @prop({ type: () => Number, required: true })
  amount_refunded!: number;

  /** ISO 4217, lower case as Stripe writes it. */
  @prop({ type: () => String, required: true })
  currency!: string;

  /** Stripe's word; a value that Stripe adds later is stored as it is. */
  @prop({ type: () => String, required: true })
  status!: string;

  @prop({ type: () => String })
  cancellation_reason?: string | null;

  @prop({ type: () => Object })
  metadata?: Record<string, string>;

  /** Without the client secret and without what says who the payer is, which are never stored. */
  @prop({ type: () => Object })
  stripe_data?: Record<string, unknown>;
}
