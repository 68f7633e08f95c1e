import { modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';

/** How far a hook has looked for changes, over all subscriptions. */
@modelOptions(storedIn('hook_heads'))
export class HookHeadRecord {
  /** The name of the hook. */
  @prop({ type: () => String, required: true })
  _id!: string;

  /** Changes from before are not told. */
  @prop({ type: () => Date, required: true })
  begins_at!: Date;

  /** By the real time: whatever was stored before then has a place or was told. */
  @prop({ type: () => Date, required: true })
  looked_until!: Date;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
