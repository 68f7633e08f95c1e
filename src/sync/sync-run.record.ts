import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';
import type { WalkPlace } from './object-walk.js';

export type SyncRunKind = 'sync' | 'reconcile';

/** `abandoned` when the process of a comparison died. */
export type SyncRunState = 'running' | 'completed' | 'failed' | 'interrupted' | 'abandoned';

/** How far a backfill has come with one kind of object. */
export interface SyncCursor {
  readonly done: boolean;
  /** Null before the first page and after the last. */
  readonly place: WalkPlace | null;
}

export interface StoredStake {
  readonly currency: string;
  readonly amount: number;
}

/** A comparison with Stripe, or a backfill from it. */
@modelOptions(storedIn('sync_runs'))
@index({ run_id: 1 }, { unique: true })
@index({ kind: 1, state: 1, checked_at: -1 })
@index({ kind: 1, drift_left: 1, checked_at: -1 })
@index({ kind: 1, created_at: -1 })
@index({ created_at: 1 }, { expireAfterSeconds: 180 * 24 * 60 * 60 })
export class SyncRunRecord {
  @prop({ type: () => String, required: true })
  run_id!: string;

  @prop({ type: () => String, required: true, enum: ['sync', 'reconcile'] })
  kind!: SyncRunKind;

  @prop({ type: () => String, required: true, enum: ['running', 'completed', 'failed', 'interrupted', 'abandoned'] })
  state!: SyncRunState;

  /** When it was done; null while it is not. */
  @prop({ type: () => Date })
  checked_at!: Date | null;

  /** How many objects were looked at, by kind. */
  @prop({ type: () => Object })
  checked!: Record<string, number>;

  @prop({ type: () => Number, required: true })
  checked_count!: number;

  /** Of a comparison: how many objects were found drifting. */
  @prop({ type: () => Number })
  drift_found?: number;

  /** Of a comparison: how many of these are left after its repairs. */
  @prop({ type: () => Number })
  drift_left?: number;

  /** Objects that differed while an event of them was still to be processed. */
  @prop({ type: () => Number })
  in_flight?: number;

  /** Events that had not been delivered and were taken into the inbox. */
  @prop({ type: () => Number })
  missed_events?: number;

  /** Recurring revenue a month, in the minor unit, of all drift that was found. */
  @prop({ type: () => [Object], default: undefined })
  at_stake?: StoredStake[];

  /** Of a backfill: how many records were written. */
  @prop({ type: () => Number })
  written?: number;

  /** How many objects are nobody's here, by reason. */
  @prop({ type: () => Object })
  skipped!: Record<string, number>;

  /** Of a backfill: how far it has come, by kind. */
  @prop({ type: () => Object })
  cursor?: Record<string, SyncCursor>;

  @prop({ type: () => String })
  error?: string;

  /** When it began. */
  @prop({ type: () => Date, required: true })
  created_at!: Date;

  /** When it last said that it is alive. */
  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
