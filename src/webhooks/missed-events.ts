import type { Model } from 'mongoose';
import type { WebhookEventRecord } from './webhook-event.record.js';
import { toReceived } from './delivery.js';
import type { DeliveryLog } from './delivery-log.js';
import type { SignedEvent } from './webhook-signature.js';

/** Takes events into the inbox that were never delivered, and says how far the inbox is with them. */
export class MissedEvents {
  constructor(
    private readonly events: Model<WebhookEventRecord>,
    private readonly log: DeliveryLog,
  ) {}

  /**
   * Stores those of the events that the inbox lacks, as if they had been delivered.
   *
   * @returns the ids of what was stored
   */
  async take(events: readonly SignedEvent[]): Promise<string[]> {
    const ids = events.map(({ id }) => id);
    const known = new Set(await this.events.distinct('event_id', { event_id: { $in: ids } }));
    const missing = events.filter(({ id }) => !known.has(id));
    if (missing.length === 0) return [];
    const now = new Date();
    // One that is delivered at this moment stays as it was delivered.
    await this.events.bulkWrite(
      missing.map((event) => ({
        updateOne: {
          filter: { event_id: event.id },
          update: { $setOnInsert: { ...toReceived({ event }, now), source: 'reconcile' as const } },
          upsert: true,
        },
      })),
      { ordered: false, timestamps: false },
    );
    return missing.map(({ id }) => id);
  }

  /** How many of these wait for their first attempt, or are at it. */
  async underWay(ids: readonly string[]): Promise<number> {
    const [logged, stored] = await Promise.all([
      this.log.countOf(ids),
      this.events.countDocuments({
        event_id: { $in: [...ids] },
        $or: [{ status: 'processing' }, { status: 'received', attempts: 0 }],
      }),
    ]);
    return logged + stored;
  }

  /** Whether an event of the object waits for an attempt, or is at it: what it tells of may not be stored yet. */
  async isInFlight(objectId: string): Promise<boolean> {
    // In this order: from the log it goes to the events.
    if (await this.log.tellsOf(objectId)) return true;
    const found = await this.events.exists({
      status: { $in: ['received', 'processing'] },
      'event_data.data.object.id': { $eq: objectId },
    });
    return found !== null;
  }
}
