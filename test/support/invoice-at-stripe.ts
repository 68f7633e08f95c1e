import type Stripe from 'stripe';
import { keptOfInvoice } from './kept-of-invoice.js';

/** What of an invoice is both stored and shown by Stripe. */
export function invoiceShownByStripe(invoice: Stripe.Invoice) {
  const date = (value: number | null) => (value === null ? null : new Date(value * 1000));
  return {
    stripe_invoice_id: invoice.id,
    stripe_customer_id: invoice.customer,
    stripe_subscription_id: invoice.parent?.subscription_details?.subscription ?? null,
    number: invoice.number,
    status: invoice.status,
    currency: invoice.currency,
    total: invoice.total,
    amount_paid: invoice.amount_paid,
    amount_due: invoice.amount_due,
    amount_remaining: invoice.amount_remaining,
    hosted_invoice_url: invoice.hosted_invoice_url ?? null,
    invoice_pdf: invoice.invoice_pdf ?? null,
    attempt_count: invoice.attempt_count,
    next_payment_attempt: date(invoice.next_payment_attempt),
    billing_reason: invoice.billing_reason,
    lines: invoice.lines.data.map((line) => ({
      stripe_line_id: line.id,
      description: line.description,
      amount: line.amount,
      currency: line.currency,
      quantity: line.quantity,
      proration: Boolean(
        line.parent?.subscription_item_details?.proration || line.parent?.invoice_item_details?.proration,
      ),
      period_start: date(line.period.start),
      period_end: date(line.period.end),
    })),
    created_at: date(invoice.created),
    stripe_data: keptOfInvoice(invoice),
  };
}
