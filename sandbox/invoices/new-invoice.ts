import type Stripe from 'stripe';
import type { Customer } from '../customers/customers.js';
import { innerList } from '../http/list-page.js';
import type { Wire } from '../state/wire.js';
import { invoiceAmounts } from './invoice-amounts.js';

export type Invoice = Wire<Stripe.Invoice>;
export type InvoiceLine = Wire<Stripe.InvoiceLineItem>;

/** What tells one new invoice from another. */
export interface InvoiceDraft {
  readonly id: string;
  readonly customer: Customer;
  readonly currency: string;
  readonly billingReason: 'manual' | 'subscription_create' | 'subscription_cycle' | 'subscription_update';
  readonly collectionMethod: string;
  readonly defaultPaymentMethod: string | null;
  readonly description: string | null;
  readonly dueDate: number | null;
  readonly metadata: Wire<Stripe.Metadata>;
  readonly subscription: { readonly id: string; readonly metadata: Wire<Stripe.Metadata> } | null;
  readonly autoAdvance: boolean;
  /** Ids of the discounts that the lines have in them. */
  readonly discounts: readonly string[];
  /** The period that the invoice looks back on; the moment itself where there is none. */
  readonly period?: { readonly start: number; readonly end: number };
  readonly lines: readonly InvoiceLine[];
  readonly now: number;
}

/** How long a draft waits for changes before it is finalized by itself. */
export const DRAFT_SECONDS = 60 * 60;

/** A draft invoice over its lines. Source: https://docs.stripe.com/api/invoices/object */
export function newInvoice(draft: InvoiceDraft): Invoice {
  const { customer, lines, now, subscription } = draft;
  return {
    id: draft.id,
    object: 'invoice',
    ...invoiceAmounts(lines, customer.balance),
    ending_balance: null,
    account_country: 'US',
    account_name: 'Stripe sandbox',
    account_tax_ids: null,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: draft.autoAdvance,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: draft.autoAdvance ? now + DRAFT_SECONDS : null,
    billing_reason: draft.billingReason,
    collection_method: draft.collectionMethod,
    created: now,
    currency: draft.currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: customer.shipping,
    customer_tax_exempt: customer.tax_exempt ?? 'none',
    customer_tax_ids: [],
    default_payment_method: draft.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: draft.description,
    discounts: draft.discounts,
    due_date: draft.dueDate,
    effective_at: null,
    footer: customer.invoice_settings.footer,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: innerList(`/v1/invoices/${draft.id}/lines`, lines),
    livemode: false,
    metadata: draft.metadata,
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent:
      subscription === null
        ? null
        : {
            quote_details: null,
            subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
            type: 'subscription_details',
          },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: draft.period?.end ?? now,
    period_start: draft.period?.start ?? now,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    test_clock: customer.test_clock ?? null,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
}
