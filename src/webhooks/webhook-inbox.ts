import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import { GroupCommit } from '../mongo/group-commit.js';
import { insertUnordered } from '../mongo/insert-unordered.js';
import { inTime } from '../terms/in-time.js';
import { type ClaimOptions, claimOf, doneAt } from './webhook-claims.js';
import { type Delivery, toReceived } from './delivery.js';
import type { DeliveryLog } from './delivery-log.js';
import { LoggedDeliveries, type LoggedDeliveriesParts } from './logged-deliveries.js';
import { Rush } from './rush.js';
import type { WebhookEventRecord, WebhookEventState } from './webhook-event.record.js';
import type { WebhookOutcome } from './webhook-handlers.js';
import type { SignedEvent } from './webhook-signature.js';

export interface InboxOptions extends Pick<ClaimOptions, 'leaseMs' | 'retentionMs'> {
  /** The most deliveries that share one write. */
  readonly largestGroup: number;
  /** The most deliveries that may wait for a write; the route answers 503 to others. */
  readonly mostWaiting: number;
  /** How long a delivery may take to be stored, and a write of many; the route answers 503 when it takes longer. */
  readonly storeTimeoutMs: number;
  /** From so many deliveries within a second on they are written down before they are stored; 0 when they always are. */
  readonly rushFrom: number;
  /** The most deliveries that are written down and not stored; others are stored before they are answered. */
  readonly mostLogged: number;
}

/** A worker of this process, who takes up events as they come, so that they need neither a search nor a claim. */
export interface EventTaker {
  /**
   * Does what can be done at once, many events together; it must neither throw nor take long.
   *
   * @returns the outcomes of those that are done, by their id; null where nothing is to be done
   */
  doAtOnce(events: readonly WebhookEventRecord[]): Promise<ReadonlyMap<string, WebhookOutcome | null>>;
  /** Told of a delivery that was answered before it was stored, once it is: whether it is the first of its event. */
  received(isNew: boolean): void;
  /** Told of events that are stored as done. */
  done(events: readonly WebhookEventRecord[]): void;
  /** How many more it can take up now. */
  room(): number;
  /** Gives it events that are claimed in its name. */
  take(events: readonly WebhookEventRecord[]): void;
}

/** As JSON; as BSON, where numbers and short texts take more, it stays below the 48 MB that one message may have. */
const HEAVIEST_GROUP_BYTES = 8_000_000;
/** Reading more keys of the index at each look would itself be a load. */
const MOST_COUNTED = 100_000;

/** How many events wait, are at work, or have failed, up to {@link MOST_COUNTED} each, and since when the oldest waits. */
export interface Backlog {
  readonly counts: Readonly<Record<'received' | 'processing' | 'failed', number>>;
  /** When the oldest event came that is neither processed nor given up. */
  readonly oldest: Date | null;
}

/** Where events come in: each is stored once. */
export class WebhookInbox {
  readonly #commit: GroupCommit<Delivery, boolean>;
  readonly #log: GroupCommit<Delivery, null>;
  readonly #logged: LoggedDeliveries;
  readonly #rush: Rush;
  #taker: EventTaker | undefined;

