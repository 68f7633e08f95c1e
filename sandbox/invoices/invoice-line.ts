import type Stripe from 'stripe';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { InvoiceLine } from './new-invoice.js';

interface LineSource {
  readonly invoice: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly metadata: Wire<Stripe.Metadata>;
  readonly period: { readonly start: number; readonly end: number };
  readonly price: Wire<Stripe.Price> | null;
  readonly quantity: number;
  readonly parent: InvoiceLine['parent'];
  readonly subscription: string | null;
  readonly isProration?: boolean;
}

function line(source: LineSource): InvoiceLine {
  const { price, quantity, amount } = source;
  return {
    id: newId('il'),
    object: 'line_item',
    amount,
    currency: source.currency,
    description: source.description,
    discount_amounts: [],
    discountable: source.isProration !== true,
    discounts: [],
    invoice: source.invoice,
    livemode: false,
    metadata: source.metadata,
    parent: source.parent,
    period: source.period,
    pretax_credit_amounts: [],
    pricing: {
      type: 'price_details',
      unit_amount_decimal: source.isProration ? null : (price?.unit_amount_decimal ?? String(amount / quantity)),
      ...(price === null ? {} : { price_details: { price: price.id, product: price.product } }),
    },
    quantity: Math.floor(quantity),
    quantity_decimal: String(quantity),
    subscription: source.subscription,
    subtotal: amount,
    taxes: [],
  };
}

/** What a line of a subscription item is for. */
export interface LineScope {
  /** How many units are due: the item's own, or what was used of a metered price. */
  readonly quantity: number;
  readonly period: { readonly start: number; readonly end: number };
  /** Nothing is due in a trial. */
  readonly isTrial: boolean;
}

/** The line of a subscription item for one period. */
export function subscriptionLine(
  ledger: Ledger,
  invoice: string,
  subscription: Wire<Stripe.Subscription>,
  item: Wire<Stripe.SubscriptionItem>,
  { quantity, period, isTrial }: LineScope,
): InvoiceLine {
  const { price } = item;
  const product = ledger.products.get(price.product)?.name ?? price.product;
  const interval = price.recurring?.interval ?? 'month';
  return line({
    invoice,
    amount: isTrial ? 0 : lineAmount(price, quantity),
    currency: price.currency,
    description: isTrial ? `Trial period for ${product}` : `${quantity} × ${product} (per ${interval})`,
    metadata: subscription.metadata,
    period,
    price,
    quantity,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    subscription: subscription.id,
  });
}

/** The line of an invoice item, which from then on belongs to the invoice. */
export function invoiceItemLine(ledger: Ledger, invoice: string, item: Wire<Stripe.InvoiceItem>): InvoiceLine {
  const price = ledger.prices.get(item.pricing?.price_details?.price ?? '') ?? null;
  const subscription = item.parent?.subscription_details?.subscription ?? null;
  return line({
    invoice,
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    metadata: item.metadata ?? {},
    period: item.period,
    price,
    quantity: item.quantity,
    parent: invoiceItemParent(item),
    subscription,
    isProration: item.proration,
  });
}

/** The invoice item that a line stands for. */
export function invoiceItemOf({ parent }: InvoiceLine): string | undefined {
  return (parent?.invoice_item_details ?? parent?.subscription_item_details)?.invoice_item ?? undefined;
}

function invoiceItemParent(item: Wire<Stripe.InvoiceItem>): InvoiceLine['parent'] {
  const { subscription = null, subscription_item: subscriptionItem } = item.parent?.subscription_details ?? {};
  const details = {
    invoice_item: item.id,
    proration: item.proration,
    proration_details: { credited_items: creditedLines(item) },
    subscription,
  };
  return subscriptionItem === undefined
    ? { invoice_item_details: details, subscription_item_details: null, type: 'invoice_item_details' }
    : {
        invoice_item_details: null,
        subscription_item_details: { ...details, subscription_item: subscriptionItem },
        type: 'subscription_item_details',
      };
}

/** Lines name the lines that they credit; an item that was still pending has none. */
function creditedLines(item: Wire<Stripe.InvoiceItem>) {
  return item.proration_details?.credited_items?.invoice_line_item_details ?? null;
}

/**
 * Minor units for `quantity` of a price, rounded half up as Stripe does with decimal prices.
 *
 * @param quantity for usage, it may have decimals; nothing is paid for less than nothing
 */
export function lineAmount(price: Wire<Stripe.Price>, quantity: number): number {
  if (price.unit_amount !== null && Number.isInteger(quantity)) return Math.max(0, price.unit_amount * quantity);
  const unit = digitsOf(price.unit_amount_decimal ?? '0');
  const units = digitsOf(Math.max(0, quantity).toFixed(12));
  const scale = 10n ** BigInt(unit.decimals + units.decimals);
  const exact = unit.digits * units.digits;
  return Number((exact * 2n + scale) / (scale * 2n));
}

/** A decimal number as a whole one and the count of its decimals. */
function digitsOf(decimal: string): { readonly digits: bigint; readonly decimals: number } {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return { digits: BigInt(whole + fraction), decimals: fraction.length };
}
