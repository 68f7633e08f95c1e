import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';

/** How far a hook has come with one subscription. */
@modelOptions(storedIn('hook_places'))
@index({ hook: 1, next_attempt_at: 1 })
export class HookPlaceRecord {
  /** `<hook>:<subscription>` */
  @prop({ type: () => String, required: true })
  _id!: string;

  @prop({ type: () => String, required: true })
  hook!: string;

  @prop({ type: () => String, required: true })
  stripe_subscription_id!: string;

  /** The last change that was told; null until the first look. */
  @prop({ type: () => Number })
  number!: number | null;

  /** How often the change after it has failed. */
  @prop({ type: () => Number, required: true })
  attempts!: number;

  /** Why it failed last. */
  @prop({ type: () => String })
  error!: string | null;

  /** When it is tried again; while a process is at it, when that one's lease runs out. Null at rest. */
  @prop({ type: () => Date })
  next_attempt_at!: Date | null;

  /** Names the process that is at it, so that only that one writes. */
  @prop({ type: () => String })
  claim_id!: string | null;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
