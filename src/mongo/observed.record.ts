import { prop } from '@typegoose/typegoose';

/** What every projection of a Stripe object stores beside its own fields. */
export abstract class ObservedRecord {
  /** The observation that this state was read by; see Observations. */
  @prop({ type: () => Number })
  observed_ticket?: number;

  /** When the object came to be at Stripe. */
  @prop({ type: () => Date, required: true })
  created_at!: Date;

  /** When the stored state last changed. */
  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
