import type Stripe from 'stripe';
import type { Customers } from '../customers/customers.js';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter, noSuch } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Price, Prices } from '../prices/prices.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { lineAmount } from './invoice-line.js';
import { type InvoiceItem, type ItemSource, newInvoiceItem } from './new-invoice-item.js';

export type InvoiceItemCreateParams = Wire<Stripe.InvoiceItemCreateParams>;

/** Amounts that wait for the customer's next invoice. Source: https://docs.stripe.com/api/invoiceitems */
export class InvoiceItems {
  constructor(
    private readonly ledger: Ledger,
    private readonly customers: Customers,
    private readonly prices: Prices,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  create(params: InvoiceItemCreateParams): InvoiceItem {
    if (params.customer === undefined) throw missingParameter('customer');
    this.customers.require(params.customer, 'customer');
    const asked = params.pricing?.price;
    const price = asked === undefined ? undefined : this.prices.requireForSale(asked, 'pricing[price]');
    if (price?.recurring) {
      throw invalidRequest(
        'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
        'pricing[price]',
      );
    }
    const quantity = params.quantity ?? 1;
    const unit = price === undefined ? undefined : lineAmount(price, quantity);
    const amount = params.amount ?? unit;
    if (amount === undefined) throw missingParameter('amount');
    const currency = price?.currency ?? params.currency?.toLowerCase();
    if (currency === undefined) throw missingParameter('currency');
    return this.#put({
      customer: params.customer,
      amount,
      currency,
      price,
      quantity,
      description: params.description ?? this.#nameOf(price),
      discountable: params.discountable,
      invoice: params.invoice === undefined ? null : this.#draftOf(params.invoice),
      metadata: mergedMetadata({}, params.metadata),
      period: params.period,
      subscription: params.subscription,
    });
  }

  /** An item for one-time goods on the first invoice of a subscription. */
  createForPrice(customer: string, price: Price, quantity: number): InvoiceItem {
    const [amount, description] = [lineAmount(price, quantity), this.#nameOf(price)];
    const { currency } = price;
    return this.#put({ customer, amount, currency, price, quantity, description, invoice: null, metadata: {} });
  }

  /** An item that a change of a subscription within its period gives rise to. */
  createProration(source: Omit<ItemSource, 'invoice' | 'metadata' | 'testClock'>): InvoiceItem {
    return this.#put({ ...source, invoice: null, metadata: {} });
  }

  /**
   * The items that the next invoice of a customer in this currency takes along, the newest first.
   *
   * @param subscription where the invoice is a subscription's: then what waits for another one stays
   */
  pending(customer: string, currency: string, subscription?: string): InvoiceItem[] {
    return this.ledger.invoiceItems.newestFirst((item) => {
      const owner = item.parent?.subscription_details?.subscription;
      const isOthers = subscription !== undefined && owner !== undefined && owner !== subscription;
      return item.customer === customer && item.invoice === null && item.currency === currency && !isOthers;
    });
  }

  require(id: string): InvoiceItem {
    const item = this.ledger.invoiceItems.get(id);
    if (item === undefined) throw noSuch('invoiceitem', id, 'invoiceitem');
    return item;
  }

  delete(id: string): Wire<Stripe.DeletedInvoiceItem> {
    const item = this.require(id);
    if (item.invoice !== null) this.#draftOf(item.invoice);
    this.ledger.invoiceItems.remove(id);
    this.events.record('invoiceitem.deleted', item);
    return { id, object: 'invoiceitem', deleted: true };
  }

  /** Deletes the items of a draft that is itself deleted. */
  deleteOf(invoice: string): void {
    for (const item of this.ledger.invoiceItems.newestFirst((entry) => entry.invoice === invoice)) this.delete(item.id);
  }

  #put(source: Omit<ItemSource, 'testClock'>): InvoiceItem {
    const testClock = this.customers.testClockOf(source.customer);
    const item = this.ledger.invoiceItems.put(newInvoiceItem({ ...source, testClock }, this.clock.now()));
    this.events.record('invoiceitem.created', item);
    return item;
  }

  #nameOf(price: Price | undefined): string | null {
    return (price && this.ledger.products.get(price.product)?.name) ?? null;
  }

  #draftOf(invoice: string): string {
    const found = this.ledger.invoices.get(invoice);
    if (found === undefined) throw noSuch('invoice', invoice, 'invoice', 'parameter');
    if (found.status !== 'draft') {
      throw invalidRequest(
        "The specified invoice is already finalized, so it can't take new items.",
        'invoice',
        'invoice_not_editable',
      );
    }
    return invoice;
  }
}
