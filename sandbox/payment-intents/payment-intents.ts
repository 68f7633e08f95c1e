import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, noSuch } from '../http/failures.js';
import type { PublicAddress } from '../http/public-address.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import { cardFailure } from '../payment-methods/card-check.js';
import type { PaymentMethod, PaymentMethods } from '../payment-methods/payment-methods.js';
import type { Decline } from '../payment-methods/test-cards.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { Charges } from './charges.js';
import { AUTHENTICATION_FAILED, AUTHENTICATION_REQUIRED } from './authentication.js';
import { type NewIntent, newPaymentIntent } from './new-payment-intent.js';

export type PaymentIntent = Wire<Stripe.PaymentIntent>;

export interface Confirmation {
  readonly paymentMethod?: string | undefined;
  /** Whether the customer is away: then a card that asks for 3D Secure is refused. */
  readonly offSession?: boolean;
  readonly returnUrl?: string | undefined;
}

/** Told of each payment intent that was paid. */
export type PaidListener = (intent: PaymentIntent) => void;

const CANCELABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action', 'requires_capture'];
const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** Source of the states: https://docs.stripe.com/payments/paymentintents/lifecycle */
export class PaymentIntents {
  readonly #paidListeners: PaidListener[] = [];

  constructor(
    private readonly ledger: Ledger,
    private readonly methods: PaymentMethods,
    private readonly charges: Charges,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly address: PublicAddress,
  ) {}

  onPaid(listener: PaidListener): void {
    this.#paidListeners.push(listener);
  }

  create(params: NewIntent): PaymentIntent {
    const intent = this.ledger.paymentIntents.put(newPaymentIntent(params, this.clock.now()));
    this.events.record('payment_intent.created', intent);
    return intent;
  }

