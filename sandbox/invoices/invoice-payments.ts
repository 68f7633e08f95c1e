import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import type { PaymentIntent, PaymentIntents } from '../payment-intents/payment-intents.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { Invoice } from './new-invoice.js';

export type InvoicePayment = Wire<Stripe.InvoicePayment>;

/** What ties a payment intent to the invoice that it pays. Source: https://docs.stripe.com/api/invoice-payment */
export class InvoicePayments {
  constructor(
    private readonly ledger: Ledger,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  open(invoice: Invoice, intent: PaymentIntent): InvoicePayment {
    return this.ledger.invoicePayments.put({
      id: newId('inpay'),
      object: 'invoice_payment',
      amount_paid: null,
      amount_requested: invoice.amount_due,
      created: this.clock.now(),
      currency: invoice.currency,
      invoice: invoice.id,
      is_default: true,
      livemode: false,
      payment: { payment_intent: intent.id, type: 'payment_intent' },
      status: 'open',
      status_transitions: { canceled_at: null, paid_at: null },
    });
  }

  /** The id of the payment intent that pays an open invoice. */
  intentOf(invoice: Invoice): string {
    const payment = this.#openOf(invoice.id);
    if (payment?.payment.payment_intent === undefined) throw new Error(`The open invoice ${invoice.id} has no payment`);
    return payment.payment.payment_intent;
  }

  /** Marks the payment of a succeeded intent; undefined for an intent of no invoice. */
  paidBy(intent: PaymentIntent): InvoicePayment | undefined {
    const payment = this.ledger.invoicePayments.find((entry) => entry.payment.payment_intent === intent.id);
    if (payment === undefined) return undefined;
    const paid = this.ledger.invoicePayments.put({
      ...payment,
      amount_paid: intent.amount_received,
      status: 'paid',
      status_transitions: { ...payment.status_transitions, paid_at: this.clock.now() },
    });
    this.events.record('invoice_payment.paid', paid);
    return paid;
  }

  /** Ends the payment of an invoice that nobody will pay through it any more. */
  cancelIntents(invoice: Invoice, intents: PaymentIntents): void {
    const payment = this.#openOf(invoice.id);
    if (payment?.payment.payment_intent === undefined) return;
    intents.cancel(payment.payment.payment_intent, 'void_invoice');
    this.ledger.invoicePayments.put({
      ...payment,
      status: 'canceled',
      status_transitions: { ...payment.status_transitions, canceled_at: this.clock.now() },
    });
  }

  #openOf(invoice: string): InvoicePayment | undefined {
    return this.ledger.invoicePayments.find((payment) => payment.invoice === invoice && payment.status === 'open');
  }
}
