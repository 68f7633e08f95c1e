import type { Clock } from '../state/clock.js';
import type { Collection } from '../state/collection.js';
import { newId } from '../state/ids.js';
import type { Store } from '../state/store.js';
import type { JsonObject } from '../state/wire.js';
import { previousAttributes } from './previous-attributes.js';
import type { EventCause, EventType, StoredEvent } from './stored-event.js';

/** A place that events go to: takes the event inside the transaction and says how many deliveries it will make. */
export type EventDestination = (event: StoredEvent) => number;

/** Called with each event once it is written. */
export type EventListener = (event: StoredEvent) => void;

const NO_REQUEST: EventCause = { id: null, idempotency_key: null };

/** Writes events beside the changes they tell of, in the same transaction. */
export class EventLog {
  readonly #destinations: EventDestination[] = [];
  readonly #listeners = new Set<EventListener>();
  #cause = NO_REQUEST;

  constructor(
    private readonly store: Store,
    private readonly events: Collection<StoredEvent>,
    private readonly clock: Clock,
    private readonly apiVersion: string,
  ) {}

  /** Runs `work`, whose events name `cause` as their request. */
  causedBy<R>(cause: EventCause, work: () => R): R {
    const outer = this.#cause;
    this.#cause = cause;
    try {
      return work();
    } finally {
      this.#cause = outer;
    }
  }

  /** Tells that `object` came to be, or that something happened to it. */
  record(type: EventType, object: JsonObject, previous?: JsonObject): StoredEvent {
    const draft: StoredEvent = {
      id: newId('evt'),
      object: 'event',
      api_version: this.apiVersion,
      created: this.clock.now(),
      data: previous === undefined ? { object } : { object, previous_attributes: previous },
      livemode: false,
      pending_webhooks: 0,
      request: this.#cause,
      type,
    };
    const pending = this.#destinations.reduce((sum, accept) => sum + accept(draft), 0);
    const event = this.events.put({ ...draft, pending_webhooks: pending });
    this.repeat(event);
    return event;
  }

  /** Tells the listeners of an event, once more for one that they know. Inside a transaction. */
  repeat(event: StoredEvent): void {
    this.store.afterCommit(() => {
      for (const listener of this.#listeners) listener(event);
    });
  }

  /** Tells that `before` became `after`; nothing when they are the same. */
  recordUpdate(type: EventType, before: JsonObject, after: JsonObject): void {
    const previous = previousAttributes(before, after);
    if (Object.keys(previous).length > 0) this.record(type, after, previous);
  }

  addDestination(destination: EventDestination): void {
    this.#destinations.push(destination);
  }

  /** @returns a function that ends the listening */
  onEvent(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
