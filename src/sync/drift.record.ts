import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';
import type { DriftKind } from './found-drift.js';

export class DriftFieldRecord {
  @prop({ type: () => String, required: true })
  path!: string;

  @prop({ type: () => String })
  ours!: string | null;

  @prop({ type: () => String })
  stripes!: string | null;
}

/** An object that a comparison found stored otherwise than Stripe shows it. */
@modelOptions(storedIn('drifts'))
@index({ run_id: 1, object_id: 1 }, { unique: true })
@index({ run_id: 1, object_type: 1, object_id: 1 })
export class DriftRecord {
  /** The comparison that found it. */
  @prop({ type: () => String, required: true })
  run_id!: string;

  @prop({ type: () => String, required: true })
  object_id!: string;

  /** Stripe's word, such as `subscription`. */
  @prop({ type: () => String, required: true })
  object_type!: string;

  @prop({ type: () => String, required: true, enum: ['different', 'missing', 'gone'] })
  kind!: DriftKind;

  @prop({ type: () => String })
  organization_id!: string | null;

  @prop({ type: () => [DriftFieldRecord], _id: false, required: true })
  fields!: DriftFieldRecord[];

  /** Recurring revenue a month in the minor unit; null for what is no subscription. */
  @prop({ type: () => Number })
  stake_amount!: number | null;

  @prop({ type: () => String })
  stake_currency!: string | null;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
