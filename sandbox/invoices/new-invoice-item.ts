import type Stripe from 'stripe';
import type { Price } from '../prices/prices.js';
import { newId } from '../state/ids.js';
import type { Wire } from '../state/wire.js';

export type InvoiceItem = Wire<Stripe.InvoiceItem>;

/** What tells one new invoice item from another. */
export interface ItemSource {
  readonly customer: string;
  readonly amount: number;
  readonly currency: string;
  readonly price?: Price | undefined;
  readonly quantity: number;
  readonly description: string | null;
  readonly discountable?: boolean | undefined;
  readonly invoice: string | null;
  readonly metadata: Wire<Stripe.Metadata>;
  readonly period?: InvoiceItem['period'] | undefined;
  readonly subscription?: string | undefined;
  /** Where it stands for a change within a period: the item that changed and what a credit gives back. */
  readonly proration?: {
    readonly subscriptionItem: string;
    readonly creditedItems: NonNullable<InvoiceItem['proration_details']>['credited_items'];
  };
  readonly testClock: string | null;
}

/** Source: https://docs.stripe.com/api/invoiceitems/object */
export function newInvoiceItem(source: ItemSource, now: number): InvoiceItem {
  const { amount, currency, customer, price, quantity, subscription, proration } = source;
  const unit = proration === undefined ? (price?.unit_amount_decimal ?? String(amount / quantity)) : null;
  return {
    id: newId('ii'),
    object: 'invoiceitem',
    amount,
    currency,
    customer,
    customer_account: null,
    date: now,
    description: source.description,
    discountable: source.discountable ?? proration === undefined,
    discounts: [],
    invoice: source.invoice,
    livemode: false,
    metadata: source.metadata,
    parent:
      subscription === undefined
        ? null
        : {
            subscription_details: {
              subscription,
              ...(proration === undefined ? {} : { subscription_item: proration.subscriptionItem }),
            },
            type: 'subscription_details',
          },
    period: source.period ?? { start: now, end: now },
    pricing: {
      type: 'price_details',
      unit_amount_decimal: unit,
      ...(price === undefined ? {} : { price_details: { price: price.id, product: price.product } }),
    },
    proration: proration !== undefined,
    ...(proration === undefined
      ? {}
      : { proration_details: { credited_items: proration.creditedItems, discount_amounts: [] } }),
    quantity,
    quantity_decimal: String(quantity),
    tax_rates: [],
    test_clock: source.testClock,
  };
}
