import type { Model, QueryFilter } from 'mongoose';
import { AT_REST, again } from './events-at-rest.js';
import type { WebhookEventRecord } from './webhook-event.record.js';

/** Which events to process again; what is absent does not narrow. */
export interface ReplayChoice {
  readonly ids?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  /** When they were received, at the earliest; inclusive. */
  readonly since?: Date | undefined;
  /** When they were received; exclusive. */
  readonly until?: Date | undefined;
  /** Also those that were processed or ignored. */
  readonly all: boolean;
  readonly limit?: number | undefined;
}

export type ReplayedEvent = Pick<WebhookEventRecord, 'event_id' | 'event_type' | 'status' | 'processing_result'>;

/** Processes events once more, for an operator who waits for what comes of it. */
export class WebhookReplay {
  /** @param attempts how many attempts an event has in the ordinary way */
  constructor(
    private readonly events: Model<WebhookEventRecord>,
    private readonly attempts: number,
  ) {}

  /** The ids of the events that are at rest and meant, the oldest first. */
  async choose({ ids, types, since, until, all, limit }: ReplayChoice): Promise<string[]> {
    const received = { ...(since ? { $gte: since } : {}), ...(until ? { $lt: until } : {}) };
    const query: QueryFilter<WebhookEventRecord> = {
      status: all || ids ? { $in: [...AT_REST] } : 'failed',
      ...(ids ? { event_id: { $in: [...ids] } } : {}),
      ...(types ? { event_type: { $in: [...types] } } : {}),
      ...(since || until ? { created_at: received } : {}),
    };
    const found = this.events.find(query).sort({ created_at: 1, event_id: 1 }).select({ event_id: 1, _id: 0 });
    if (limit !== undefined) found.limit(limit);
    return (await found.lean<Pick<WebhookEventRecord, 'event_id'>[]>()).map(({ event_id }) => event_id);
  }

  /**
   * Gives events one attempt each, which whichever worker comes first makes. One that fails is FAILED at once instead
   * of being tried for hours: an operator waits.
   */
  async begin(ids: readonly string[]): Promise<void> {
    await this.events.updateMany(
      { event_id: { $in: [...ids] }, status: { $in: [...AT_REST] } },
      { $set: again(new Date(), this.attempts - 1) },
      { timestamps: false },
    );
  }

  /** Those that have come to rest. */
  async ended(ids: readonly string[]): Promise<ReplayedEvent[]> {
    return this.events
      .find({ event_id: { $in: [...ids] }, status: { $in: [...AT_REST] } })
      .select({ event_id: 1, event_type: 1, status: 1, processing_result: 1, _id: 0 })
      .lean<ReplayedEvent[]>();
  }

  /** Those that are stored at all. */
  async known(ids: readonly string[]): Promise<Set<string>> {
    return new Set(await this.events.distinct('event_id', { event_id: { $in: [...ids] } }));
  }
}
