import { index, modelOptions, prop } from '@typegoose/typegoose';
import { storedIn } from '../mongo/record-options.js';
import { WEBHOOK_FAILURES, type WebhookFailure } from './webhook-failure.js';

export type WebhookEventState = 'received' | 'processing' | 'processed' | 'failed' | 'ignored';

export class WebhookProcessingResultRecord {
  @prop({ type: () => Boolean, required: true })
  success!: boolean;

  @prop({ type: () => String })
  error?: string;

  /** The class of the failure. */
  @prop({ type: () => String, enum: WEBHOOK_FAILURES })
  failure?: WebhookFailure;

  @prop({ type: () => String })
  subscription_id?: string;

  @prop({ type: () => String })
  organization_id?: string;
}

/** An event in the inbox. Source of its payload: https://docs.stripe.com/api/events/object */
@modelOptions(storedIn('webhook_events'))
@index({ event_id: 1 }, { unique: true })
@index({ processed: 1, created_at: 1 })
@index({ next_attempt_at: 1 }, { partialFilterExpression: { processed: false } })
@index({ expires_at: 1 }, { expireAfterSeconds: 0 })
@index({ created_at: -1, event_id: -1 })
@index({ status: 1, created_at: -1, event_id: -1 })
@index({ event_type: 1, created_at: -1, event_id: -1 })
@index(
  { 'processing_result.organization_id': 1, created_at: -1, event_id: -1 },
  { partialFilterExpression: { 'processing_result.organization_id': { $exists: true } } },
)
@index(
  { 'processing_result.subscription_id': 1, created_at: -1, event_id: -1 },
  { partialFilterExpression: { 'processing_result.subscription_id': { $exists: true } } },
)
export class WebhookEventRecord {
  @prop({ type: () => String, required: true })
  event_id!: string;

  @prop({ type: () => String, required: true })
  event_type!: string;

  @prop({ type: () => Boolean, required: true })
  processed!: boolean;

  /** `reconcile` where the event was found in Stripe's list and had not been delivered; absent for a delivery. */
  @prop({ type: () => String })
  source?: 'reconcile';

  /** `received` until claimed and between attempts, `failed` when no attempt is left. */
  @prop({ type: () => String, required: true, enum: ['received', 'processing', 'processed', 'failed', 'ignored'] })
  status!: WebhookEventState;

  /** The event as Stripe sent it, without client secrets and without what says who a customer is. */
  @prop({ type: () => Object })
  event_data?: Record<string, unknown>;

  @prop({ type: () => WebhookProcessingResultRecord, _id: false })
  processing_result?: WebhookProcessingResultRecord;

  @prop({ type: () => Number, required: true })
  attempts!: number;

  /** When it may be claimed next; while it is being processed, when the claim's lease runs out. Null at rest. */
  @prop({ type: () => Date })
  next_attempt_at!: Date | null;

  /** Names the claim under which it is being processed, so that only its holder can settle it. */
  @prop({ type: () => String })
  claim_id?: string | null;

  /** When it happened at Stripe. */
  @prop({ type: () => Date, required: true })
  occurred_at!: Date;

  @prop({ type: () => Date })
  processed_at?: Date | null;

  /** When it is removed; only set while nothing is left to be done for it. */
  @prop({ type: () => Date })
  expires_at?: Date | null;

  /** The span of its delivery, where traces are made: https://www.w3.org/TR/trace-context/#traceparent-header */
  @prop({ type: () => String })
  traceparent?: string | null;

  @prop({ type: () => Date, required: true })
  created_at!: Date;

  @prop({ type: () => Date, required: true })
  updated_at!: Date;
}
