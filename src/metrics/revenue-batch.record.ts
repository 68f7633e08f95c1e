import { modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';
import type { StoredGrains } from './grains.js';

export interface FoldedEntry {
  readonly id: string;
  /** From when on it counts. */
  readonly at: Date;
  /** The entry that it follows, which holds until then; null for the first. */
  readonly previous: string | null;
}

export interface FoldedBalance {
  readonly id: string;
  readonly amount: StoredGrains;
}

/** What has to be marked once a batch of entries is in the totals. Marking it again changes nothing. */
@modelOptions(storedIn('revenue_batches'))
export class RevenueBatchRecord {
  @prop({ type: () => String, required: true })
  _id!: string;

  @prop({ type: () => String, required: true })
  ledger!: string;

  /** The `seq` of the head that has it. */
  @prop({ type: () => Number, required: true })
  seq!: number;

  @prop({ type: () => [Object], required: true })
  entries!: FoldedEntry[];

  @prop({ type: () => [Object], required: true })
  balances!: FoldedBalance[];

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