  constructor(
    private readonly events: Model<WebhookEventRecord>,
    private readonly deliveryLog: DeliveryLog,
    private readonly options: InboxOptions,
    onLate: LoggedDeliveriesParts['onLate'],
  ) {
    const { largestGroup, mostWaiting, rushFrom } = options;
    const group = { largestGroup, mostWaiting, heaviestGroup: HEAVIEST_GROUP_BYTES, weigh: bytesOf };
    this.#commit = new GroupCommit((deliveries) => this.#store(deliveries), { ...group, gathers: true });
    this.#logged = new LoggedDeliveries({
      log: deliveryLog,
      most: options.mostLogged,
      areComing: () => this.#log.isBusy,
      store: (deliveries) => this.#storeLogged(deliveries),
      onLate,
    });
    this.#log = new GroupCommit(async (deliveries) => {
      await this.#logged.append(deliveries);
      return deliveries.map(() => null);
    }, group);
    this.#rush = new Rush(rushFrom);
  }

  /** From now on events go to this worker as they come, as far as it has room. */
  handTo(taker: EventTaker): void {
    this.#taker = taker;
  }

  /**
   * Stores an event under its id; deliveries that come together share one write. When it returns, the event is on the
   * majority of the replica set, also where it was stored before. Where very many come, they are written down together
   * first, and stored right after they are answered: so they are answered soon, and even more of them share one write.
   *
   * @returns false for an event that was there already; null where that is not known yet
   * @throws GroupCommitFull when too many deliveries wait to be stored
   * @throws Error when it cannot be stored, or not in time
   */
  accept(event: SignedEvent, bytes: number, traceparent?: string): Promise<boolean | null> {
    const isRush = this.#rush.note();
    const way = isRush && this.#logged.room > this.#log.waiting ? this.#log : this.#commit;
    // The write before it may hang as well, and what is applied beforehand. Whatever is stored later is a duplicate then.
    return inTime<boolean | null>(
      way.add({ event, bytes, traceparent }),
      this.options.storeTimeoutMs,
      'It was not stored in time',
    );
  }

  /** From now on looks for what processes wrote down that are silent, and stores it. */
  start(): void {
    this.#logged.start();
  }

  /** Resolves once all that is written down is stored, but for what could not be and is tried again later. */
  settled(): Promise<void> {
    return this.#logged.settled();
  }

  /** Stores what is written down, after the last delivery. */
  stop(): Promise<void> {
    return this.#logged.stop();
  }

  /**
   * What can be applied without asking anybody is applied before the events are stored, and they are stored as done: one
   * write in place of three. A crash between the two leaves Stripe's own state behind and an event that Stripe delivers
   * again, for it got no answer.
   */
  async #store(group: readonly Delivery[]): Promise<(boolean | Error)[]> {
    const now = new Date();
    const events = group.map((delivery) => toReceived(delivery, now));
    const outcomes = (await this.#taker?.doAtOnce(events)) ?? new Map<string, WebhookOutcome | null>();
    const done = events.filter(({ event_id }) => outcomes.has(event_id));
    for (const event of done) {
      Object.assign(event, { attempts: 1, ...doneAt(now, outcomes.get(event.event_id) ?? null, this.options) });
    }
    const taken = events.filter(({ processed }) => !processed).slice(0, this.#taker?.room() ?? 0);
    const claim = { attempts: 1, ...claimOf(randomUUID(), now, this.options.leaseMs) };
    for (const event of taken) Object.assign(event, claim);
    const inserted = await insertUnordered(this.events.collection, events, {
      timeoutMs: this.options.storeTimeoutMs,
      majority: true,
    });
    const stored = new Set(events.filter((_, place) => inserted[place] === 'stored'));
    this.#taker?.done(done.filter((event) => stored.has(event)));
    this.#taker?.take(taken.filter((event) => stored.has(event)));
    return inserted.map((each) => (each instanceof Error ? each : each === 'stored'));
  }

  async #storeLogged(group: readonly Delivery[]): Promise<(boolean | Error)[]> {
    const areNew = await this.#store(group);
    for (const isNew of areNew) if (typeof isNew === 'boolean') this.#taker?.received(isNew);
    return areNew;
  }

  /** How many deliveries wait for a write, in this process. */
  get waiting(): number {
    return this.#commit.waiting + this.#log.waiting;
  }

  /** What is not at rest, in all processes; for those who watch. */
  async backlog(): Promise<Backlog> {
    const countOf = (status: WebhookEventState) => this.events.countDocuments({ status }, { limit: MOST_COUNTED });
    const [received, processing, failed, logged, stored] = await Promise.all([
      countOf('received'),
      countOf('processing'),
      countOf('failed'),
      this.deliveryLog.backlog(),
      this.events
        .findOne({ status: { $in: ['received', 'processing'] } })
        .sort({ created_at: 1 })
        .select({ created_at: 1 })
        .lean<Pick<WebhookEventRecord, 'created_at'> | null>(),
    ]);
    const [oldest] = [stored?.created_at, logged.oldest]
      .filter((each) => each instanceof Date)
      .toSorted((one, other) => one.getTime() - other.getTime());
    return { counts: { received: received + logged.count, processing, failed }, oldest: oldest ?? null };
  }
}

function bytesOf({ bytes }: Delivery): number {
  return bytes;
}
