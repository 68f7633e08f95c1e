import type Stripe from 'stripe';
import type { Customers } from '../customers/customers.js';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest } from '../http/failures.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { InvoiceCollection } from './invoice-collection.js';
import type { InvoiceItems } from './invoice-items.js';
import type { Invoices } from './invoices.js';
import type { Invoice } from './new-invoice.js';

export interface InvoiceEndingParts {
  readonly ledger: Ledger;
  readonly invoices: Invoices;
  readonly items: InvoiceItems;
  readonly customers: Customers;
  readonly collection: InvoiceCollection;
  readonly events: EventLog;
  readonly clock: Clock;
}

/** What every invoice has in common that nothing happens to by itself any more. */
const ENDED = { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null };

/** The ends of invoices that are not paid. Source: https://docs.stripe.com/invoicing/overview#invoice-statuses */
export class InvoiceEndings {
  constructor(private readonly parts: InvoiceEndingParts) {}

  void(id: string): Invoice {
    const invoice = this.#unpaid(id);
    this.parts.collection.abandon(invoice);
    this.#giveBack(invoice);
    const transitions = { ...invoice.status_transitions, voided_at: this.parts.clock.now() };
    return this.#put(
      invoice,
      { ...ENDED, status: 'void', amount_remaining: 0, status_transitions: transitions },
      'invoice.voided',
    );
  }

  /** Gives up on an open invoice, which settles the matter for its subscription. */
  markUncollectible(id: string): Invoice {
    const marked = this.#uncollectible(this.#unpaid(id));
    this.parts.collection.tell(marked, 'uncollectible');
    return marked;
  }

  /** The end of a draft that only credits a customer who has left. */
  writeOff(draft: Invoice): Invoice {
    return this.#uncollectible(draft);
  }

  /** No more payment is tried by itself. */
  stopAdvancing(invoice: Invoice): void {
    this.#put(invoice, ENDED);
  }

  /** Deletes a draft together with the items that it took in. */
  delete(id: string): Wire<Stripe.DeletedInvoice> {
    const invoice = this.parts.invoices.require(id);
    if (invoice.status !== 'draft' || invoice.parent !== null) {
      throw invalidRequest("You can only delete draft invoices that don't come from a subscription.");
    }
    this.parts.items.deleteOf(id);
    this.parts.ledger.invoices.remove(id);
    this.parts.events.record('invoice.deleted', invoice);
    return { id, object: 'invoice', deleted: true };
  }

  #unpaid(id: string): Invoice {
    const invoice = this.parts.invoices.require(id);
    if (invoice.status === 'open' || invoice.status === 'uncollectible') return invoice;
    throw invalidRequest(
      `You can only pass in open invoices. This invoice isn't open: it is ${String(invoice.status)}.`,
    );
  }

  #uncollectible(invoice: Invoice): Invoice {
    const transitions = { ...invoice.status_transitions, marked_uncollectible_at: this.parts.clock.now() };
    return this.#put(
      invoice,
      { ...ENDED, status: 'uncollectible', status_transitions: transitions },
      'invoice.marked_uncollectible',
    );
  }

  /** The part of the customer's balance that a void invoice had drawn in. */
  #giveBack({ customer, starting_balance: before, ending_balance: after }: Invoice): void {
    const owner = this.parts.ledger.customers.get(String(customer));
    if (owner === undefined || after === null) return;
    this.parts.customers.setBalance(owner.id, owner.balance + before - after);
  }

  #put(before: Invoice, changes: Partial<Invoice>, type?: Stripe.Event.Type): Invoice {
    const invoice = this.parts.ledger.invoices.put({ ...before, ...changes });
    if (type !== undefined) this.parts.events.record(type, invoice);
    this.parts.events.recordUpdate('invoice.updated', before, invoice);
    return invoice;
  }
}
