import { index, modelOptions, prop } from '@typegoose/typegoose';
import { ObservedRecord } from '../mongo/observed.record.js';
import { storedIn } from '../mongo/record-options.js';

/** An organization's customer at Stripe: one organization, one customer. Source: https://docs.stripe.com/api/customers */
@modelOptions(storedIn('stripe_customers'))
@index({ organization_id: 1 }, { unique: true })
@index({ stripe_customer_id: 1 }, { unique: true })
@index({ created_at: -1, stripe_customer_id: -1 })
@index({ email_key: 1, stripe_customer_id: 1 })
@index({ email_key: 1, created_at: -1, stripe_customer_id: -1 })
@index({ search_terms: 1 })
export class CustomerRecord extends ObservedRecord {
  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => String, required: true })
  stripe_customer_id!: string;

  @prop({ type: () => String })
  email?: string | null;

  @prop({ type: () => String })
  name?: string | null;

  /** The email in lower case, to be found and ordered by; empty when there is none. */
  @prop({ type: () => String })
  email_key?: string;

  /** What a search can begin with, in lower case. */
  @prop({ type: () => [String], default: undefined })
  search_terms?: string[];

  @prop({ type: () => Object })
  stripe_data?: Record<string, unknown>;
}
