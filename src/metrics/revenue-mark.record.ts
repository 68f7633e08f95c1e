import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';
import type { StoredTotals } from './revenue-totals.js';

/** The totals at the end of a day that is closed. Days without a change may have none: the mark before them holds. */
@modelOptions(storedIn('revenue_marks'))
@index({ ledger: 1, at: -1 })
export class RevenueMarkRecord {
  /** `<ledger>:<instant>` */
  @prop({ type: () => String, required: true })
  _id!: string;

  @prop({ type: () => String, required: true })
  ledger!: string;

  /** The midnight that ends the day. */
  @prop({ type: () => Date, required: true })
  at!: Date;

  /** The `seq` of the head whose totals these are. It counts once the head says that the day is closed. */
  @prop({ type: () => Number, required: true })
  seq!: number;

  @prop({ type: () => Object, required: true })
  totals!: StoredTotals;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
