import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { WEBHOOK_SECRET } from './running-engine.js';

export interface WebhookAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** A snapshot event around an object, in the shape of https://docs.stripe.com/api/events/object */
export function eventOf(type: string, object: object, over: object = {}) {
  return {
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
    ...over,
  };
}

/** The `Stripe-Signature` header that Stripe sends with the payload. */
export function signatureOf(payload: string, options: { secret?: string; timestamp?: number } = {}): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET, ...options });
}

/** Posts a body to the webhook endpoint as it is, with these headers and no others of Stripe's. */
export async function postWebhook(
  engineUrl: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): Promise<WebhookAnswer> {
  const response = await fetch(`${engineUrl}/payments/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body,
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
}

/** Delivers an event as Stripe does: signed now, with the secret of the test's engines. */
export function deliver(engineUrl: string, event: object | string): Promise<WebhookAnswer> {
  const payload = typeof event === 'string' ? event : JSON.stringify(event, null, 2);
  return postWebhook(engineUrl, payload, { 'stripe-signature': signatureOf(payload) });
}
