import { index, modelOptions, prop } from '@typegoose/typegoose';

import { storedIn } from '../mongo/record-options.js';
import type { StoredGrains } from './grains.js';
import type { RevenueFacts } from './revenue-facts.js';

/** Until when the newest entry of a subscription holds. */
export const UNTIL_CHANGED = new Date('9999-12-31T00:00:00Z');

/**
 * An entry of the ledger: what a change of a subscription did to the revenue of one organization in one currency. What
 * a change moves from one of them to another is two entries.
 */
@modelOptions(storedIn('revenue_changes'))
@index(
  { ledger: 1, changed_at: 1, stripe_subscription_id: 1, number: 1 },
  { partialFilterExpression: { folded: false } },
)
@index({ ledger: 1, at: 1 })
@index({ ledger: 1, currency: 1, organization_id: 1, at: 1 })
@index({ ledger: 1, stripe_subscription_id: 1, until: 1, number: 1, through: 1 })
@index({ ledger: 1, 'after.currency': 1, stripe_subscription_id: 1 })
@index({ ledger: 1, 'after.plan_id': 1, stripe_subscription_id: 1 })
@index({ ledger: 1, 'after.status': 1, stripe_subscription_id: 1 })
@index({ ledger: 1, 'after.counted': 1, stripe_subscription_id: 1 })
export class RevenueChangeRecord {
  /** `<ledger>:<subscription>:<number>`, with `:left` for the side that a subscription left. */
  @prop({ type: () => String, required: true })
  _id!: string;

  @prop({ type: () => String, required: true })
  ledger!: string;

  @prop({ type: () => String, required: true })
  stripe_subscription_id!: string;

  /** That of the change in the subscription's history; 0 where the ledger is older than the history. */
  @prop({ type: () => Number, required: true })
  number!: number;

  /** The number of the newest change that has been looked at since and altered nothing here. */
  @prop({ type: () => Number, required: true })
  through!: number;

  /** The number of the entry before it; null for the first. */
  @prop({ type: () => Number })
  previous!: number | null;

  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => String, required: true })
  currency!: string;

  @prop({ type: () => Object })
  before!: RevenueFacts | null;

  @prop({ type: () => Object })
  after!: RevenueFacts | null;

  /** After less before, in grains. */
  @prop({ type: () => String, required: true })
  delta!: StoredGrains;

  /** When the state changed. */
  @prop({ type: () => Date, required: true })
  changed_at!: Date;

  /** From when on it counts: the same, but for an entry that came after its day was closed. */
  @prop({ type: () => Date, required: true })
  at!: Date;

  /** Until when this is the subscription's state. */
  @prop({ type: () => Date, required: true })
  until!: Date;

  /** Whether the totals have it. */
  @prop({ type: () => Boolean, required: true })
  folded!: boolean;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
