import { index, modelOptions, prop } from '@typegoose/typegoose';
import mongoose from 'mongoose';
import { storedIn } from '../mongo/record-options.js';

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
  @prop({ type: () => mongoose.Schema.Types.Decimal128, required: true })
  amount!: mongoose.Types.Decimal128;

  /** The `seq` of the head that has it. */
  @prop({ type: () => Number, required: true })
  seq!: number;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