  update(id: string, params: Wire<Stripe.PaymentIntentUpdateParams>): PaymentIntent {
    const before = this.require(id);
    if (!CONFIRMABLE.includes(before.status) && (params.amount !== undefined || params.currency !== undefined)) {
      throw this.#unexpectedState(before, 'updated');
    }
    const method = params.payment_method === undefined ? undefined : this.methods.resolve(params.payment_method);
    return this.#put({
      ...before,
      amount: params.amount ?? before.amount,
      currency: params.currency ?? before.currency,
      description: params.description ?? before.description,
      metadata: mergedMetadata(before.metadata, params.metadata),
      ...(method === undefined ? {} : { payment_method: method.id, status: 'requires_confirmation' }),
    });
  }

  /**
   * Charges the card. The card may ask for 3D Secure: then the status is `requires_action`.
   *
   * @throws KeptFailure 402 when the bank refuses; the intent then waits for another payment method
   */
  confirm(id: string, confirmation: Confirmation): PaymentIntent {
    const before = this.require(id);
    if (!CONFIRMABLE.includes(before.status)) throw this.#unexpectedState(before, 'confirmed');
    const asked = confirmation.paymentMethod ?? before.payment_method;
    if (asked === null) {
      throw invalidRequest(
        "You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the PaymentIntent with " +
          `${String(before.customer)}, specify a payment method attached to this customer along with the customer ID.`,
        undefined,
        'payment_intent_unexpected_state',
      );
    }
    const method = this.methods.resolve(asked);
    this.#checkOwner(before, method);
    if (this.methods.asksForAuthentication(method.id)) {
      if (confirmation.offSession === true) throw this.#refused(before, method, AUTHENTICATION_REQUIRED);
      return this.#requireAction(before, method, confirmation.returnUrl);
    }
    return this.#charge(before, method);
  }

  /**
   * The end of the 3D Secure step.
   *
   * @throws KeptFailure 402 when the customer failed it, or when the bank refuses the card after it
   */
  authenticate(id: string, outcome: 'succeeded' | 'failed'): PaymentIntent {
    const before = this.require(id);
    if (before.status !== 'requires_action') throw this.#unexpectedState(before, 'authenticated');
    const method = this.methods.require(before.payment_method ?? '', 'payment_method');
    if (outcome === 'succeeded') {
      this.methods.markAuthenticated(method.id);
      return this.#charge(before, method);
    }
    throw this.#refused(before, method, AUTHENTICATION_FAILED);
  }

  /** Takes money that was authorized, all of it or a part. */
  capture(id: string, asked: number | undefined): PaymentIntent {
    const before = this.require(id);
    if (before.status !== 'requires_capture') throw this.#unexpectedState(before, 'captured');
    const amount = asked ?? before.amount_capturable;
    if (amount > before.amount_capturable) {
      throw invalidRequest(
        'The amount to capture is greater than the amount that can be captured on this PaymentIntent.',
        'amount_to_capture',
        'amount_too_large',
      );
    }
    this.charges.capture(before.latest_charge ?? '', amount);
    return this.#succeed(before, { amount_capturable: 0, amount_received: amount });
  }

  cancel(id: string, reason: string | null): PaymentIntent {
    const before = this.require(id);
    if (!CANCELABLE.includes(before.status)) throw this.#unexpectedState(before, 'canceled');
    if (before.status === 'requires_capture') this.charges.release(before.latest_charge ?? '');
    const intent = this.#put({
      ...before,
      status: 'canceled',
      amount_capturable: 0,
      canceled_at: this.clock.now(),
      cancellation_reason: reason,
      next_action: null,
    });
    this.events.record('payment_intent.canceled', intent);
    return intent;
  }

  require(id: string, param?: string): PaymentIntent {
    const intent = this.ledger.paymentIntents.get(id);
    if (intent !== undefined) return intent;
    throw noSuch('payment_intent', id, param ?? 'intent', param === undefined ? 'path' : 'parameter');
  }

  #put(intent: PaymentIntent): PaymentIntent {
    return this.ledger.paymentIntents.put(intent);
  }

  #charge(before: PaymentIntent, method: PaymentMethod): PaymentIntent {
    const { decline } = this.methods.cardOf(method.id);
    if (decline !== undefined) throw this.#refused(before, method, decline);
    this.methods.spendAuthentication(method.id);
    const charge = this.charges.record(before, method);
    if (before.setup_future_usage !== null && before.customer !== null) this.methods.attach(method.id, before.customer);
    const charged = { ...before, last_payment_error: null, latest_charge: charge.id, next_action: null };
    const paid = { ...charged, payment_method: method.id };
    if (charge.captured) return this.#succeed(paid, { amount_received: before.amount });
    const authorized = this.#put({ ...paid, amount_capturable: before.amount, status: 'requires_capture' });
    this.events.record('payment_intent.amount_capturable_updated', authorized);
    return authorized;
  }

  #succeed(before: PaymentIntent, amounts: Partial<PaymentIntent>): PaymentIntent {
    const intent = this.#put({ ...before, ...amounts, status: 'succeeded' });
    this.events.record('payment_intent.succeeded', intent);
    for (const listener of this.#paidListeners) listener(intent);
    return intent;
  }

  #requireAction(before: PaymentIntent, method: PaymentMethod, returnUrl: string | undefined): PaymentIntent {
    const url = this.address.at(`/3d-secure/${before.id}`);
    const intent = this.#put({
      ...before,
      payment_method: method.id,
      status: 'requires_action',
      next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl ?? null, url } },
    });
    this.events.record('payment_intent.requires_action', intent);
    return intent;
  }

  /** The intent after a refusal, and the failure that tells of it. */
  #refused(before: PaymentIntent, method: PaymentMethod, decline: Decline): Error {
    const charge = decline === AUTHENTICATION_FAILED ? undefined : this.charges.record(before, method, decline);
    const error = { type: 'card_error', ...decline, ...(charge === undefined ? {} : { charge: charge.id }) };
    const intent = this.#put({
      ...before,
      last_payment_error: { ...error, payment_method: method },
      latest_charge: charge?.id ?? before.latest_charge,
      next_action: null,
      payment_method: null,
      status: 'requires_payment_method',
    });
    this.events.record('payment_intent.payment_failed', intent);
    return cardFailure(decline, { ...error, payment_intent: intent, payment_method: method });
  }

  #checkOwner(intent: PaymentIntent, method: PaymentMethod): void {
    if (method.customer === null || method.customer === intent.customer) return;
    throw invalidRequest(
      `The provided PaymentMethod cannot be used with this PaymentIntent: it belongs to the Customer ${method.customer}. ` +
        'To use it, provide that customer in the request.',
      'payment_method',
    );
  }

  #unexpectedState(intent: PaymentIntent, verb: string): Error {
    return invalidRequest(
      `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}.`,
      undefined,
      'payment_intent_unexpected_state',
    );
  }
}
