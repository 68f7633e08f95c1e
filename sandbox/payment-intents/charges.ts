import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { noSuch } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Decline } from '../payment-methods/test-cards.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';

export type Charge = Wire<Stripe.Charge>;

/** One charge of a payment intent's card. Source: https://docs.stripe.com/api/charges/object */
export class Charges {
  constructor(
    private readonly ledger: Ledger,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** @param decline why the bank refused it; absent where it paid */
  record(intent: Wire<Stripe.PaymentIntent>, method: Wire<Stripe.PaymentMethod>, decline?: Decline): Charge {
    const succeeded = decline === undefined;
    const isCaptured = succeeded && intent.capture_method !== 'manual';
    const charge = this.ledger.charges.put({
      id: newId('ch'),
      object: 'charge',
      amount: intent.amount,
      amount_captured: isCaptured ? intent.amount : 0,
      amount_refunded: 0,
      application: null,
      application_fee: null,
      application_fee_amount: null,
      balance_transaction: null,
      billing_details: method.billing_details,
      calculated_statement_descriptor: null,
      captured: isCaptured,
      created: this.clock.now(),
      currency: intent.currency,
      customer: intent.customer,
      description: intent.description,
      disputed: false,
      failure_balance_transaction: null,
      failure_code: decline?.code ?? null,
      failure_message: decline?.message ?? null,
      fraud_details: {},
      livemode: false,
      metadata: intent.metadata,
      on_behalf_of: null,
      outcome: outcomeOf(decline),
      paid: succeeded,
      payment_intent: intent.id,
      payment_method: method.id,
      payment_method_details: null,
      receipt_email: intent.receipt_email,
      receipt_number: null,
      receipt_url: null,
      refunded: false,
      review: null,
      shipping: intent.shipping,
      source: null,
      source_transfer: null,
      statement_descriptor: null,
      statement_descriptor_suffix: null,
      status: succeeded ? 'succeeded' : 'failed',
      transfer_data: null,
      transfer_group: null,
    });
    this.events.record(succeeded ? 'charge.succeeded' : 'charge.failed', charge);
    return charge;
  }

  /** Takes what was only authorized; the rest of the authorization is let go. */
  capture(id: string, amount: number): Charge {
    const before = this.require(id);
    const charge = this.ledger.charges.put({
      ...before,
      amount_captured: amount,
      amount_refunded: before.amount - amount,
      captured: true,
    });
    this.events.record('charge.captured', charge);
    return charge;
  }

  /** Lets go of an authorization that was not captured. */
  release(id: string): void {
    this.refunded(id, this.require(id).amount);
  }

  refunded(id: string, amount: number): Charge {
    const before = this.require(id);
    const total = before.amount_refunded + amount;
    const charge = this.ledger.charges.put({ ...before, amount_refunded: total, refunded: total === before.amount });
    const { amount_refunded, refunded } = before;
    const previous = refunded === charge.refunded ? { amount_refunded } : { amount_refunded, refunded };
    this.events.record('charge.refunded', charge, previous);
    return charge;
  }

  refundFailed(id: string, amount: number): void {
    const before = this.require(id);
    const amountRefunded = before.amount_refunded - amount;
    const charge = this.ledger.charges.put({ ...before, amount_refunded: amountRefunded, refunded: false });
    this.events.recordUpdate('charge.updated', before, charge);
  }

  update(id: string, params: Wire<Stripe.ChargeUpdateParams>): Charge {
    const before = this.require(id);
    const charge = this.ledger.charges.put({
      ...before,
      description: params.description ?? before.description,
      metadata: mergedMetadata(before.metadata, params.metadata),
      receipt_email: params.receipt_email ?? before.receipt_email,
    });
    this.events.recordUpdate('charge.updated', before, charge);
    return charge;
  }

  require(id: string, param?: string): Charge {
    const charge = this.ledger.charges.get(id);
    if (charge === undefined) throw noSuch('charge', id, param ?? 'id', param === undefined ? 'path' : 'parameter');
    return charge;
  }
}

function outcomeOf(decline: Decline | undefined): Charge['outcome'] {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline === undefined ? 'approved_by_network' : 'declined_by_network',
    reason: decline?.decline_code ?? null,
    risk_level: 'normal',
    seller_message:
      decline === undefined ? 'Payment complete.' : 'The bank did not return any further details with this decline.',
    type: decline === undefined ? 'authorized' : 'issuer_declined',
  };
}
