import type { Invoice } from '../invoices/new-invoice.js';
import { html, page, table } from './page.js';

/** The page behind `hosted_invoice_url`: what an invoice says, to read. */
export function invoicePage(invoice: Invoice): string {
  const money = (amount: number) => formatted(amount, invoice.currency);
  const lines = invoice.lines.data.map((line) => [line.description ?? 'Item', money(line.amount)] as const);
  return page(
    `Invoice ${invoice.number ?? ''}`,
    html`<h1>Invoice ${invoice.number}</h1>
<p>For ${invoice.customer_name ?? invoice.customer_email ?? invoice.customer}, ${new Date(invoice.created * 1000).toISOString().slice(0, 10)}</p>
<section>${table([...lines, ['Total', money(invoice.total)]])}</section>
<p>${invoice.status === 'paid' ? 'Paid' : `${money(invoice.amount_remaining)} due`}</p>`,
  );
}

/** Stripe counts in minor units, whose size the currency decides. */
function formatted(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
