import type { Model } from 'mongoose';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import { toQuery, type WebhookEventFilter } from './webhook-event-filter.input.js';

/** What brings an event at rest back to the workers, as if it had just come. */
const AGAIN = {
  status: 'received' as const,
  processed: false,
  attempts: 0,
  claim_id: null,
  processed_at: null,
  expires_at: null,
};

/** An operator's retry of events that are at rest; whichever worker looks next takes them up. */
export class WebhookRetry {
  constructor(private readonly events: Model<WebhookEventRecord>) {}

  /** @throws BillingFault NOT_FOUND, and INVALID_STATE for one that waits for an attempt anyway or is being processed */
  async retry(id: string): Promise<WebhookEventRecord> {
    const now = new Date();
    const record = await this.events
      .findOneAndUpdate(
        { event_id: { $eq: id }, status: { $in: ['failed', 'processed', 'ignored'] } },
        { $set: { ...AGAIN, next_attempt_at: now, updated_at: now } },
        { returnDocument: 'after', timestamps: false },
      )
      .lean<WebhookEventRecord | null>();
    if (record) return record;
    const field = ['input', 'id'];
    if (!(await this.events.exists({ event_id: { $eq: id } }))) {
      throw new BillingFault(BillingErrorCode.NOT_FOUND, `There is no webhook event "${id}"`, { field });
    }
    throw new BillingFault(BillingErrorCode.INVALID_STATE, `The event "${id}" is tried anyway`, { field });
  }

  /** Tries the oldest failed events again. */
  async retryFailed(
    which: Pick<WebhookEventFilter, 'type' | 'receivedAfter' | 'receivedBefore'>,
    limit: number,
  ): Promise<number> {
    const failed = await this.events
      .find({ $and: [{ status: 'failed' }, toQuery(which)] })
      .sort({ created_at: 1, event_id: 1 })
      .limit(limit)
      .select({ event_id: 1, _id: 0 })
      .lean<Pick<WebhookEventRecord, 'event_id'>[]>();
    const now = new Date();
    const { modifiedCount } = await this.events.updateMany(
      { event_id: { $in: failed.map(({ event_id }) => event_id) }, status: 'failed' },
      { $set: { ...AGAIN, next_attempt_at: now, updated_at: now } },
      { timestamps: false },
    );
    return modifiedCount;
  }
}
