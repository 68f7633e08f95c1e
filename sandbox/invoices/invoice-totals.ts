import type { Invoice, InvoiceLine } from './new-invoice.js';

/** What discounts take off an invoice, one entry for each discount that takes off anything. */
export function totalDiscounts(lines: readonly InvoiceLine[]): NonNullable<Invoice['total_discount_amounts']> {
  const sums = new Map<string, number>();
  for (const { amount, discount } of lines.flatMap((line) => line.discount_amounts ?? [])) {
    sums.set(discount, (sums.get(discount) ?? 0) + amount);
  }
  return [...sums].map(([discount, amount]) => ({ amount, discount }));
}

/** What the lines come to after discounts, in minor units. */
export function discountedTotal(lines: readonly InvoiceLine[]): number {
  const sum = lines.reduce((total, line) => total + line.amount, 0);
  return totalDiscounts(lines).reduce((total, { amount }) => total - amount, sum);
}
