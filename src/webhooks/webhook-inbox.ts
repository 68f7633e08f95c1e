import { randomUUID } from 'node:crypto';
import mongoose, { type Model } from 'mongoose';
import { DUPLICATE_KEY } from '../mongo/duplicate-key.js';
import { GroupCommit } from '../mongo/group-commit.js';
import { fromUnixSeconds } from '../terms/instant.js';
import { claimOf } from './webhook-claims.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import type { SignedEvent } from './webhook-signature.js';

export interface InboxOptions {
  /** The most deliveries that share one write. */
  readonly largestGroup: number;
  /** The most deliveries that may wait for a write; the route answers 503 to others. */
  readonly mostWaiting: number;
  /** How long a write may take; the route answers 503 when it takes longer. */
  readonly storeTimeoutMs: number;
  /** How long the claim of a worker of this process holds. */
  readonly leaseMs: number;
}

interface Delivery {
  readonly event: SignedEvent;
  /** Of the span of its delivery. */
  readonly traceparent?: string | undefined;
}

/** Reading more keys of the index at each look would itself be a load. */
const MOST_COUNTED = 100_000;

/** A worker of this process, who takes up events as they are stored, so that they need neither a search nor a claim. */
export interface EventTaker {
  /** How many more it can take up now. */
  room(): number;
  /** Gives it events that are claimed in its name. */
  take(events: readonly WebhookEventRecord[]): void;
}

/** Where events come in: each is stored once. */
export class WebhookInbox {
  readonly #commit: GroupCommit<Delivery, boolean>;
  #taker: EventTaker | undefined;

  constructor(
    private readonly events: Model<WebhookEventRecord>,
    private readonly options: InboxOptions,
  ) {
    this.#commit = new GroupCommit((group) => this.#insert(group), {
      largestGroup: options.largestGroup,
      mostWaiting: options.mostWaiting,
    });
  }

  /** From now on events go to this worker as they are stored, as far as it has room. */
  handTo(taker: EventTaker): void {
    this.#taker = taker;
  }

  /**
   * Stores an event under its id; deliveries that come together share one write. When it returns, the event is on the
   * majority of the replica set, also where it was stored before.
   *
   * @returns false for an event that was there already
   * @throws GroupCommitFull when too many deliveries wait to be stored
   * @throws MongoError when it cannot be stored, or not in time
   */
  accept(event: SignedEvent, traceparent?: string): Promise<boolean> {
    return this.#commit.add({ event, traceparent });
  }

  async #insert(group: readonly Delivery[]): Promise<(boolean | Error)[]> {
    const now = new Date();
    const room = this.#taker?.room() ?? 0;
    const claim = { ...claimOf(randomUUID(), now, this.options.leaseMs), attempts: 1 };
    const received = group.map((delivery, place) => ({ ...toReceived(delivery, now), ...(place < room ? claim : {}) }));
    const results = await this.#store(received);
    this.#taker?.take(received.slice(0, room).filter((_, place) => results[place] === true));
    return results;
  }

  /**
   * One write for all: what is there already is refused by the unique id, and MongoDB waits for the majority to have
   * even what it refused. https://www.mongodb.com/docs/manual/reference/write-concern/
   */
  async #store(received: readonly WebhookEventRecord[]): Promise<(boolean | Error)[]> {
    try {
      await this.events.collection.insertMany([...received], {
        ordered: false,
        timeoutMS: this.options.storeTimeoutMs,
      });
      return received.map(() => true);
    } catch (error) {
      if (!(error instanceof mongoose.mongo.MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
      const refused = new Map([error.writeErrors].flat().map((each) => [each.index, each]));
      // The driver also wraps a connection that broke in this error: then MongoDB has said nothing of the others.
      if (error.result.insertedCount + refused.size !== received.length) throw error;
      return received.map((_, index) => {
        const refusal = refused.get(index);
        if (!refusal) return true;
        return refusal.code === DUPLICATE_KEY ? false : new Error(refusal.errmsg);
      });
    }
  }

  /** How many deliveries wait for a write, in this process. */
  get waiting(): number {
    return this.#commit.waiting;
  }

  /** How many events wait, are at work, or have failed, up to {@link MOST_COUNTED} each; for those who watch. */
  async backlog(): Promise<Record<'received' | 'processing' | 'failed', number>> {
    const [received, processing, failed] = await Promise.all(
      (['received', 'processing', 'failed'] as const).map((status) =>
        this.events.countDocuments({ status }, { limit: MOST_COUNTED }),
      ),
    );
    return { received: received ?? 0, processing: processing ?? 0, failed: failed ?? 0 };
  }

  /** When the oldest event came that is neither processed nor given up. */
  async oldestUnprocessed(): Promise<Date | null> {
    const oldest = await this.events
      .findOne({ status: { $in: ['received', 'processing'] } })
      .sort({ created_at: 1 })
      .select({ created_at: 1 })
      .lean<Pick<WebhookEventRecord, 'created_at'> | null>();
    return oldest?.created_at ?? null;
  }
}

export function toReceived({ event, traceparent }: Delivery, now: Date): WebhookEventRecord {
  return {
    event_id: event.id,
    event_type: event.type,
    event_data: event,
    processed: false,
    status: 'received',
    attempts: 0,
    next_attempt_at: now,
    occurred_at: fromUnixSeconds(event.created),
    created_at: now,
    updated_at: now,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
