import { fromUnixSeconds } from '../terms/instant.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import type { SignedEvent } from './webhook-signature.js';

/** A genuine event as it came. */
export interface Delivery {
  readonly event: SignedEvent;
  /** Of the body. */
  readonly bytes: number;
  /** Of the span of its delivery. */
  readonly traceparent?: string | undefined;
}

export function toReceived({ event, traceparent }: Omit<Delivery, 'bytes'>, now: Date): WebhookEventRecord {
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
