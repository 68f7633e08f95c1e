import type { DeliveryAttempt } from '../delivery/delivery.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Store } from '../state/store.js';
import { isJsonObject, type JsonObject } from '../state/wire.js';
import { eventOf } from './conversation.js';

export interface ForwardedEventParts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: (line: string, fields?: object) => void;
}

/** Keeps how the addresses that `stripe listen` forwards to answered, as attempts at delivery. */
export class ForwardedEvents {
  constructor(private readonly parts: ForwardedEventParts) {}

  /**
   * Takes a text frame of the client. Of its two kinds, `event_ack` says only that an event has come over the
   * WebSocket, for both forms of it.
   */
  received(frame: string): void {
    const message = parsed(frame);
    if (message?.type !== 'webhook_response') return;
    const event = eventOf(String(message.webhook_conversation_id));
    if (this.parts.ledger.events.get(event) === undefined) return;
    this.#record(event, String(message.forward_url), {
      at: this.parts.clock.milliseconds(),
      status: typeof message.status === 'number' ? message.status : null,
      error: null,
    });
  }

  /** An event sent again is one more attempt of the same delivery. The client never tries again by itself. */
  #record(event: string, url: string, attempt: DeliveryAttempt): void {
    const { store, ledger, log } = this.parts;
    const before = ledger.deliveries.find((delivery) => delivery.event === event && delivery.endpoint === url);
    const succeeded = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
    store.transaction(() =>
      ledger.deliveries.put({
        id: before?.id ?? newId('dlv'),
        event,
        endpoint: url,
        status: succeeded ? 'succeeded' : 'failed',
        attempts: [...(before?.attempts ?? []), attempt],
        nextAttemptAt: null,
      }),
    );
    log(`forwarded ${attempt.status}`, { event, url });
  }
}

function parsed(frame: string): JsonObject | undefined {
  try {
    const message: unknown = JSON.parse(frame);
    return isJsonObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}
