import mongoose, { type Model } from 'mongoose';
import { DUPLICATE_KEY } from '../mongo/duplicate-key.js';
import { GroupCommit } from '../mongo/group-commit.js';
import { fromUnixSeconds } from '../terms/instant.js';
import type { WebhookEventRecord, WebhookProcessingResultRecord } from './webhook-event.record.js';
import type { SignedEvent } from './webhook-signature.js';

export interface InboxOptions {
  /** After this long, the claim of a process that died is open to others. */
  readonly leaseMs: number;
  /** The pause after each failed attempt; after the last one the event waits as FAILED. */
  readonly retryDelaysMs: readonly number[];
  /** The most deliveries that share one write. */
  readonly largestGroup: number;
  /** The most deliveries that may wait for a write; the route answers 503 to others. */
  readonly mostWaiting: number;
}

/** How often an event may be lost with a worker, say at a restart, before it is suspected itself. */
const MOST_LOST_CLAIMS = 3;

/** The one writer of webhook_events: an event is stored once, claimed by one worker at a time, and settled. */
export class WebhookInbox {
  readonly #commit: GroupCommit<SignedEvent, boolean>;

  constructor(
    private readonly events: Model<WebhookEventRecord>,
    private readonly options: InboxOptions,
  ) {
    this.#commit = new GroupCommit((group) => this.#insert(group), {
      largestGroup: options.largestGroup,
      mostWaiting: options.mostWaiting,
    });
  }

  /**
   * Stores an event under its id; deliveries that come together share one write. When it returns, the event is on the
   * majority of the replica set, also where it was stored before.
   *
   * @returns false for an event that was there already
   * @throws GroupCommitFull when too many deliveries wait to be stored
   * @throws MongoError when it cannot be stored
   */
  accept(event: SignedEvent): Promise<boolean> {
    return this.#commit.add(event);
  }

  /**
   * One write for all: what is there already is refused by the unique id, and MongoDB waits for the majority to have
   * even what it refused. https://www.mongodb.com/docs/manual/reference/write-concern/
   */
  async #insert(group: readonly SignedEvent[]): Promise<(boolean | Error)[]> {
    const received = group.map((event) => toReceived(event, new Date()));
    try {
      await this.events.collection.insertMany(received, { ordered: false });
      return group.map(() => true);
    } catch (error) {
      if (!(error instanceof mongoose.mongo.MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
      const refused = new Map([error.writeErrors].flat().map((each) => [each.index, each]));
      // The driver also wraps a connection that broke in this error: then MongoDB has said nothing of the others.
      if (error.result.insertedCount + refused.size !== group.length) throw error;
      return group.map((_, index) => {
        const refusal = refused.get(index);
        if (!refusal) return true;
        return refusal.code === DUPLICATE_KEY ? false : new Error(refusal.errmsg);
      });
    }
  }

  /**
   * Takes the event that is due first, also from a worker that died with it; null when none is due. One that outlived
   * more claims than it has attempts may be what ends the workers: it is left for an operator.
   */
  async claim(claimId: string): Promise<WebhookEventRecord | null> {
    for (;;) {
      const claimed = await this.#claimNext(claimId);
      if (!claimed || claimed.attempts <= this.options.retryDelaysMs.length + 1 + MOST_LOST_CLAIMS) return claimed;
      const reason = 'Its processing never came to an end: workers died with it, or it outlived their claims';
      await this.#settle(claimed, { status: 'failed' }, { success: false, error: reason });
    }
  }

  async #claimNext(claimId: string): Promise<WebhookEventRecord | null> {
    const now = new Date();
    return this.events
      .findOneAndUpdate(
        { status: { $in: ['received', 'processing'] }, next_attempt_at: { $lte: now } },
        {
          $set: {
            status: 'processing',
            claim_id: claimId,
            next_attempt_at: new Date(now.getTime() + this.options.leaseMs),
            updated_at: now,
          },
          $inc: { attempts: 1 },
        },
        { sort: { next_attempt_at: 1 }, returnDocument: 'after', timestamps: false },
      )
      .lean<WebhookEventRecord | null>()
      .exec();
  }

  async processed(claimed: WebhookEventRecord, result: WebhookProcessingResultRecord): Promise<void> {
    await this.#settle(claimed, { status: 'processed', processed: true, processed_at: new Date() }, result);
  }

  /** For a type that nothing is to be done for. */
  async ignored(claimed: WebhookEventRecord): Promise<void> {
    await this.#settle(claimed, { status: 'ignored', processed: true, processed_at: new Date() }, { success: true });
  }

  /**
   * Plans the next attempt or, after the last one, leaves the event for an operator.
   *
   * @returns when it is tried again, null when it is not
   */
  async failed(claimed: WebhookEventRecord, reason: string): Promise<Date | null> {
    const delay = this.options.retryDelaysMs[claimed.attempts - 1];
    const next = delay === undefined ? null : new Date(Date.now() + delay);
    const state = { status: next ? ('received' as const) : ('failed' as const), next_attempt_at: next };
    await this.#settle(claimed, state, { success: false, error: reason });
    return next;
  }

  /** How many events wait, are at work, or have failed; for those who watch. */
  async backlog(): Promise<Record<'received' | 'processing' | 'failed', number>> {
    const [received, processing, failed] = await Promise.all(
      (['received', 'processing', 'failed'] as const).map((status) => this.events.countDocuments({ status })),
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

  /** Only the holder of the claim settles: whoever lost it to another worker changes nothing any more. */
  async #settle(
    { event_id, claim_id }: WebhookEventRecord,
    state: Partial<WebhookEventRecord>,
    result: WebhookProcessingResultRecord,
  ): Promise<void> {
    await this.events.updateOne(
      { event_id, claim_id: claim_id ?? null },
      {
        $set: {
          next_attempt_at: null,
          ...state,
          claim_id: null,
          processing_result: result,
          updated_at: new Date(),
        },
      },
      { timestamps: false },
    );
  }
}

export function toReceived(event: SignedEvent, now: Date): WebhookEventRecord {
  return {
    event_id: event.id,
    event_type: event.type,
    event_data: withoutClientSecrets(event),
    processed: false,
    status: 'received',
    attempts: 0,
    next_attempt_at: now,
    occurred_at: fromUnixSeconds(event.created),
    created_at: now,
    updated_at: now,
  };
}

/**
 * The event as it is kept: a client secret lets whoever has it complete the payment, and the inbox is read by people.
 * Nothing relies on it, for what an event tells of is read from Stripe. https://docs.stripe.com/api/payment_intents/object
 */
function withoutClientSecrets(event: SignedEvent): SignedEvent {
  const text = JSON.stringify(event, (name, value: unknown) =>
    name === 'client_secret' && typeof value === 'string' ? '[removed]' : value,
  );
  return JSON.parse(text) as SignedEvent;
}
