import type Stripe from 'stripe';
import type { Customers } from '../customers/customers.js';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter, noSuch } from '../http/failures.js';
import { KeptFailure } from '../http/kept-failure.js';
import { innerList } from '../http/list-page.js';
import type { PublicAddress } from '../http/public-address.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { PaymentIntent, PaymentIntents } from '../payment-intents/payment-intents.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { InvoiceItem, InvoiceItems } from './invoice-items.js';
import { invoiceItemLine } from './invoice-line.js';
import { InvoicePayments } from './invoice-payments.js';
import { type Invoice, type InvoiceDraft, newInvoice } from './new-invoice.js';

export type InvoiceCreateParams = Wire<Stripe.InvoiceCreateParams>;
export type InvoicePayParams = Wire<Stripe.InvoicePayParams>;

/** Told when an invoice was paid or a payment of it failed. */
export type InvoiceListener = (invoice: Invoice, outcome: 'paid' | 'payment_failed') => void;

const DAY = 24 * 60 * 60;

export interface InvoiceParts {
  readonly ledger: Ledger;
  readonly customers: Customers;
  readonly items: InvoiceItems;
  readonly intents: PaymentIntents;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly address: PublicAddress;
}

/** Source of the states: https://docs.stripe.com/invoicing/overview */
export class Invoices {
  readonly #listeners: InvoiceListener[] = [];
  readonly #payments: InvoicePayments;

