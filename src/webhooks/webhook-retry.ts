import type { Model } from 'mongoose';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { AT_REST, again } from './events-at-rest.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import { toQuery, type WebhookEventFilter } from './webhook-event-filter.input.js';

/** An operator's retry of events that are at rest; whichever worker looks next takes them up. */
export class WebhookRetry {
  constructor(private readonly events: Model<WebhookEventRecord>) {}

  /** @throws BillingFault NOT_FOUND, and INVALID_STATE for one that waits for an attempt anyway or is being processed */
  async retry(id: string): Promise<WebhookEventRecord> {
    const record = await this.events
      .findOneAndUpdate(
        { event_id: { $eq: id }, status: { $in: [...AT_REST] } },
        { $set: again(new Date()) },
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
    const { modifiedCount } = await this.events.updateMany(
      { event_id: { $in: failed.map(({ event_id }) => event_id) }, status: 'failed' },
      { $set: again(new Date()) },
      { timestamps: false },
    );
    return modifiedCount;
  }
}
