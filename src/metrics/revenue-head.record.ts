import { modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';
import type { StoredTotals } from './revenue-totals.js';

/** `current` is the ledger that answers; `next` is one that is being built to take its place. */
export type HeadName = 'current' | 'next';

/** Where a ledger is, and what its entries come to. Each write is a swap on `seq`. */
@modelOptions(storedIn('revenue_heads'))
export class RevenueHeadRecord {
  @prop({ type: () => String, required: true })
  _id!: HeadName;

  @prop({ type: () => String, required: true })
  ledger!: string;

  /** Counts the writes. */
  @prop({ type: () => Number, required: true })
  seq!: number;

  /** The last batch of entries that came into the totals; it may still have to be marked. Null when there is none. */
  @prop({ type: () => String })
  batch!: string | null;

  /** Of all entries up to `open_until` that were folded. */
  @prop({ type: () => Object, required: true })
  totals!: StoredTotals;

  /** The end of the day that is open; null before the first entry. */
  @prop({ type: () => Date })
  open_until!: Date | null;

  /** The end of the last day that was closed; null when none was. */
  @prop({ type: () => Date })
  closed_until!: Date | null;

  /** By the real time: whatever was stored before then has been looked at. */
  @prop({ type: () => Date, required: true })
  looked_until!: Date;

  /** While it is built: the subscription up to which it has come, by id. */
  @prop({ type: () => String })
  walked?: string;

  /** While it is built: how many subscriptions it has walked over. */
  @prop({ type: () => Number })
  walked_count?: number;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
