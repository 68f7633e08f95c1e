import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter, noSuch } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Charge, Charges } from '../payment-intents/charges.js';
import type { PaymentIntents } from '../payment-intents/payment-intents.js';
import type { PaymentMethods } from '../payment-methods/payment-methods.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';

export type Refund = Wire<Stripe.Refund>;
export type RefundCreateParams = Wire<Stripe.RefundCreateParams>;

export interface RefundParts {
  readonly ledger: Ledger;
  readonly charges: Charges;
  readonly intents: PaymentIntents;
  readonly methods: PaymentMethods;
  readonly events: EventLog;
  readonly clock: Clock;
}

/** Money that goes back to the card. Source: https://docs.stripe.com/api/refunds */
export class Refunds {
  constructor(private readonly parts: RefundParts) {}

  /** @throws StripeFailure for a charge of which nothing or too little is left */
  create(params: RefundCreateParams): Refund {
    const charge = this.#chargeOf(params);
    if (charge.refunded) {
      throw invalidRequest(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
    }
    const left = charge.amount - charge.amount_refunded;
    const amount = params.amount ?? left;
    if (amount < 1) throw invalidRequest('Invalid positive integer', 'amount', 'parameter_invalid_integer');
    if (amount > left) throw tooMuch(amount, charge, left);
    const outcome = this.#refundOutcome(charge);
    const refund = this.parts.ledger.refunds.put({
      id: newId('re'),
      object: 'refund',
      amount,
      balance_transaction: null,
      charge: charge.id,
      created: this.parts.clock.now(),
      currency: charge.currency,
      customer: charge.customer,
      customer_account: null,
      destination_details: {
        card: {
          reference_status: outcome === 'pending' ? 'pending' : 'available',
          reference_type: 'acquirer_reference_number',
          type: 'refund',
        },
        type: 'card',
      },
      metadata: mergedMetadata({}, params.metadata),
      payment_intent: charge.payment_intent,
      payment_method: charge.payment_method,
      reason: params.reason ?? null,
      receipt_number: null,
      source_transfer_reversal: null,
      status: outcome === 'pending' ? 'pending' : 'succeeded',
      transfer_reversal: null,
      ...(outcome === 'pending' ? { pending_reason: 'processing' } : {}),
    });
    this.parts.events.record('refund.created', refund);
    this.parts.charges.refunded(charge.id, amount);
    return refund;
  }

  update(id: string, params: Wire<Stripe.RefundUpdateParams>): Refund {
    const before = this.require(id);
    return this.#put(before, { ...before, metadata: mergedMetadata(before.metadata ?? {}, params.metadata) });
  }

  /** Lets the bank answer for the test cards whose refunds it settles later. Source: https://docs.stripe.com/testing#refunds */
  sweep(now: number): void {
    const { ledger, charges, events } = this.parts;
    for (const refund of ledger.refunds.newestFirst((entry) => entry.created < now && entry.status !== 'failed')) {
      const outcome = this.#refundOutcome(ledger.charges.require(refund.charge ?? ''));
      if (outcome === 'pending' && refund.status === 'pending') {
        const { pending_reason: _reason, ...settled } = refund;
        this.#put(refund, { ...settled, status: 'succeeded' });
      }
      if (outcome !== 'fails') continue;
      const failed = this.#put(refund, { ...refund, status: 'failed', failure_reason: 'expired_or_canceled_card' });
      events.record('refund.failed', failed);
      charges.refundFailed(refund.charge ?? '', refund.amount);
    }
  }

  require(id: string): Refund {
    const refund = this.parts.ledger.refunds.get(id);
    if (refund === undefined) throw noSuch('refund', id, 'id');
    return refund;
  }

  #put(before: Refund, after: Refund): Refund {
    const refund = this.parts.ledger.refunds.put(after);
    this.parts.events.recordUpdate('refund.updated', before, refund);
    this.parts.events.recordUpdate('charge.refund.updated', before, refund);
    return refund;
  }

  #chargeOf(params: RefundCreateParams): Charge {
    if (params.charge !== undefined) return this.parts.charges.require(params.charge, 'charge');
    if (params.payment_intent === undefined) {
      throw missingParameter('payment_intent');
    }
    const intent = this.parts.intents.require(params.payment_intent, 'payment_intent');
    const charge = this.parts.ledger.charges.get(intent.latest_charge ?? '');
    if (charge?.paid === true && charge.captured) return charge;
    throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  }

  #refundOutcome(charge: Charge): 'fails' | 'pending' | undefined {
    return charge.payment_method === null ? undefined : this.parts.methods.cardOf(charge.payment_method).refund;
  }
}

function tooMuch(amount: number, charge: Charge, left: number): Error {
  const shown = (value: number) =>
    new Intl.NumberFormat('en-US', { style: 'currency', currency: charge.currency }).format(value / 100);
  const whole = charge.amount_refunded === 0 ? 'charge amount' : 'unrefunded amount on charge';
  return invalidRequest(`Refund amount (${shown(amount)}) is greater than ${whole} (${shown(left)})`, 'amount');
}
