import { invalidRequest } from '../http/failures.js';
import type { EventLog } from '../events/event-log.js';
import { KeptFailure } from '../http/kept-failure.js';
import { StripeFailure } from '../http/stripe-failure.js';
import type { PaymentIntent, PaymentIntents } from '../payment-intents/payment-intents.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import { InvoicePayments } from './invoice-payments.js';
import type { Invoice } from './new-invoice.js';
import { nextAttempt } from './retry-schedule.js';

/**
 * `given_up`: a payment failed and no further one will be tried; `overdue`: the day to pay it by has come;
 * `uncollectible`: somebody wrote it off.
 */
export type InvoiceOutcome = 'paid' | 'payment_failed' | 'given_up' | 'overdue' | 'uncollectible';

/** Told what became of an invoice that was to be paid. */
export type InvoiceListener = (invoice: Invoice, outcome: InvoiceOutcome) => void;

export interface Payment {
  readonly paymentMethod: string | undefined;
  /** Paid by other means than a card, which Stripe only notes. */
  readonly isOutOfBand: boolean;
}

/** Gets finalized invoices paid. Source: https://docs.stripe.com/invoicing/automatic-collection */
export class InvoiceCollection {
  readonly #listeners: InvoiceListener[] = [];
  readonly #payments: InvoicePayments;

  constructor(
    private readonly ledger: Ledger,
    private readonly intents: PaymentIntents,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {
    this.#payments = new InvoicePayments(ledger, events, clock);
    intents.onPaid((intent) => this.#intentPaid(intent));
  }

  onOutcome(listener: InvoiceListener): void {
    this.#listeners.push(listener);
  }

  tell(invoice: Invoice, outcome: InvoiceOutcome): void {
    for (const listener of this.#listeners) listener(invoice, outcome);
  }

  /** Prepares the payment of an invoice just finalized; one over nothing is paid at once. */
  open(invoice: Invoice): Invoice {
    if (invoice.amount_due === 0) return this.#paid(invoice, false);
    this.#payments.open(invoice, this.#newIntent(invoice));
    return invoice;
  }

  /**
   * Charges an open invoice.
   *
   * @throws KeptFailure 402 when the bank refuses or asks for 3D Secure
   */
  pay(invoice: Invoice, payment: Payment): Invoice {
    if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid', undefined, 'invoice_already_paid');
    if (invoice.status !== 'open')
      throw invalidRequest(`This invoice is ${String(invoice.status)} and cannot be paid.`);
    if (payment.isOutOfBand) {
      this.abandon(invoice);
      return this.#paid(invoice, true);
    }
    const paymentMethod = payment.paymentMethod ?? this.#paymentMethodOf(invoice);
    if (paymentMethod === null) throw noPaymentMethod();
    return this.#charge(invoice, paymentMethod, false);
  }

  /** An attempt that nobody waits for: its failure stays with the invoice and is told, not thrown. */
  collect(invoice: Invoice): void {
    const paymentMethod = this.#paymentMethodOf(invoice);
    if (paymentMethod === null) {
      this.#failed(invoice, true);
      return;
    }
    try {
      this.#charge(invoice, paymentMethod, true);
    } catch (error) {
      // A card that was detached meanwhile is refused before a bank is asked.
      if (!(error instanceof StripeFailure)) throw error;
      if (!(error instanceof KeptFailure)) this.#failed(invoice, true);
    }
  }

  /** Ends the payment under way of an invoice. */
  abandon(invoice: Invoice): void {
    this.#payments.cancelIntents(invoice, this.intents);
  }

  #charge(invoice: Invoice, paymentMethod: string, isScheduled: boolean): Invoice {
    const intent = this.#payments.intentOf(invoice);
    try {
      const confirmed = this.intents.confirm(intent, { paymentMethod });
      if (confirmed.status !== 'requires_action') return this.ledger.invoices.require(invoice.id);
      this.events.record('invoice.payment_action_required', invoice);
      throw requiresAction(confirmed);
    } catch (error) {
      if (error instanceof KeptFailure) this.#failed(this.ledger.invoices.require(invoice.id), isScheduled);
      throw error;
    }
  }

  /** Any attempt counts as the first one; after it only those by schedule do, and only they plan the next. */
  #failed(invoice: Invoice, isScheduled: boolean): void {
    const isCounted = isScheduled || invoice.attempt_count === 0;
    const attempts = invoice.attempt_count + (isCounted ? 1 : 0);
    const isRetried = invoice.auto_advance === true && invoice.billing_reason !== 'subscription_create';
    const next = isCounted && isRetried ? nextAttempt(attempts, this.clock.now()) : invoice.next_payment_attempt;
    const attempted = this.ledger.invoices.put({
      ...invoice,
      attempted: true,
      attempt_count: attempts,
      next_payment_attempt: next,
    });
    this.events.record('invoice.payment_failed', attempted);
    this.events.recordUpdate('invoice.updated', invoice, attempted);
    const outcome = isRetried && next === null ? 'given_up' : 'payment_failed';
    this.tell(attempted, outcome);
  }

  #intentPaid(intent: PaymentIntent): void {
    const payment = this.#payments.paidBy(intent);
    if (payment !== undefined) this.#paid(this.ledger.invoices.require(payment.invoice), false);
  }

  #paid(invoice: Invoice, isOutOfBand: boolean): Invoice {
    const isCharged = invoice.amount_due > 0 && !isOutOfBand;
    const paid = this.ledger.invoices.put({
      ...invoice,
      amount_paid: isOutOfBand ? 0 : invoice.amount_due,
      amount_remaining: 0,
      attempt_count: invoice.attempt_count + (isCharged ? 1 : 0),
      attempted: true,
      auto_advance: false,
      next_payment_attempt: null,
      status: 'paid',
      status_transitions: { ...invoice.status_transitions, paid_at: this.clock.now() },
    });
    this.events.recordUpdate('invoice.updated', invoice, paid);
    this.events.record('invoice.paid', paid);
    this.events.record('invoice.payment_succeeded', paid);
    this.tell(paid, 'paid');
    return paid;
  }

  #newIntent(invoice: Invoice): PaymentIntent {
    const method = this.#paymentMethodOf(invoice) ?? undefined;
    return this.intents.create({
      amount: invoice.amount_due,
      currency: invoice.currency,
      customer: String(invoice.customer),
      description: invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Payment for Invoice',
      ...(method === undefined ? {} : { payment_method: method }),
    });
  }

  #paymentMethodOf(invoice: Invoice): string | null {
    const subscription = this.ledger.subscriptions.get(invoice.parent?.subscription_details?.subscription ?? '');
    const customer = this.ledger.customers.get(String(invoice.customer));
    return (
      invoice.default_payment_method ??
      subscription?.default_payment_method ??
      customer?.invoice_settings.default_payment_method ??
      null
    );
  }
}

function noPaymentMethod(): Error {
  return invalidRequest(
    'There is no `default_payment_method` set on this Customer or Invoice. Please set a `default_payment_method` or pass a `payment_method`.',
    'payment_method',
    'resource_missing',
  );
}

function requiresAction(intent: PaymentIntent): KeptFailure {
  return new KeptFailure(402, {
    type: 'card_error',
    code: 'invoice_payment_intent_requires_action',
    message:
      'This payment requires additional user action before it can be completed successfully. Payment can be completed using ' +
      'the PaymentIntent associated with the invoice. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action',
    payment_intent: intent,
  });
}
