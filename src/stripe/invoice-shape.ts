import type Stripe from 'stripe';
import { idOf } from './reference.js';

/** Where API versions before 2025-03-31 had the subscription. */
interface SubscriptionOnInvoice {
  subscription?: string | { id: string } | null;
}

/**
 * The subscription that an invoice is for, from either shape of the API, or null for a one-off invoice.
 * Source: https://docs.stripe.com/changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects
 */
export function subscriptionIdOf(invoice: Stripe.Invoice & SubscriptionOnInvoice): string | null {
  return idOf(invoice.parent?.subscription_details?.subscription) ?? idOf(invoice.subscription);
}

/** Where API versions before 2025-03-31 had it. */
interface ProrationOnLine {
  proration?: boolean;
}

/** Whether a line makes up for a change within a period, from either shape of the API. */
export function isProration({ parent, proration }: Stripe.InvoiceLineItem & ProrationOnLine): boolean {
  const details = parent?.subscription_item_details ?? parent?.invoice_item_details;
  return details?.proration ?? proration ?? false;
}

/** Whether a line is for a period of what is subscribed: neither a proration nor an amount that was added. */
export function isPeriod(line: Stripe.InvoiceLineItem): boolean {
  return line.parent?.subscription_item_details?.invoice_item === null && !isProration(line);
}

/** What a line adds to the total: less its discounts, and with the tax that is not in it already. */
export function netOf({ amount, discount_amounts: discounts, taxes }: Stripe.InvoiceLineItem): number {
  const off = (discounts ?? []).reduce((sum, discount) => sum + discount.amount, 0);
  const added = (taxes ?? []).filter(({ tax_behavior: behavior }) => behavior === 'exclusive');
  return amount - off + added.reduce((sum, tax) => sum + tax.amount, 0);
}
