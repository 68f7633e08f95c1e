import type { Invoice, InvoiceLine } from './new-invoice.js';

export type InvoiceAmounts = Pick<
  Invoice,
  | 'amount_due'
  | 'amount_remaining'
  | 'ending_balance'
  | 'starting_balance'
  | 'subtotal'
  | 'subtotal_excluding_tax'
  | 'total'
  | 'total_excluding_tax'
>;

/** In minor units. Stripe's own minimum is per currency; the sandbox has that of the dollar for all. */
const SMALLEST_CHARGE = 50;

/**
 * What an invoice over these lines asks for. The customer's balance is drawn in; what is too little to be charged, and
 * what is owed to the customer, goes to the balance for the next invoice.
 * Source: https://docs.stripe.com/billing/customer/balance
 *
 * @param balance the customer's, in minor units: negative for what Stripe owes them
 */
export function invoiceAmounts(lines: readonly InvoiceLine[], balance: number): InvoiceAmounts {
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const asked = total + balance;
  const due = asked < SMALLEST_CHARGE ? 0 : asked;
  return {
    amount_due: due,
    amount_remaining: due,
    ending_balance: asked - due,
    starting_balance: balance,
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  };
}
