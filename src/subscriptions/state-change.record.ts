import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';
import type { ChangeCause } from '../terms/change-origin.js';

/** One field of the stored state; `before` or `after` is absent where the field itself was or is. */
export interface FieldChange {
  /** A field of the subscription's document, or `stripe_data.<key>` for a key of Stripe's own object. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** One change of the stored state. The newest one is in the subscription's own document, as `last_change`. */
export interface StateChangeRecord {
  /** From 1, without gaps. */
  readonly number: number;
  readonly at: Date;
  readonly cause: ChangeCause;
  readonly event_id?: string;
  readonly actor?: string;
  readonly fields: readonly FieldChange[];
}

/** A change that a later one has followed. */
@modelOptions(storedIn('subscription_changes'))
@index({ stripe_subscription_id: 1, number: 1 })
export class KeptChangeRecord implements StateChangeRecord {
  /** The subscription's id and the number: `sub_1:4`. To keep a change twice is to keep it once. */
  @prop({ type: () => String, required: true })
  _id!: string;

  @prop({ type: () => String, required: true })
  stripe_subscription_id!: string;

  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => Number, required: true })
  number!: number;

  @prop({ type: () => Date, required: true })
  at!: Date;

  @prop({ type: () => String, required: true })
  cause!: ChangeCause;

  @prop({ type: () => String })
  event_id?: string;

  @prop({ type: () => String })
  actor?: string;

  @prop({ type: () => [Object], required: true })
  fields!: FieldChange[];

  /** When the change was stored: `at`. */
  @prop({ type: () => Date, required: true })
  created_at!: Date;

  /** The same: a change never changes. */
  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
