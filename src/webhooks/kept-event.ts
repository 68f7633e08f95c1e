import { eventWithoutPersonalData } from '../stripe/personal-data.js';
import type { SignedEvent } from './webhook-signature.js';

/**
 * The JSON of an event without client secrets: whoever has one completes the payment, and the inbox is read by people.
 * Nothing relies on them. https://docs.stripe.com/api/payment_intents/object#payment_intent_object-client_secret
 *
 * @throws SyntaxError
 */
export function parsedWithoutSecrets(text: string): unknown {
  return /"client_secret":\s*"/.test(text) ? JSON.parse(text, withoutSecret) : JSON.parse(text);
}

/** What is kept of an event that a list of Stripe's showed: the same as of one that was delivered. */
export function keptEvent(event: object): SignedEvent {
  return eventWithoutPersonalData(parsedWithoutSecrets(JSON.stringify(event)) as SignedEvent);
}

function withoutSecret(name: string, value: unknown): unknown {
  return name === 'client_secret' && typeof value === 'string' ? '[removed]' : value;
}
