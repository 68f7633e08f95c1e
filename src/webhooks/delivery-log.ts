import mongoose, { type Collection, type Connection } from 'mongoose';
import type { DeclaredIndexes } from '../mongo/declared-indexes.js';
import { insertUnordered } from '../mongo/insert-unordered.js';
import type { Delivery } from './delivery.js';
import type { SignedEvent } from './webhook-signature.js';

/** The longest that a process may be silent before others take up what it wrote down: a restart is not to wait long. */
const LONGEST_LEASE_MS = 10_000;

export interface DeliveryLogOptions {
  readonly leaseMs: number;
  readonly storeTimeoutMs: number;
}

/** Deliveries that were written down together. */
export interface LoggedGroup {
  readonly id: mongoose.mongo.ObjectId;
  readonly deliveries: readonly Delivery[];
}

interface GroupRecord {
  _id: mongoose.mongo.ObjectId;
  /** What was delivered; the events as JSON, which is much cheaper to write than documents. */
  deliveries: { event: string; bytes: number; traceparent?: string }[];
  /** To be found by: of the events, and of what they are about. */
  event_ids: string[];
  object_ids: string[];
  /** Until then the process that wrote it is at it. */
  held_until: Date;
  created_at: Date;
}

/**
 * A write-ahead log of deliveries: under load they are written down here, many in one small write, and answered; the
 * process that wrote them stores them in the inbox at once, more of them together than come together. Another one does
 * it when that process is silent. Nothing stays here.
 */
export class DeliveryLog {
  readonly #groups: Collection<GroupRecord>;
  readonly #leaseMs: number;

  constructor(
    connection: Connection,
    private readonly options: DeliveryLogOptions,
  ) {
    this.#groups = connection.collection<GroupRecord>('webhook_delivery_log');
    this.#leaseMs = Math.min(options.leaseMs, LONGEST_LEASE_MS);
  }

  get declaredIndexes(): DeclaredIndexes {
    return {
      collection: this.#groups,
      indexes: [{ key: { held_until: 1 } }, { key: { event_ids: 1 } }, { key: { object_ids: 1 } }],
    };
  }

  /**
   * Holds them for this process. When it returns, they are on the majority of the replica set.
   *
   * @throws Error when they cannot be written down in time
   */
  async append(deliveries: readonly Delivery[]): Promise<LoggedGroup> {
    const now = new Date();
    const record: GroupRecord = {
      _id: new mongoose.mongo.ObjectId(),
      deliveries: deliveries.map(({ event, bytes, traceparent }) => ({
        event: JSON.stringify(event),
        bytes,
        ...(traceparent === undefined ? {} : { traceparent }),
      })),
      event_ids: deliveries.map(({ event }) => event.id),
      object_ids: [...new Set(deliveries.flatMap(({ event }) => objectIdOf(event)))],
      held_until: this.#leaseEnd(now),
      created_at: now,
    };
    const [outcome] = await insertUnordered(this.#groups, [record], {
      timeoutMs: this.options.storeTimeoutMs,
      majority: true,
    });
    if (outcome instanceof Error) throw outcome;
    return { id: record._id, deliveries };
  }

  /** How often {@link renew} has to be called while groups are held. */
  get renewEveryMs(): number {
    return this.#leaseMs / 4;
  }

  /** Goes on holding them. */
  async renew(ids: readonly mongoose.mongo.ObjectId[]): Promise<void> {
    await this.#groups.updateMany({ _id: { $in: [...ids] } }, { $set: { held_until: this.#leaseEnd(new Date()) } });
  }

  /** Leaves them to whoever looks next. */
  async release(ids: readonly mongoose.mongo.ObjectId[]): Promise<void> {
    await this.#groups.updateMany({ _id: { $in: [...ids] } }, { $set: { held_until: new Date() } });
  }

  /** Once they are in the inbox. */
  async remove(ids: readonly mongoose.mongo.ObjectId[]): Promise<void> {
    await this.#groups.deleteMany({ _id: { $in: [...ids] } });
  }

  /** Takes up what a process left that is silent; null when there is nothing. */
  async takeOver(): Promise<LoggedGroup | null> {
    const now = new Date();
    const record = await this.#groups.findOneAndUpdate(
      { held_until: { $lte: now } },
      { $set: { held_until: this.#leaseEnd(now) } },
      { sort: { held_until: 1 } },
    );
    if (!record) return null;
    const deliveries = record.deliveries.map(({ event, ...rest }) => ({
      event: JSON.parse(event) as SignedEvent,
      ...rest,
    }));
    return { id: record._id, deliveries };
  }

  /** How many deliveries are written down, in any process, and since when. */
  async backlog(): Promise<{ readonly count: number; readonly oldest: Date | null }> {
    const [found] = await this.#groups
      .aggregate<{ count: number; oldest: Date }>([
        { $project: { count: { $size: '$event_ids' }, created_at: 1 } },
        { $group: { _id: null, count: { $sum: '$count' }, oldest: { $min: '$created_at' } } },
      ])
      .toArray();
    return found ?? { count: 0, oldest: null };
  }

  /** How many of these events are written down. */
  async countOf(eventIds: readonly string[]): Promise<number> {
    const asked = new Set(eventIds);
    const groups = await this.#groups
      .find({ event_ids: { $in: [...asked] } }, { projection: { event_ids: 1 } })
      .toArray();
    return new Set(groups.flatMap((group) => group.event_ids.filter((id) => asked.has(id)))).size;
  }

  /** Whether an event of the object is written down. */
  async tellsOf(objectId: string): Promise<boolean> {
    return (await this.#groups.findOne({ object_ids: objectId }, { projection: { _id: 1 } })) !== null;
  }

  #leaseEnd(now: Date): Date {
    return new Date(now.getTime() + this.#leaseMs);
  }
}

function objectIdOf({ data: { object } }: SignedEvent): string[] {
  return typeof object.id === 'string' ? [object.id] : [];
}
