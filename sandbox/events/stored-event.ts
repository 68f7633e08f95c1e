import type Stripe from 'stripe';
import type { JsonObject } from '../state/wire.js';

/** A type of event, such as `customer.subscription.updated`. */
export type EventType = Stripe.Event.Type;

/**
 * An Event as it is kept and listed, in the pinned API version; `data.object` is the object as it was at that moment.
 * Source: https://docs.stripe.com/api/events/object
 */
export type StoredEvent = {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: JsonObject; readonly previous_attributes?: JsonObject };
  readonly livemode: false;
  /** How many deliveries have not succeeded yet. */
  readonly pending_webhooks: number;
  readonly request: EventCause;
  readonly type: EventType;
};

/** The API request behind an event; nulls where the clock or the hosted page caused it. */
export interface EventCause {
  readonly id: string | null;
  readonly idempotency_key: string | null;
}
