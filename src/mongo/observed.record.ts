import { prop } from '@typegoose/typegoose';

/** Its fields say when it was looked at, not how it is. */
export const OBSERVATION_FIELDS = ['observed_ticket', 'observed_from', 'observed_until'] as const;

/** What every projection of a Stripe object stores beside its own fields. */
export abstract class ObservedRecord {
  /** The observation that this state was read by; see Observations. */
  @prop({ type: () => Number })
  observed_ticket?: number;

  /** By Stripe's clock, the moment from which on this state is known to have held; null when that is not known. */
  @prop({ type: () => Date })
  observed_from?: Date | null;

  /** By Stripe's clock, the moment before which this state was read: what happened from then on may be missing in it. */
  @prop({ type: () => Date })
  observed_until?: Date | null;

  /** When the object came to be at Stripe. */
  @prop({ type: () => Date, required: true })
  created_at!: Date;

  /** When the stored state last changed. */
  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
