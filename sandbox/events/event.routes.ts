import type Stripe from 'stripe';
import type { WebhookDelivery } from '../delivery/webhook-delivery.js';
import { noSuch } from '../http/failures.js';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route, unspecifiedRoute } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { WebhookEndpoints } from '../webhook-endpoints/webhook-endpoints.js';
import type { EventLog } from './event-log.js';
import type { StoredEvent } from './stored-event.js';

type EventListParams = Wire<Stripe.EventListParams>;

export interface EventRouteParts {
  readonly ledger: Ledger;
  readonly events: EventLog;
  readonly endpoints: WebhookEndpoints;
  readonly delivery: WebhookDelivery;
}

/** Source: https://docs.stripe.com/api/events */
export function eventRoutes({ ledger, events, endpoints, delivery }: EventRouteParts): Route[] {
  const required = (id: string): StoredEvent => {
    const event = ledger.events.get(id);
    if (event === undefined) throw noSuch('event', id, 'id');
    return event;
  };
  return [
    route('GET', '/v1/events', (params: EventListParams, { url }) => {
      const undelivered = params.delivery_success === undefined ? undefined : undeliveredEvents(ledger);
      return listPage(
        ledger.events,
        params,
        url,
        (event) =>
          isOfType(event, params) &&
          isWithin(params.created, event.created) &&
          (undelivered === undefined || undelivered.has(event.id) !== params.delivery_success),
      );
    }),
    route('GET', '/v1/events/{id}', (_params, { path }) => required(path.id)),
    // The official CLI's `events resend`; the same event goes out again under a fresh signature.
    unspecifiedRoute('POST', '/v1/events/{id}/retry', (params, { path }) => {
      const event = required(path.id);
      if (typeof params.webhook_endpoint === 'string') {
        delivery.plan(event.id, endpoints.require(params.webhook_endpoint).id);
      } else {
        events.repeat(event);
      }
      return event;
    }),
  ];
}

function isOfType(event: StoredEvent, { type, types }: EventListParams): boolean {
  const matches = (pattern: string) =>
    pattern.endsWith('*') ? event.type.startsWith(pattern.slice(0, -1)) : event.type === pattern;
  return (type === undefined || matches(type)) && (types === undefined || types.some(matches));
}

/** The ids of events that some endpoint has not taken yet. */
function undeliveredEvents(ledger: Ledger): Set<string> {
  return new Set(ledger.deliveries.newestFirst(({ status }) => status !== 'succeeded').map(({ event }) => event));
}
