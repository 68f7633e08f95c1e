import type { EventLog } from '../events/event-log.js';
import type { Ledger } from '../state/ledger.js';
import { earliest, type Step } from '../state/agenda.js';
import type { InvoiceCollection } from './invoice-collection.js';
import type { InvoiceEndings } from './invoice-endings.js';
import type { Invoices } from './invoices.js';
import type { Invoice } from './new-invoice.js';

/** What happens to invoices by themselves. Source: https://docs.stripe.com/invoicing/integration/automatic-advancement-collection */
export class InvoiceAutomation {
  constructor(
    private readonly ledger: Ledger,
    private readonly invoices: Invoices,
    private readonly collection: InvoiceCollection,
    private readonly endings: InvoiceEndings,
    private readonly events: EventLog,
  ) {}

  /** The first draft that is to be finalized, or payment that is to be tried again. */
  nextStep(testClock: string | null): Step | undefined {
    const advancing = this.ledger.invoices.newestFirst(
      ({ auto_advance: isAdvancing, test_clock: clock, customer }) =>
        isAdvancing === true && clock === testClock && this.ledger.customers.get(String(customer)) !== undefined,
    );
    return earliest(advancing.reverse().map((invoice) => this.#stepOf(invoice)));
  }

  #stepOf(invoice: Invoice): Step | undefined {
    const { id, status, automatically_finalizes_at: finalizes, next_payment_attempt: attempt } = invoice;
    if (status === 'draft' && finalizes !== null) return { at: finalizes, run: () => this.#finalize(id) };
    if (status === 'open' && attempt !== null) return { at: attempt, run: () => this.#collect(id) };
    return this.#overdue(invoice);
  }

  #overdue({ id, status, due_date: due }: Invoice): Step | undefined {
    const told = `${id}:overdue`;
    if (status !== 'open' || due === null || this.ledger.announcements.get(told) !== undefined) return undefined;
    return { at: due, run: () => this.#tellOverdue(id, told) };
  }

  #tellOverdue(id: string, told: string): void {
    this.ledger.announcements.put({ id: told });
    const invoice = this.invoices.require(id);
    this.events.record('invoice.overdue', invoice);
    this.collection.tell(invoice, 'overdue');
  }

  #finalize(id: string): void {
    const opened = this.invoices.finalize(id);
    const behavior = this.#pauseOf(opened);
    if (opened.status !== 'open') return;
    if (behavior === 'void') this.endings.void(id);
    else if (behavior === 'mark_uncollectible') this.endings.markUncollectible(id);
    else if (opened.collection_method === 'charge_automatically') this.#collect(id);
    else this.events.record('invoice.sent', opened);
  }

  #collect(id: string): void {
    this.collection.collect(this.invoices.require(id));
  }

  /** What a paused collection does with the invoices that a subscription still makes. */
  #pauseOf(invoice: Invoice): string | undefined {
    const subscription = this.ledger.subscriptions.get(invoice.parent?.subscription_details?.subscription ?? '');
    return subscription?.pause_collection?.behavior;
  }
}
