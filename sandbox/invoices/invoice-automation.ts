import type { Ledger } from '../state/ledger.js';
import { earliest, type Step } from '../state/agenda.js';
import type { InvoiceCollection } from './invoice-collection.js';
import type { Invoices } from './invoices.js';
import type { Invoice } from './new-invoice.js';

/** What happens to invoices by themselves. Source: https://docs.stripe.com/invoicing/integration/automatic-advancement-collection */
export class InvoiceAutomation {
  constructor(
    private readonly ledger: Ledger,
    private readonly invoices: Invoices,
    private readonly collection: InvoiceCollection,
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
    return undefined;
  }

  #finalize(id: string): void {
    const opened = this.invoices.finalize(id);
    const behavior = this.#pauseOf(opened);
    if (opened.status !== 'open') return;
    if (behavior === 'void') this.invoices.void(id);
    else if (behavior === 'mark_uncollectible') this.invoices.markUncollectible(id);
    else if (opened.collection_method === 'charge_automatically') this.#collect(id);
    else this.invoices.send(id);
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
