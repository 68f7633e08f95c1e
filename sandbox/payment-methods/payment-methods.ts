import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter, noSuch } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { cardFailure, checkCard } from './card-check.js';
import { namedTestNumber, type TestCard, testCard } from './test-cards.js';

export type PaymentMethod = Wire<Stripe.PaymentMethod>;
export type PaymentMethodCreateParams = Wire<Stripe.PaymentMethodCreateParams>;

const NO_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

/** Cards only. Source: https://docs.stripe.com/api/payment_methods */
export class PaymentMethods {
  constructor(
    private readonly ledger: Ledger,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** @throws StripeFailure 402 for a number, date or security code that no card has */
  create(params: PaymentMethodCreateParams): PaymentMethod {
    if (params.payment_method !== undefined) return this.#cloned(params.payment_method);
    if (params.type !== undefined && params.type !== 'card') {
      throw invalidRequest(`The sandbox knows payment methods of type card only, not ${params.type}.`, 'type');
    }
    if (params.card === undefined) throw missingParameter('card');
    const token = params.card.token;
    const named = token === undefined ? undefined : namedTestNumber(token);
    if (token !== undefined && named === undefined) throw noSuch('token', token, 'card[token]', 'parameter');
    const number = named ?? (params.card.number ?? '').replace(/[\s-]/g, '');
    if (number === '') throw missingParameter('card[number]');
    const soon = new Date(this.clock.milliseconds()).getUTCFullYear() + 1;
    const expMonth = Number(params.card.exp_month ?? (named === undefined ? 0 : 12));
    const expYear = fullYear(Number(params.card.exp_year ?? (named === undefined ? 0 : soon)));
    checkCard({ number, expMonth, expYear, cvc: params.card.cvc }, new Date(this.clock.milliseconds()));
    return this.#put(number, expMonth, expYear, params);
  }

  /** The kept payment method, or a new one for a name such as `pm_card_visa`. */
  resolve(id: string, param = 'payment_method'): PaymentMethod {
    const number = namedTestNumber(id);
    if (number === undefined) return this.require(id, param);
    return this.create({ type: 'card', card: { token: id.replace('pm_card_', 'tok_') } });
  }

  /**
   * Saves the card to the customer, which is when a bank is asked for the first time.
   *
   * @throws StripeFailure 402 for a card that the bank refuses to save
   */
  attach(id: string, customer: string): PaymentMethod {
    const before = this.resolve(id);
    if (this.ledger.customers.get(customer) === undefined) throw noSuch('customer', customer, 'customer', 'parameter');
    if (before.customer === customer) return before;
    if (before.customer !== null) {
      throw invalidRequest(
        'The payment method you provided has already been attached to a customer.',
        'payment_method',
      );
    }
    const { decline, attachesThenFails } = this.cardOf(before.id);
    if (decline !== undefined && attachesThenFails !== true) throw cardFailure(decline);
    const attached = this.ledger.paymentMethods.put({ ...before, customer });
    this.events.record('payment_method.attached', attached);
    return attached;
  }

  detach(id: string): PaymentMethod {
    const before = this.require(id);
    if (before.customer === null) {
      throw invalidRequest(
        'The payment method you provided is not attached to a customer so detachment is impossible.',
      );
    }
    const detached = this.ledger.paymentMethods.put({ ...before, customer: null });
    this.events.record('payment_method.detached', detached, { customer: before.customer });
    this.#dropDefault(before.customer, id);
    return detached;
  }

  update(id: string, params: Wire<Stripe.PaymentMethodUpdateParams>): PaymentMethod {
    const before = this.require(id);
    const updated = this.ledger.paymentMethods.put({
      ...before,
      billing_details: billingDetails(params.billing_details, before.billing_details),
      metadata: mergedMetadata(before.metadata ?? {}, params.metadata),
    });
    this.events.recordUpdate('payment_method.updated', before, updated);
    return updated;
  }

  require(id: string, param?: string): PaymentMethod {
    const method = this.ledger.paymentMethods.get(id);
    if (method !== undefined) return method;
    throw noSuch('PaymentMethod', id, param ?? 'payment_method', param === undefined ? 'path' : 'parameter');
  }

  /** How the card behind a payment method behaves. */
  cardOf(id: string): TestCard {
    return testCard(this.ledger.cardBehaviours.require(id).number);
  }

  /** Whether the bank asks for 3D Secure before the next charge. */
  asksForAuthentication(id: string): boolean {
    return this.cardOf(id).authentication !== undefined && !this.ledger.cardBehaviours.require(id).authenticated;
  }

  /** Remembers that 3D Secure was passed. */
  markAuthenticated(id: string): void {
    this.#putAuthenticated(id, true);
  }

  /** Uses up the 3D Secure step of a card that asks for one on every payment. */
  spendAuthentication(id: string): void {
    if (this.cardOf(id).authentication === 'always') this.#putAuthenticated(id, false);
  }

  #putAuthenticated(id: string, authenticated: boolean): void {
    this.ledger.cardBehaviours.put({ ...this.ledger.cardBehaviours.require(id), authenticated });
  }

