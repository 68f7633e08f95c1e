import Stripe from 'stripe';

/** A delivery as Stripe makes it, signed now, as the bytes of a whole request. */
export function deliveryRequest(target: URL, secret: string, payload: string): Buffer {
  const headers = [
    `POST ${target.pathname} HTTP/1.1`,
    `host: ${target.host}`,
    'user-agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(payload)}`,
    `stripe-signature: ${Stripe.webhooks.generateTestHeaderString({ payload, secret })}`,
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${payload}`);
}
