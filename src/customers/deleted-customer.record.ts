import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';

/**
 * What stays of a customer that was deleted at Stripe, where its id is never given again: whose it was, so that the
 * end of its subscriptions finds the organization, and that no slow reader may store it anew.
 */
@modelOptions(storedIn('deleted_customers'))
@index({ stripe_customer_id: 1 }, { unique: true })
export class DeletedCustomerRecord {
  @prop({ type: () => String, required: true })
  stripe_customer_id!: string;

  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
