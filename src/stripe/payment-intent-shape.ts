import type Stripe from 'stripe';
import { withoutPersonalData } from './personal-data.js';
import { toPlainJson } from './plain-json.js';
import { idOf } from './reference.js';

/** How much was given back, in the minor unit; from the charge, which has to be expanded. */
export function amountRefundedOf({ latest_charge: charge }: Stripe.PaymentIntent): number {
  return typeof charge === 'object' && charge !== null ? charge.amount_refunded : 0;
}

/**
 * Where the customer has to go on, for 3D Secure, a bank or a voucher; null when there is no such page.
 * Source: https://docs.stripe.com/api/payment_intents/object#payment_intent_object-next_action
 */
export function nextActionUrlOf({ next_action: action }: Stripe.PaymentIntent): string | null {
  for (const details of Object.values(action ?? {}) as unknown[]) {
    if (typeof details !== 'object' || details === null) continue;
    const { url, hosted_voucher_url, hosted_instructions_url } = details as Record<string, unknown>;
    const page = url ?? hosted_voucher_url ?? hosted_instructions_url;
    if (typeof page === 'string') return page;
  }
  return null;
}

/**
 * What may be kept of a payment intent: without its client secret, with which anybody can pay it or see who does, and
 * without the next action, whose addresses hold secrets too; and without what says who the payer is.
 */
export function withoutSecrets(intent: Stripe.PaymentIntent): Record<string, unknown> {
  const { client_secret: _secret, next_action: _action, ...rest } = toPlainJson(intent);
  return withoutPersonalData({ ...rest, latest_charge: idOf(intent.latest_charge) });
}
