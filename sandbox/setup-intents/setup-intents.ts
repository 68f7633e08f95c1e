import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, noSuch } from '../http/failures.js';
import type { PublicAddress } from '../http/public-address.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import { AUTHENTICATION_FAILED } from '../payment-intents/authentication.js';
import { cardFailure } from '../payment-methods/card-check.js';
import type { PaymentMethod, PaymentMethods } from '../payment-methods/payment-methods.js';
import type { Decline } from '../payment-methods/test-cards.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { type NewSetup, newSetupIntent, type SetupIntent } from './new-setup-intent.js';

export interface SetupIntentParts {
  readonly ledger: Ledger;
  readonly methods: PaymentMethods;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly address: PublicAddress;
}

const OPEN = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** Cards that are saved for later payments. Source: https://docs.stripe.com/payments/setupintents/lifecycle */
export class SetupIntents {
  constructor(private readonly parts: SetupIntentParts) {}

  create(setup: NewSetup): SetupIntent {
    const intent = this.#put(newSetupIntent(setup, this.parts.clock.now()));
    this.parts.events.record('setup_intent.created', intent);
    return intent;
  }

  /** Records that a payment method was set up already, as a Checkout Session does. */
  succeed(setup: NewSetup & { readonly paymentMethod: string }): SetupIntent {
    return this.#succeeded({ ...this.create({ ...setup, paymentMethod: null }), payment_method: setup.paymentMethod });
  }

  update(id: string, params: Wire<Stripe.SetupIntentUpdateParams>): SetupIntent {
    const before = this.require(id);
    const method = params.payment_method === undefined ? undefined : this.parts.methods.resolve(params.payment_method);
    if (method !== undefined) this.#checkOpen(before, 'updated');
    return this.#put({
      ...before,
      customer: params.customer ?? before.customer,
      description: params.description ?? before.description,
      metadata: mergedMetadata(before.metadata ?? {}, params.metadata),
      ...(method === undefined ? {} : { payment_method: method.id, status: 'requires_confirmation' }),
    });
  }

  /**
   * Saves the card to the customer. The card may ask for 3D Secure: then the status is `requires_action`.
   *
   * @throws KeptFailure 402 when the bank refuses; the intent then waits for another payment method
   */
  confirm(id: string, paymentMethod: string | undefined, returnUrl: string | undefined): SetupIntent {
    const { methods, events, address } = this.parts;
    const before = this.require(id);
    this.#checkOpen(before, 'confirmed');
    const asked = paymentMethod ?? before.payment_method;
    if (asked === null) {
      throw invalidRequest(
        "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a " +
          'payment method and then confirm it again.',
        undefined,
        'setup_intent_unexpected_state',
      );
    }
    const method = methods.resolve(asked);
    if (!methods.asksForAuthentication(method.id)) return this.#save(before, method);
    const intent = this.#put({
      ...before,
      payment_method: method.id,
      status: 'requires_action',
      next_action: {
        type: 'redirect_to_url',
        redirect_to_url: { return_url: returnUrl ?? null, url: address.at(`/3d-secure/${id}`) },
      },
    });
    events.record('setup_intent.requires_action', intent);
    return intent;
  }

  /**
   * The end of the 3D Secure step.
   *
   * @throws KeptFailure 402 when the customer failed it, or when the bank refuses the card after it
   */
  authenticate(id: string, outcome: 'succeeded' | 'failed'): SetupIntent {
    const before = this.require(id);
    const method = this.parts.methods.require(before.payment_method ?? '', 'payment_method');
    if (outcome === 'failed') throw this.#refused(before, method, AUTHENTICATION_FAILED);
    this.parts.methods.markAuthenticated(method.id);
    return this.#save(before, method);
  }

  cancel(id: string, reason: string | null): SetupIntent {
    const before = this.require(id);
    this.#checkOpen(before, 'canceled');
    const intent = this.#put({ ...before, status: 'canceled', cancellation_reason: reason, next_action: null });
    this.parts.events.record('setup_intent.canceled', intent);
    return intent;
  }

  require(id: string): SetupIntent {
    const intent = this.parts.ledger.setupIntents.get(id);
    if (intent === undefined) throw noSuch('setupintent', id, 'intent');
    return intent;
  }

  #save(before: SetupIntent, method: PaymentMethod): SetupIntent {
    const { decline, attachesThenFails } = this.parts.methods.cardOf(method.id);
    if (decline !== undefined && attachesThenFails !== true) throw this.#refused(before, method, decline);
    if (before.customer !== null) this.parts.methods.attach(method.id, before.customer);
    return this.#succeeded({ ...before, payment_method: method.id });
  }

  #succeeded(before: SetupIntent): SetupIntent {
    const intent = this.#put({ ...before, last_setup_error: null, next_action: null, status: 'succeeded' });
    this.parts.events.record('setup_intent.succeeded', intent);
    return intent;
  }

  /** The intent after a refusal, and the failure that tells of it. */
  #refused(before: SetupIntent, method: PaymentMethod, decline: Decline): Error {
    const intent = this.#put({
      ...before,
      last_setup_error: { type: 'card_error', ...decline, payment_method: method },
      next_action: null,
      payment_method: null,
      status: 'requires_payment_method',
    });
    this.parts.events.record('setup_intent.setup_failed', intent);
    return cardFailure(decline, { setup_intent: intent, payment_method: method });
  }

  #checkOpen(intent: SetupIntent, verb: string): void {
    if (OPEN.includes(intent.status)) return;
    throw invalidRequest(
      `This SetupIntent could not be ${verb} because it has a status of ${intent.status}.`,
      undefined,
      'setup_intent_unexpected_state',
    );
  }

  #put(intent: SetupIntent): SetupIntent {
    return this.parts.ledger.setupIntents.put(intent);
  }
}
