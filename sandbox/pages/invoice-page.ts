import type { Invoice } from '../invoices/new-invoice.js';
import { money } from './money.js';
import { html, page, table } from './page.js';

/** The page behind `hosted_invoice_url`: what an invoice says, to read. */
export function invoicePage(invoice: Invoice): string {
  const shown = (amount: number) => money(amount, invoice.currency);
  const lines = invoice.lines.data.map((line) => [line.description ?? 'Item', shown(line.amount)] as const);
  return page(
    `Invoice ${invoice.number ?? ''}`,
    html`<h1>Invoice ${invoice.number}</h1>
<p>For ${invoice.customer_name ?? invoice.customer_email ?? invoice.customer}, ${new Date(invoice.created * 1000).toISOString().slice(0, 10)}</p>
<section>${table([...lines, ['Total', shown(invoice.total)]])}</section>
<p>${invoice.status === 'paid' ? 'Paid' : `${shown(invoice.amount_remaining)} due`}</p>`,
  );
}
