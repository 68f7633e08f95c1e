import type Stripe from 'stripe';
import type { SubscriptionDiscounts } from '../discounts/subscription-discounts.js';
import type { Customers } from '../customers/customers.js';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter, noSuch } from '../http/failures.js';
import { innerList } from '../http/list-page.js';
import type { PublicAddress } from '../http/public-address.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { InvoiceCollection } from './invoice-collection.js';
import { invoiceAmounts } from './invoice-amounts.js';
import type { InvoiceItems } from './invoice-items.js';
import { invoiceItemLine, invoiceItemOf } from './invoice-line.js';
import { DRAFT_SECONDS, type Invoice, type InvoiceDraft, newInvoice } from './new-invoice.js';
import type { InvoiceItem } from './new-invoice-item.js';

export type InvoiceCreateParams = Wire<Stripe.InvoiceCreateParams>;
export type InvoicePayParams = Wire<Stripe.InvoicePayParams>;

/** A draft to be made; without a word about discounts, it has those of its subscription. */
export type DraftOrder = Omit<InvoiceDraft, 'discounts' | 'now'> & {
  readonly items: readonly InvoiceItem[];
  readonly discounts?: readonly string[];
};

const DAY = 24 * 60 * 60;

export interface InvoiceParts {
  readonly ledger: Ledger;
  readonly customers: Customers;
  readonly items: InvoiceItems;
  readonly collection: InvoiceCollection;
  readonly discounts: SubscriptionDiscounts;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly address: PublicAddress;
}

/** Source of the states: https://docs.stripe.com/invoicing/overview */
export class Invoices {
  constructor(private readonly parts: InvoiceParts) {}

  create(params: InvoiceCreateParams): Invoice {
    if (params.customer === undefined) throw missingParameter('customer');
    const customer = this.parts.customers.require(params.customer, 'customer');
    const isIncluding = params.pending_invoice_items_behavior === 'include';
    const currency = params.currency ?? this.#pendingCurrency(customer.id) ?? customer.currency ?? 'usd';
    const items = isIncluding ? this.parts.items.pending(customer.id, currency) : [];
    const collectionMethod = params.collection_method ?? 'charge_automatically';
    const id = newId('in');
    const discounts = this.parts.discounts.forInvoice(params.discounts, id, customer.id);
    return this.draft({
      id,
      discounts,
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

  /** A new draft; `items` become its first lines, before `lines`. */
  draft({ items, ...draft }: DraftOrder): Invoice {
    const { ledger, clock, events } = this.parts;
    const discounts = draft.discounts ?? this.parts.discounts.current(draft.subscription?.id);
    for (const item of items) ledger.invoiceItems.put({ ...item, invoice: draft.id });
    const whole = [...items.map((item) => invoiceItemLine(ledger, draft.id, item)), ...draft.lines];
    const lines = this.parts.discounts.onLines(discounts, whole, draft.currency);
    const invoice = ledger.invoices.put(newInvoice({ ...draft, discounts, lines, now: clock.now() }));
    events.record('invoice.created', invoice);
    this.parts.discounts.spend(draft.subscription?.id, lines);
    return invoice;
  }

  update(id: string, params: Wire<Stripe.InvoiceUpdateParams>): Invoice {
    const before = this.require(id);
    const autoAdvance = params.auto_advance ?? before.auto_advance ?? false;
    const finalizes = before.automatically_finalizes_at ?? this.parts.clock.now() + DRAFT_SECONDS;
    return this.#put(before, {
      auto_advance: autoAdvance,
      automatically_finalizes_at: autoAdvance && before.status === 'draft' ? finalizes : null,
      description: params.description === undefined ? before.description : params.description || null,
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
    const sequence = customers.nextInvoiceSequence(customer.id);
    customers.bindToCurrency(customer.id, draft.currency);
    const amounts = invoiceAmounts(draft.lines.data, customer.balance);
    const open = this.#put(
      draft,
      {
        status: 'open',
        ...amounts,
        automatically_finalizes_at: null,
        effective_at: clock.now(),
        hosted_invoice_url: address.at(`/invoice/${id}`),
        number: `${customer.invoice_prefix ?? 'SANDBOX'}-${String(sequence).padStart(4, '0')}`,
        status_transitions: { ...draft.status_transitions, finalized_at: clock.now() },
      },
      'invoice.finalized',
    );
    customers.setBalance(customer.id, amounts.ending_balance ?? customer.balance);
    return this.parts.collection.open(open);
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
    return this.parts.collection.pay(invoice, {
      paymentMethod: params.payment_method,
      isOutOfBand: params.paid_out_of_band === true,
    });
  }

  require(id: string, param?: string): Invoice {
    const invoice = this.parts.ledger.invoices.get(id);
    if (invoice === undefined)
      throw noSuch('invoice', id, param ?? 'invoice', param === undefined ? 'path' : 'parameter');
    return invoice;
  }

  /** Takes in the items that were created for this draft by name. */
  #withAddedItems(draft: Invoice): Invoice {
    const { ledger } = this.parts;
    const known = new Set(draft.lines.data.map(invoiceItemOf));
    const added = ledger.invoiceItems.newestFirst((item) => item.invoice === draft.id && !known.has(item.id));
    if (added.length === 0) return draft;
    const whole = [...draft.lines.data, ...added.reverse().map((item) => invoiceItemLine(ledger, draft.id, item))];
    const lines = this.parts.discounts.onLines(draft.discounts.map(String), whole, draft.currency);
    return ledger.invoices.put({ ...draft, lines: innerList(draft.lines.url, lines) });
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
