import { signatureHeader } from '../delivery/signature.js';
import { renderEvent } from '../events/render-event.js';
import type { StoredEvent } from '../events/stored-event.js';
import { conversationAbout } from './conversation.js';

export interface FrameOptions {
  /** The id of the session, which stands in the place of a webhook endpoint's. */
  readonly session: string;
  /** Null for clients that follow the account's API version, a version for those with `--latest`. */
  readonly apiVersion: string | null;
  readonly secret: string;
  /** The time of the signature in Unix seconds. */
  readonly seconds: number;
}

/** The text frame that hands an event to `stripe listen`, which posts the payload with these headers byte for byte. */
export function webhookFrame(event: StoredEvent, { session, apiVersion, secret, seconds }: FrameOptions): string {
  const payload = JSON.stringify(renderEvent(event, apiVersion), null, 2);
  return JSON.stringify({
    type: 'webhook_event',
    webhook_id: session,
    webhook_conversation_id: conversationAbout(event.id),
    endpoint: { api_version: apiVersion },
    event_payload: payload,
    http_headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Stripe-Signature': signatureHeader(payload, secret, seconds),
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    },
  });
}