  /** What a customer no longer has cannot pay their invoices. */
  #dropDefault(id: string, method: string): void {
    const before = this.ledger.customers.get(id);
    if (before === undefined || before.invoice_settings.default_payment_method !== method) return;
    const settings = { ...before.invoice_settings, default_payment_method: null };
    const customer = this.ledger.customers.put({ ...before, invoice_settings: settings });
    this.events.recordUpdate('customer.updated', before, customer);
  }

  #cloned(id: string): PaymentMethod {
    const original = this.resolve(id);
    const { number } = this.ledger.cardBehaviours.require(original.id);
    const { card } = original;
    return this.#put(number, card?.exp_month ?? 12, card?.exp_year ?? 2030, { billing_details: undefined });
  }

  #put(
    number: string,
    expMonth: number,
    expYear: number,
    params: Pick<PaymentMethodCreateParams, 'allow_redisplay' | 'metadata'> & {
      readonly billing_details?: PaymentMethodCreateParams['billing_details'] | undefined;
    },
  ): PaymentMethod {
    const { brand } = testCard(number);
    const method = this.ledger.paymentMethods.put({
      id: newId('pm'),
      object: 'payment_method',
      allow_redisplay: params.allow_redisplay ?? 'unspecified',
      billing_details: billingDetails(params.billing_details),
      card: {
        brand,
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
        country: 'US',
        display_brand: brand,
        exp_month: expMonth,
        exp_year: expYear,
        fingerprint: createHash('sha256').update(number).digest('base64url').slice(0, 16),
        funding: number === '4000056655665556' ? 'debit' : 'credit',
        generated_from: null,
        last4: number.slice(-4),
        networks: { available: [brand], preferred: null },
        regulated_status: 'unregulated',
        three_d_secure_usage: { supported: true },
        wallet: null,
      },
      created: this.clock.now(),
      customer: null,
      customer_account: null,
      livemode: false,
      metadata: mergedMetadata({}, params.metadata),
      type: 'card',
    });
    this.ledger.cardBehaviours.put({ id: method.id, number, authenticated: false });
    return method;
  }
}

function fullYear(year: number): number {
  return year > 0 && year < 100 ? 2000 + year : year;
}

function billingDetails(
  params: PaymentMethodCreateParams['billing_details'] | undefined,
  before: PaymentMethod['billing_details'] = { address: null, email: null, name: null, phone: null, tax_id: null },
): PaymentMethod['billing_details'] {
  const address = params?.address;
  return {
    address: address === undefined ? (before.address ?? NO_ADDRESS) : { ...NO_ADDRESS, ...(address || {}) },
    email: params?.email === undefined ? before.email : params.email || null,
    name: params?.name === undefined ? before.name : params.name || null,
    phone: params?.phone === undefined ? before.phone : params.phone || null,
    tax_id: params?.tax_id ?? before.tax_id,
  };
}
