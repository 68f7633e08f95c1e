import type { Logger } from 'pino';
import { HeldEvents } from './held-events.js';
import type { WebhookClaims } from './webhook-claims.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import { UnusableEvent } from './webhook-failure.js';
import type { WebhookHandler, WebhookHandlers, WebhookOutcome } from './webhook-handlers.js';
import type { EventTaker } from './webhook-inbox.js';
import { WebhookLanes } from './webhook-lanes.js';
import type { WebhookPayloads } from './webhook-payloads.js';
import type { WebhookWatcher } from './webhook-watcher.js';

export interface WorkerOptions {
  /** The most objects that are read from Stripe at once. */
  readonly concurrency: number;
  /** The most events that it holds at once. */
  readonly mostHeld: number;
  /** How often to look for what is due again or was left by another process. */
  readonly pollMs: number;
}

export interface WorkerParts {
  readonly claims: WebhookClaims;
  readonly payloads: WebhookPayloads;
  readonly handlers: WebhookHandlers;
  readonly logger: Logger;
  readonly watcher: WebhookWatcher;
}

/** The most events that are begun together. */
const LARGEST_BATCH = 100;

/**
 * Works off the inbox. Any number of workers, in any number of processes, share one inbox. Events come from the inbox of this process as they are stored, or are claimed. What their payloads tell is stored
 * where that is provably right; of all others the object is read from Stripe, once for all of its events that wait.
 */
export class WebhookWorker implements EventTaker {
  readonly #held: HeldEvents;
  readonly #taken: WebhookEventRecord[] = [];
  readonly #lanes: WebhookLanes;
  #timer?: NodeJS.Timeout;
  #round: Promise<void> | undefined;
  #mayBeDue = false;
  #isRunning = false;

