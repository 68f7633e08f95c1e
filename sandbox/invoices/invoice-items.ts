import type Stripe from 'stripe';
import type { Customers } from '../customers/customers.js';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter, noSuch } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Price, Prices } from '../prices/prices.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { lineAmount } from './invoice-line.js';

export type InvoiceItem = Wire<Stripe.InvoiceItem>;
export type InvoiceItemCreateParams = Wire<Stripe.InvoiceItemCreateParams>;

interface ItemSource {
  readonly customer: string;
  readonly amount: number;
  readonly currency: string;
  readonly price?: Price | undefined;
  readonly quantity: number;
  readonly description?: string | undefined;
  readonly discountable?: boolean | undefined;
  readonly invoice: string | null;
  readonly metadata: Wire<Stripe.Metadata>;
  readonly period?: InvoiceItem['period'] | undefined;
  readonly subscription?: string | undefined;
}

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
      description: params.description,
      discountable: params.discountable,
      invoice: params.invoice === undefined ? null : this.#draftOf(params.invoice),
      metadata: mergedMetadata({}, params.metadata),
      period: params.period,
      subscription: params.subscription,
    });
  }

  /** An item for one-time goods on the first invoice of a subscription. */
  createForPrice(customer: string, price: Price, quantity: number): InvoiceItem {
    const amount = lineAmount(price, quantity);
    return this.#put({ customer, amount, currency: price.currency, price, quantity, invoice: null, metadata: {} });
  }

  /** The items that the next invoice of a customer in this currency takes along. */
  pending(customer: string, currency: string): InvoiceItem[] {
    return this.ledger.invoiceItems.newestFirst(
      (item) => item.customer === customer && item.invoice === null && item.currency === currency,
    );
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

  #put(source: ItemSource): InvoiceItem {
    const { amount, currency, customer, price, quantity, subscription } = source;
    const now = this.clock.now();
    const item = this.ledger.invoiceItems.put({
      id: newId('ii'),
      object: 'invoiceitem',
      amount,
      currency,
      customer,
      customer_account: null,
      date: now,
      description: source.description ?? (price && this.ledger.products.get(price.product)?.name) ?? null,
      discountable: source.discountable ?? true,
      discounts: [],
      invoice: source.invoice,
      livemode: false,
      metadata: source.metadata,
      parent:
        subscription === undefined ? null : { subscription_details: { subscription }, type: 'subscription_details' },
      period: source.period ?? { start: now, end: now },
      pricing: {
        type: 'price_details',
        unit_amount_decimal: price?.unit_amount_decimal ?? String(amount / quantity),
        ...(price === undefined ? {} : { price_details: { price: price.id, product: price.product } }),
      },
      proration: false,
      quantity,
      quantity_decimal: String(quantity),
      tax_rates: [],
      test_clock: null,
    });
    this.events.record('invoiceitem.created', item);
    return item;
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
