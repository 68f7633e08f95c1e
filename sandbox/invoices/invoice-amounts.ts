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
  | 'total_discount_amounts'
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
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0);
  const discounts = totalDiscounts(lines);
  const total = discounts.reduce((left, { amount }) => left - amount, subtotal);
  const asked = total + balance;
  const due = asked < SMALLEST_CHARGE ? 0 : asked;
  return {
    amount_due: due,
    amount_remaining: due,
    ending_balance: asked - due,
    starting_balance: balance,
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_discount_amounts: discounts,
    total_excluding_tax: total,
  };
}

/** What discounts take off an invoice, one entry for each discount that takes off anything. */
function totalDiscounts(lines: readonly InvoiceLine[]): NonNullable<Invoice['total_discount_amounts']> {
  const sums = new Map<string, number>();
  for (const { amount, discount } of lines.flatMap((line) => line.discount_amounts ?? [])) {
    sums.set(discount, (sums.get(discount) ?? 0) + amount);
  }
  return [...sums].map(([discount, amount]) => ({ amount, discount }));
}
