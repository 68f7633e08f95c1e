import { inTimeOrAborted } from '../terms/in-time.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import type { WebhookOutcome } from './webhook-handlers.js';

/** An event of Stripe's as a handler of the program that hosts the engine gets it. */
export interface ReceivedEvent {
  /** `evt_…`; what is done because of it is done once by this id. */
  readonly id: string;
  readonly type: string;
  /** When it happened at Stripe, to the second. */
  readonly createdAt: Date;
  /** In which version of Stripe's API the object is written: the endpoint's. */
  readonly apiVersion: string | null;
  /** The object as it was then, without client secrets and without what says who a customer is. */
  readonly object: Readonly<Record<string, unknown>>;
  /** What of it changed, as it was before; null where Stripe says nothing of it. */
  readonly previousAttributes: Readonly<Record<string, unknown>> | null;
  /** Whose it is, where the engine found out. */
  readonly organizationId: string | null;
  readonly subscriptionId: string | null;
  /** From 1. */
  readonly attempt: number;
}

/**
 * Acts on an event after the engine has, at least once. When it throws, or takes too long, the event is tried again with
 * growing pauses, the engine's own part included, and waits as FAILED after the last attempt.
 *
 * @param signal aborted when the time is up, and the attempt counts as failed
 */
export type OwnEventHandler = (event: ReceivedEvent, signal: AbortSignal) => Promise<void> | void;

/** By the type of the event, such as `charge.dispute.created`. */
export type OwnEventHandlers = Readonly<Record<string, OwnEventHandler>>;

/** A handler of the program that hosts the engine threw, or took too long. */
export class OwnHandlerFailed extends Error {
  constructor(type: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The own handler of ${type} failed: ${reason}`, { cause });
    this.name = 'OwnHandlerFailed';
  }
}

/** The handlers of the program that hosts the engine. */
export class OwnEventHandling {
  readonly #handlers: ReadonlyMap<string, OwnEventHandler>;

  constructor(
    handlers: OwnEventHandlers,
    private readonly timeoutMs: number,
  ) {
    this.#handlers = new Map(Object.entries(handlers));
  }

  get types(): readonly string[] {
    return [...this.#handlers.keys()];
  }

  has(type: string): boolean {
    return this.#handlers.has(type);
  }

  /** @throws OwnHandlerFailed */
  async run(event: WebhookEventRecord, outcome: WebhookOutcome): Promise<void> {
    const handler = this.#handlers.get(event.event_type);
    if (!handler) return;
    try {
      const complaint = `it took longer than ${this.timeoutMs} ms`;
      const work = (signal: AbortSignal) => handler(toReceivedEvent(event, outcome), signal);
      await inTimeOrAborted(work, this.timeoutMs, complaint);
    } catch (error) {
      throw new OwnHandlerFailed(event.event_type, error);
    }
  }
}

interface EventData {
  readonly api_version?: string | null;
  readonly data?: {
    readonly object?: Readonly<Record<string, unknown>>;
    readonly previous_attributes?: Readonly<Record<string, unknown>>;
  };
}

function toReceivedEvent(record: WebhookEventRecord, outcome: WebhookOutcome): ReceivedEvent {
  const { api_version: apiVersion, data } = (record.event_data ?? {}) as EventData;
  return {
    id: record.event_id,
    type: record.event_type,
    createdAt: record.occurred_at,
    apiVersion: apiVersion ?? null,
    object: data?.object ?? {},
    previousAttributes: data?.previous_attributes ?? null,
    organizationId: outcome.organizationId ?? null,
    subscriptionId: outcome.subscriptionId ?? null,
    attempt: record.attempts,
  };
}
