import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';
import type { StoredGrains } from './grains.js';

/** What the subscriptions of an organization come to in a currency, as far as the totals go. */
@modelOptions(storedIn('revenue_balances'))
@index({ ledger: 1 })
export class RevenueBalanceRecord {
  /** `<ledger>:<currency>:<organization>` */
  @prop({ type: () => String, required: true })
  _id!: string;

  @prop({ type: () => String, required: true })
  ledger!: string;

  /** In grains. */
  @prop({ type: () => String, required: true })
  amount!: StoredGrains;

  /** The `seq` of the head that has it. */
  @prop({ type: () => Number, required: true })
  seq!: number;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
