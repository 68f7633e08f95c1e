import type Stripe from 'stripe';
import type { EventType } from '../events/stored-event.js';
import type { Wire } from '../state/wire.js';

/** Whether an endpoint gets the events of this type. */
export function listensTo(endpoint: Wire<Stripe.WebhookEndpoint>, type: EventType): boolean {
  const { enabled_events: enabled, status } = endpoint;
  return status === 'enabled' && (enabled.includes('*') || enabled.includes(type));
}