  constructor(private readonly parts: InvoiceParts) {
    this.#payments = new InvoicePayments(parts.ledger, parts.events, parts.clock);
    parts.intents.onPaid((intent) => this.#intentPaid(intent));
  }

  onOutcome(listener: InvoiceListener): void {
    this.#listeners.push(listener);
  }

  create(params: InvoiceCreateParams): Invoice {
    if (params.customer === undefined) throw missingParameter('customer');
    const customer = this.parts.customers.require(params.customer, 'customer');
    const isIncluding = params.pending_invoice_items_behavior === 'include';
    const currency = params.currency ?? this.#pendingCurrency(customer.id) ?? customer.currency ?? 'usd';
    const items = isIncluding ? this.parts.items.pending(customer.id, currency) : [];
    const collectionMethod = params.collection_method ?? 'charge_automatically';
    return this.draft({
      id: newId('in'),
      customer,
      currency,
      billingReason: 'manual',
      collectionMethod,
      defaultPaymentMethod: params.default_payment_method ?? null,
      description: params.description ?? null,
      dueDate:
        collectionMethod === 'send_invoice' ? this.parts.clock.now() + (params.days_until_due ?? 30) * DAY : null,
      metadata: mergedMetadata({}, params.metadata),
      subscription: null,
      autoAdvance: params.auto_advance ?? false,
      items,
      lines: [],
    });
  }

  /** A new draft; `items` become its lines after `lines`. */
  draft({ items, ...draft }: Omit<InvoiceDraft, 'now'> & { readonly items: readonly InvoiceItem[] }): Invoice {
    const { ledger, clock, events } = this.parts;
    for (const item of items) ledger.invoiceItems.put({ ...item, invoice: draft.id });
    const lines = [...draft.lines, ...items.map((item) => invoiceItemLine(ledger, draft.id, item))];
    const invoice = ledger.invoices.put(newInvoice({ ...draft, lines, now: clock.now() }));
    events.record('invoice.created', invoice);
    return invoice;
  }

  update(id: string, params: Wire<Stripe.InvoiceUpdateParams>): Invoice {
    const before = this.require(id);
    return this.#put(before, {
      auto_advance: params.auto_advance ?? before.auto_advance ?? false,
      description: params.description ?? before.description,
      metadata: mergedMetadata(before.metadata ?? {}, params.metadata),
    });
  }

  /** Opens a draft for payment; one over nothing is paid at once. */
  finalize(id: string): Invoice {
    const { clock, customers, address } = this.parts;
    const draft = this.#withAddedItems(this.require(id));
    if (draft.status !== 'draft') {
      throw invalidRequest(
        "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
        undefined,
        'invoice_not_editable',
      );
    }
    const customer = customers.require(String(draft.customer), 'customer');
    const sequence = customer.next_invoice_sequence ?? 1;
    customers.amend(customer.id, {
      next_invoice_sequence: sequence + 1,
      currency: customer.currency ?? draft.currency,
    });
    const hosted = address.at(`/invoice/${id}`);
    const open = this.#put(
      draft,
      {
        status: 'open',
        effective_at: clock.now(),
        ending_balance: 0,
        hosted_invoice_url: hosted,
        invoice_pdf: `${hosted}/pdf`,
        number: `${customer.invoice_prefix ?? 'SANDBOX'}-${String(sequence).padStart(4, '0')}`,
        status_transitions: { ...draft.status_transitions, finalized_at: clock.now() },
      },
      'invoice.finalized',
    );
    if (open.amount_due === 0) return this.#paid(open, false);
    this.#payments.open(open, this.#newIntent(open));
    return open;
  }

  /**
   * Charges what is due, finalizing a draft first.
   *
   * @throws KeptFailure 402 when the bank refuses or asks for 3D Secure
   */
  pay(id: string, params: InvoicePayParams = {}): Invoice {
    const found = this.require(id);
    const invoice = found.status === 'draft' ? this.finalize(id) : found;
    if (invoice.status === 'paid' && found.status === 'draft') return invoice;
    if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid', undefined, 'invoice_already_paid');
    if (invoice.status !== 'open')
      throw invalidRequest(`This invoice is ${String(invoice.status)} and cannot be paid.`);
    if (params.paid_out_of_band === true) {
      this.#payments.cancelIntents(invoice, this.parts.intents);
      return this.#paid(invoice, true);
    }
    const paymentMethod = params.payment_method ?? this.#paymentMethodOf(invoice);
    if (paymentMethod === null) {
      throw invalidRequest(
        'There is no `default_payment_method` set on this Customer or Invoice. Please set a `default_payment_method` or pass a `payment_method`.',
        'payment_method',
        'resource_missing',
      );
    }
    return this.#charge(invoice, paymentMethod);
  }

  void(id: string): Invoice {
    const invoice = this.require(id);
    if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
      throw invalidRequest(
        `You can only pass in open invoices. This invoice isn't open: it is ${String(invoice.status)}.`,
      );
    }
    this.#payments.cancelIntents(invoice, this.parts.intents);
    const transitions = { ...invoice.status_transitions, voided_at: this.parts.clock.now() };
    return this.#put(
      invoice,
      { status: 'void', amount_remaining: 0, status_transitions: transitions },
      'invoice.voided',
    );
  }

  delete(id: string): Wire<Stripe.DeletedInvoice> {
    const invoice = this.require(id);
    if (invoice.status !== 'draft' || invoice.parent !== null) {
      throw invalidRequest("You can only delete draft invoices that don't come from a subscription.");
    }
    this.parts.ledger.invoices.remove(id);
    this.parts.events.record('invoice.deleted', invoice);
    return { id, object: 'invoice', deleted: true };
  }

  require(id: string, param?: string): Invoice {
    const invoice = this.parts.ledger.invoices.get(id);
    if (invoice === undefined)
      throw noSuch('invoice', id, param ?? 'invoice', param === undefined ? 'path' : 'parameter');
    return invoice;
  }

  #charge(invoice: Invoice, paymentMethod: string): Invoice {
    const intent = this.#payments.intentOf(invoice);
    try {
      const confirmed = this.parts.intents.confirm(intent, { paymentMethod });
      if (confirmed.status !== 'requires_action') return this.require(invoice.id);
      this.#attempted(invoice, 'invoice.payment_action_required');
      throw requiresAction(confirmed);
    } catch (error) {
      if (error instanceof KeptFailure) this.#failed(invoice);
      throw error;
    }
  }

  #failed(invoice: Invoice): void {
    const attempted = this.#attempted(this.require(invoice.id), 'invoice.payment_failed');
    for (const listener of this.#listeners) listener(attempted, 'payment_failed');
  }

  #attempted(invoice: Invoice, type: 'invoice.payment_action_required' | 'invoice.payment_failed'): Invoice {
    const isCounted = type === 'invoice.payment_failed';
    return this.#put(invoice, { attempted: true, attempt_count: invoice.attempt_count + (isCounted ? 1 : 0) }, type);
  }

  #intentPaid(intent: PaymentIntent): void {
    const payment = this.#payments.paidBy(intent);
    if (payment !== undefined) this.#paid(this.require(payment.invoice), false);
  }

  #paid(invoice: Invoice, isOutOfBand: boolean): Invoice {
    const { clock, events, ledger } = this.parts;
    const isCharged = invoice.amount_due > 0 && !isOutOfBand;
    const paid = ledger.invoices.put({
      ...invoice,
      amount_paid: isOutOfBand ? 0 : invoice.amount_due,
      amount_remaining: 0,
      attempt_count: invoice.attempt_count + (isCharged ? 1 : 0),
      attempted: true,
      auto_advance: false,
      status: 'paid',
      status_transitions: { ...invoice.status_transitions, paid_at: clock.now() },
    });
    events.recordUpdate('invoice.updated', invoice, paid);
    events.record('invoice.paid', paid);
    events.record('invoice.payment_succeeded', paid);
    for (const listener of this.#listeners) listener(paid, 'paid');
    return paid;
  }

  #newIntent(invoice: Invoice): PaymentIntent {
    const method = this.#paymentMethodOf(invoice) ?? undefined;
    return this.parts.intents.create({
      amount: invoice.amount_due,
      currency: invoice.currency,
      customer: String(invoice.customer),
      description: invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Payment for Invoice',
      ...(method === undefined ? {} : { payment_method: method }),
    });
  }

  #paymentMethodOf(invoice: Invoice): string | null {
    const { ledger } = this.parts;
    const subscription = ledger.subscriptions.get(invoice.parent?.subscription_details?.subscription ?? '');
    const customer = ledger.customers.get(String(invoice.customer));
    return (
      invoice.default_payment_method ??
      subscription?.default_payment_method ??
      customer?.invoice_settings.default_payment_method ??
      null
    );
  }

  /** Takes in the items that were created for this draft by name. */
  #withAddedItems(draft: Invoice): Invoice {
    const { ledger } = this.parts;
    const known = new Set(draft.lines.data.map((line) => line.parent?.invoice_item_details?.invoice_item));
    const added = ledger.invoiceItems.newestFirst((item) => item.invoice === draft.id && !known.has(item.id));
    if (added.length === 0) return draft;
    const lines = [...draft.lines.data, ...added.map((item) => invoiceItemLine(ledger, draft.id, item))];
    const total = lines.reduce((sum, line) => sum + line.amount, 0);
    const due = Math.max(0, total);
    return ledger.invoices.put({
      ...draft,
      lines: innerList(draft.lines.url, lines),
      ...{ total, subtotal: total, total_excluding_tax: total, subtotal_excluding_tax: total },
      ...{ amount_due: due, amount_remaining: due },
    });
  }

  #pendingCurrency(customer: string): string | undefined {
    return this.parts.ledger.invoiceItems.find((item) => item.customer === customer && item.invoice === null)?.currency;
  }

  #put(before: Invoice, changes: Partial<Invoice>, type?: Stripe.Event.Type): Invoice {
    const invoice = this.parts.ledger.invoices.put({ ...before, ...changes });
    if (type !== undefined) this.parts.events.record(type, invoice);
    this.parts.events.recordUpdate('invoice.updated', before, invoice);
    return invoice;
  }
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
