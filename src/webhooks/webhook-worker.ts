import type { Logger } from 'pino';
import { inTime } from '../terms/in-time.js';
import { HeldEvents } from './held-events.js';
import type { WebhookClaims } from './webhook-claims.js';
import type { EventActions } from './event-actions.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import type { WebhookOutcome } from './webhook-handlers.js';
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
  readonly actions: EventActions;
  readonly logger: Logger;
  readonly watcher: WebhookWatcher;
}

/** The most events that are claimed together. */
const LARGEST_BATCH = 100;
/** How long payloads may take to be stored before their events are worked off one by one; others wait for it. */
const APPLY_PATIENCE_MS = 1000;

/**
 * Works off the inbox. Any number of workers, in any number of processes, share one inbox. Events come from the inbox of
 * this process as they are delivered, or are claimed. What their payloads tell is stored where that is provably right; of
 * all others the object is read from Stripe, once for all of its events that wait.
 */
export class WebhookWorker implements EventTaker {
  readonly #held: HeldEvents;
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

  async doAtOnce(events: readonly WebhookEventRecord[]): Promise<ReadonlyMap<string, WebhookOutcome | null>> {
    if (!this.#isRunning) return new Map();
    const { actions, payloads, watcher } = this.parts;
    const idle = events.filter(({ event_type }) => !actions.acts(event_type));
    const told = events.filter((event) => payloads.covers(event) && actions.isEnginesAlone(event.event_type));
    const applied = told.length === 0 ? [] : await watcher.applying(told, () => this.#applied(told));
    return new Map([...idle.map(({ event_id }) => [event_id, null] as const), ...applied]);
  }

  received(isNew: boolean): void {
    this.parts.watcher.received(isNew);
  }

  done(events: readonly WebhookEventRecord[]): void {
    for (const event of events) this.#report(event);
  }

  room(): number {
    return this.#isRunning ? this.#held.room : 0;
  }

  take(events: readonly WebhookEventRecord[]): void {
    this.#held.add(events);
    for (const event of events) this.#enqueue(event);
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
    await this.#held.release(this.#lanes.clear());
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
    });
  }

  async #rounds(): Promise<void> {
    while (this.#isRunning && this.#mayBeDue && this.room() > 0) {
      const most = Math.min(this.room(), LARGEST_BATCH);
      this.#mayBeDue = false;
      const claimed = await this.#claimed(most);
      // Where there were so many, there may be more.
      if (claimed.length === most) this.#mayBeDue = true;
      await this.#begin(claimed);
    }
  }

  /** An outage of MongoDB ends the round; the next poll begins another. */
  async #claimed(most: number): Promise<WebhookEventRecord[]> {
    try {
      return await this.parts.claims.claim(most);
    } catch (error) {
      this.parts.logger.error({ err: error }, 'The inbox of webhook events cannot be worked off; it is tried again');
      return [];
    }
  }

  async #begin(claimed: readonly WebhookEventRecord[]): Promise<void> {
    this.#held.add(claimed);
    const outcomes = await this.doAtOnce(claimed);
    for (const event of claimed) {
      const outcome = outcomes.get(event.event_id);
      if (outcome === undefined) this.#enqueue(event);
      else void this.#held.settle(event, this.#settled(event, outcome));
    }
  }

  /** A payload that cannot be stored must not hold up the others: then each event is worked off by itself. */
  async #applied(told: readonly WebhookEventRecord[]): Promise<ReadonlyMap<string, WebhookOutcome>> {
    try {
      return await inTime(this.parts.payloads.apply(told), APPLY_PATIENCE_MS, 'MongoDB does not answer in time');
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'payloads of webhook events could not be stored; Stripe is asked instead');
      return new Map();
    }
  }

  /** One lane for each object and handler: what happens to one object is worked off in turn. */
  #enqueue(event: WebhookEventRecord): void {
    const { actions, watcher } = this.parts;
    if (actions.acts(event.event_type)) {
      this.#lanes.add(actions.laneOf(event), event, (events) => watcher.processing(events, () => this.#handle(events)));
    } else void this.#held.settle(event, this.#settled(event, null));
  }

  async #handle(events: readonly WebhookEventRecord[]): Promise<void> {
    const { actions } = this.parts;
    const inOrder = events.toSorted((one, other) => Number(one.occurred_at) - Number(other.occurred_at));
    try {
      const outcome = await actions.apply(inOrder);
      const settling: Promise<void>[] = [];
      for (const event of inOrder) {
        const failure = await actions.finish(event, outcome);
        const settlement = failure ? this.#failed(event, failure) : this.#settled(event, outcome);
        settling.push(this.#held.settle(event, settlement));
      }
      await Promise.all(settling);
    } catch (error) {
      await Promise.all(inOrder.map((event) => this.#held.settle(event, this.#failed(event, error))));
    }
  }

  async #settled(event: WebhookEventRecord, outcome: WebhookOutcome | null): Promise<void> {
    this.#report(await this.parts.claims.done(event, outcome));
  }

  #report(event: WebhookEventRecord): void {
    this.parts.watcher.settled(event.status === 'ignored' ? 'ignored' : 'processed', event.occurred_at);
    if (!this.parts.logger.isLevelEnabled('debug')) return;
    this.parts.logger.debug({ ...contextOf(event), ...event.processing_result }, `webhook event ${event.status}`);
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
