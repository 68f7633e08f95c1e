import { index, modelOptions, prop } from '@typegoose/typegoose';
import { ObservedRecord } from '../mongo/observed.record.js';
import { storedIn } from '../mongo/record-options.js';

export class InvoiceLineRecord {
  @prop({ type: () => String, required: true })
  stripe_line_id!: string;

  @prop({ type: () => String })
  description!: string | null;

  /** In the minor unit; negative for a credit. */
  @prop({ type: () => Number, required: true })
  amount!: number;

  @prop({ type: () => String, required: true })
  currency!: string;

  @prop({ type: () => Number })
  quantity!: number | null;

  @prop({ type: () => Boolean, required: true })
  proration!: boolean;

  @prop({ type: () => Date, required: true })
  period_start!: Date;

  @prop({ type: () => Date, required: true })
  period_end!: Date;
}

/** An invoice as Stripe shows it. Source: https://docs.stripe.com/api/invoices/object */
@modelOptions(storedIn('invoices'))
@index({ stripe_invoice_id: 1 }, { unique: true })
@index({ organization_id: 1, deleted: 1, created_at: -1, stripe_invoice_id: -1 })
@index({ organization_id: 1, deleted: 1, status: 1, created_at: -1, stripe_invoice_id: -1 })
@index({ stripe_subscription_id: 1, deleted: 1, created_at: -1, stripe_invoice_id: -1 })
@index({ deleted: 1, status: 1, created_at: -1, stripe_invoice_id: -1 })
@index({ deleted: 1, created_at: -1, stripe_invoice_id: -1 })
export class InvoiceRecord extends ObservedRecord {
  @prop({ type: () => String, required: true })
  stripe_invoice_id!: string;

  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => String, required: true })
  stripe_customer_id!: string;

  /** Null for an invoice of one-time amounts. */
  @prop({ type: () => String })
  stripe_subscription_id?: string | null;

  /** Null until it is finalized. */
  @prop({ type: () => String })
  number?: string | null;

  /** Stripe's word; a value that Stripe adds later is stored as it is. */
  @prop({ type: () => String, required: true })
  status!: string;

  /** ISO 4217, lower case as Stripe writes it; of every amount of the invoice. */
  @prop({ type: () => String, required: true })
  currency!: string;

  @prop({ type: () => Number, required: true })
  total!: number;

  @prop({ type: () => Number, required: true })
  amount_paid!: number;

  @prop({ type: () => Number, required: true })
  amount_due!: number;

  @prop({ type: () => Number, required: true })
  amount_remaining!: number;

  @prop({ type: () => String })
  hosted_invoice_url?: string | null;

  @prop({ type: () => String })
  invoice_pdf?: string | null;

  @prop({ type: () => Number, required: true })
  attempt_count!: number;

  @prop({ type: () => Date })
  next_payment_attempt?: Date | null;

  /** Why it was made, in Stripe's word, such as `subscription_cycle`. */
  @prop({ type: () => String })
  billing_reason?: string | null;

  @prop({ type: () => [InvoiceLineRecord], _id: false, required: true })
  lines!: InvoiceLineRecord[];

  /** A draft that was deleted at Stripe stays here, unseen, so that a late event of its life does not bring it back. */
  @prop({ type: () => Boolean, required: true })
  deleted!: boolean;

  @prop({ type: () => Object })
  stripe_data?: Record<string, unknown>;
}
