import type Stripe from 'stripe';
import { idOf } from '../stripe/reference.js';
import type { PlannedChange, SubscriptionChangeRequest } from '../subscriptions/subscription-change.service.js';
import { sha256Hex } from '../terms/digest.js';

/** What a member was shown, and may hold the engine to. Amounts are in the minor unit of the currency. */
export interface ChangeQuote {
  /** Tells one quote from another; random. */
  readonly nonce: string;
  /** Whose subscription it is. */
  readonly organizationId: string;
  readonly request: SubscriptionChangeRequest;
  /** Fingerprints of the subscription as it was, and of what it was to become. */
  readonly state: string;
  readonly target: string;
  /** In Unix seconds; null where nothing is prorated. */
  readonly prorationDate: number | null;
  readonly currency: string;
  readonly amountDueNow: number;
  readonly prorated: number;
  readonly nextInvoiceTotal: number | null;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A request without what does not belong to it, in one order: the same input is the same text. */
export function requestOf(input: SubscriptionChangeRequest): SubscriptionChangeRequest {
  return {
    id: input.id,
    planUid: input.planUid ?? null,
    billingInterval: input.billingInterval ?? null,
    quantity: input.quantity ?? null,
    prorationBehavior: input.prorationBehavior,
  };
}

export function isSameRequest(one: SubscriptionChangeRequest, other: SubscriptionChangeRequest): boolean {
  return JSON.stringify(requestOf(one)) === JSON.stringify(requestOf(other));
}

/** Of all in a subscription that what a change costs depends on. */
export function stateOf(subscription: Stripe.Subscription): string {
  const { items, discounts, cancel_at, trial_end, billing_cycle_anchor, currency, collection_method } = subscription;
  return fingerprint({
    items: items.data.map(({ id, price, quantity, current_period_start, current_period_end }) => [
      ...[id, price.id, quantity ?? null, current_period_start, current_period_end],
    ]),
    discounts: discounts.map(idOf),
    ...{ cancel_at, trial_end, billing_cycle_anchor, currency, collection_method },
  });
}

/** Of what a planned change makes of it. */
export function targetOf({ items, prorationBehavior }: PlannedChange): string {
  return fingerprint({
    items: items.map(({ itemId, priceId, quantity }) => [itemId, priceId, quantity]),
    prorationBehavior,
  });
}

function fingerprint(parts: object): string {
  return sha256Hex(JSON.stringify(parts)).slice(0, 32);
}