  constructor(
    private readonly parts: WorkerParts,
    private readonly options: WorkerOptions,
  ) {
    this.#lanes = new WebhookLanes(options.concurrency);
    this.#held = new HeldEvents(parts.claims, options.mostHeld, parts.logger, () => {
      if (this.#mayBeDue && this.#held.room >= options.mostHeld / 2) this.#run();
    });
  }

  start(): void {
    this.#isRunning = true;
    this.#timer = setInterval(() => {
      this.wake();
      void this.#held.renew();
    }, this.options.pollMs);
    this.wake();
  }

  room(): number {
    return this.#isRunning ? this.#held.room : 0;
  }

  take(events: readonly WebhookEventRecord[]): void {
    this.#held.add(events);
    this.#taken.push(...events);
    this.#run();
  }

  /** Something in the inbox may be due. */
  wake(): void {
    this.#mayBeDue = true;
    this.#run();
  }

  /** Resolves once nothing is due and nothing is under way. */
  async idle(): Promise<void> {
    let before: number;
    do {
      before = this.#held.count;
      this.wake();
      await this.#atRest();
    } while (before !== this.#held.count && this.#isRunning);
  }

  /** Finishes what is under way, and gives back what was not begun. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    clearInterval(this.#timer);
    await this.#round;
    await this.#held.release([...this.#taken.splice(0), ...this.#lanes.clear()]);
    await this.#atRest();
  }

  async #atRest(): Promise<void> {
    do {
      await this.#round;
      await this.#lanes.idle();
      await this.#held.settled();
    } while (this.#round);
  }

  #run(): void {
    if (!this.#isRunning) return;
    this.#round ??= this.#rounds().finally(() => {
      this.#round = undefined;
      if (this.#taken.length > 0) this.#run();
    });
  }

  async #rounds(): Promise<void> {
    while (this.#isRunning) {
      if (this.#taken.length === 0) await this.#claim();
      const batch = this.#taken.splice(0, LARGEST_BATCH);
      if (batch.length === 0) return;
      await this.#begin(batch);
    }
  }

  /** An outage of MongoDB ends the round; the next poll begins another. */
  async #claim(): Promise<void> {
    const room = Math.min(this.room(), LARGEST_BATCH);
    if (!this.#mayBeDue || room === 0) return;
    this.#mayBeDue = false;
    try {
      const claimed = await this.parts.claims.claim(room);
      // Where there were so many, there may be more.
      if (claimed.length === room) this.#mayBeDue = true;
      this.#held.add(claimed);
      this.#taken.push(...claimed);
    } catch (error) {
      this.parts.logger.error({ err: error }, 'The inbox of webhook events cannot be worked off; it is tried again');
    }
  }

  async #begin(batch: readonly WebhookEventRecord[]): Promise<void> {
    const outcomes = await this.#applied(batch);
    for (const event of batch.filter(({ event_id }) => !outcomes.has(event_id))) {
      const handler = this.parts.handlers.get(event.event_type);
      if (handler) this.#enqueue(event, handler);
      else void this.parts.watcher.processing([event], () => this.#held.settle(event, this.#ignored(event)));
    }
  }

  /** What is done by payloads; settled meanwhile. */
  async #applied(batch: readonly WebhookEventRecord[]): Promise<ReadonlyMap<string, WebhookOutcome>> {
    const told = batch.filter((event) => this.parts.payloads.covers(event));
    if (told.length === 0) return new Map();
    const outcomes = Promise.withResolvers<ReadonlyMap<string, WebhookOutcome>>();
    void this.parts.watcher.applying(told, async () => {
      const found = await this.#outcomesOf(told);
      outcomes.resolve(found);
      const settle = (event: WebhookEventRecord) => {
        const outcome = found.get(event.event_id);
        return outcome && this.#held.settle(event, this.#processed(event, outcome));
      };
      await Promise.all(told.map(settle));
    });
    return outcomes.promise;
  }

  /** A payload that cannot be stored must not hold up the others: then each event is worked off by itself. */
  #outcomesOf(told: readonly WebhookEventRecord[]): Promise<ReadonlyMap<string, WebhookOutcome>> {
    return this.parts.payloads.apply(told).catch((error: unknown) => {
      this.parts.logger.warn({ err: error }, 'payloads of webhook events could not be stored; Stripe is asked instead');
      return new Map();
    });
  }

  /** One lane for each object and handler: what happens to one object is worked off in turn. */
  #enqueue(event: WebhookEventRecord, handler: WebhookHandler): void {
    const id = objectOf(event)?.id;
    const key = `${event.event_type.split('.').slice(0, -1).join('.')}:${typeof id === 'string' ? id : event.event_id}`;
    this.#lanes.add(key, event, (events) => this.parts.watcher.processing(events, () => this.#handle(events, handler)));
  }

  async #handle(events: readonly WebhookEventRecord[], handler: WebhookHandler): Promise<void> {
    const latest = events.toSorted((one, other) => Number(one.occurred_at) - Number(other.occurred_at)).at(-1);
    if (!latest) return;
    try {
      const object = objectOf(latest);
      if (!object) throw new UnusableEvent('The stored event has no data.object');
      const outcome = await handler(object, latest.event_id);
      await Promise.all(events.map((event) => this.#held.settle(event, this.#processed(event, outcome))));
    } catch (error) {
      await Promise.all(events.map((event) => this.#held.settle(event, this.#failed(event, error))));
    }
  }

  async #processed(event: WebhookEventRecord, outcome: WebhookOutcome): Promise<void> {
    await this.parts.claims.processed(event, outcome);
    this.parts.watcher.settled('processed', event.occurred_at);
    this.parts.logger.debug({ ...contextOf(event), ...outcome }, 'webhook event processed');
  }

  async #ignored(event: WebhookEventRecord): Promise<void> {
    await this.parts.claims.ignored(event);
    this.parts.watcher.settled('ignored', event.occurred_at);
    this.parts.logger.debug(contextOf(event), 'webhook event ignored');
  }

  async #failed(event: WebhookEventRecord, error: unknown): Promise<void> {
    const nextAttemptAt = await this.parts.claims.failed(event, error);
    this.parts.watcher.settled(nextAttemptAt ? 'retried' : 'failed', event.occurred_at);
    this.parts.logger.warn({ ...contextOf(event), nextAttemptAt, err: error }, 'webhook event failed');
  }
}

function contextOf({ event_id, event_type, attempts }: WebhookEventRecord) {
  return { eventId: event_id, eventType: event_type, attempt: attempts };
}

function objectOf({ event_data }: WebhookEventRecord): Record<string, unknown> | undefined {
  return (event_data?.data as { readonly object?: Record<string, unknown> } | undefined)?.object;
}
