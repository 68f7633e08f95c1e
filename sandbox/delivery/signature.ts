import { createHmac } from 'node:crypto';

/**
 * The `Stripe-Signature` header of a payload: `t=<seconds>,v1=<HMAC-SHA256 of "t.payload">`.
 * Source: https://docs.stripe.com/webhooks/signature
 */
export function signatureHeader(payload: string, secret: string, seconds: number): string {
  const signature = createHmac('sha256', secret).update(`${seconds}.${payload}`).digest('hex');
  return `t=${seconds},v1=${signature}`;
}
