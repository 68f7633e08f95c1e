import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';
import type { StoredGrains } from './grains.js';

/** Amounts in grains. */
export interface StoredMovements {
  readonly opening: StoredGrains;
  readonly gained: StoredGrains;
  readonly reactivated: StoredGrains;
  readonly expansion: StoredGrains;
  readonly contraction: StoredGrains;
  readonly churned: StoredGrains;
  /** Organizations with an amount above nothing at the start. */
  readonly customers: number;
  readonly churned_customers: number;
}

/** What happened in a period that is closed, so that it is counted once. */
@modelOptions(storedIn('revenue_periods'))
@index({ ledger: 1 })
export class RevenuePeriodRecord {
  /** `<ledger>:<currency>:<from>:<to>` */
  @prop({ type: () => String, required: true })
  _id!: string;

  @prop({ type: () => String, required: true })
  ledger!: string;

  @prop({ type: () => Object, required: true })
  movements!: StoredMovements;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
