import type Stripe from 'stripe';
import { isWithin, listPage, pageOf, type PageParams } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { JsonObject, Wire } from '../state/wire.js';
import type { InvoiceEndings } from './invoice-endings.js';
import type { InvoiceItemCreateParams, InvoiceItems } from './invoice-items.js';
import type { InvoiceCreateParams, InvoicePayParams, Invoices } from './invoices.js';
import type { Invoice } from './new-invoice.js';

/** Computes the invoice that a change would lead to; it stands above the invoices that it shows. */
interface Previews {
  create(params: JsonObject): Invoice;
}

type InvoiceListParams = Wire<Stripe.InvoiceListParams>;

export interface InvoiceRouteParts {
  readonly ledger: Ledger;
  readonly invoices: Invoices;
  readonly endings: InvoiceEndings;
  readonly items: InvoiceItems;
  readonly previews: Previews;
}

/** Source: https://docs.stripe.com/api/invoices, https://docs.stripe.com/api/invoiceitems, https://docs.stripe.com/api/invoice-payment */
export function invoiceRoutes({ ledger, invoices, endings, items, previews }: InvoiceRouteParts): Route[] {
  return [
    route('POST', '/v1/invoices', (params: InvoiceCreateParams) => invoices.create(params)),
    route('POST', '/v1/invoices/create_preview', (params: JsonObject) => previews.create(params)),
    route('GET', '/v1/invoices', (params: InvoiceListParams, { url }) =>
      listPage(ledger.invoices, params, url, (invoice) => isListed(invoice, params)),
    ),
    route('GET', '/v1/invoices/{invoice}', (_params, { path }) => invoices.require(path.invoice)),
    route('POST', '/v1/invoices/{invoice}', (params: Wire<Stripe.InvoiceUpdateParams>, { path }) =>
      invoices.update(path.invoice, params),
    ),
    route('DELETE', '/v1/invoices/{invoice}', (_params, { path }) => endings.delete(path.invoice)),
    route('GET', '/v1/invoices/{invoice}/lines', (params: PageParams, { url, path }) =>
      pageOf(invoices.require(path.invoice).lines.data, params, url),
    ),
    route('POST', '/v1/invoices/{invoice}/finalize', (_params, { path }) => invoices.finalize(path.invoice)),
    route('POST', '/v1/invoices/{invoice}/pay', (params: InvoicePayParams, { path }) =>
      invoices.pay(path.invoice, params),
    ),
    route('POST', '/v1/invoices/{invoice}/void', (_params, { path }) => endings.void(path.invoice)),
    route('POST', '/v1/invoices/{invoice}/mark_uncollectible', (_params, { path }) =>
      endings.markUncollectible(path.invoice),
    ),
    route('GET', '/v1/invoice_payments', (params: Wire<Stripe.InvoicePaymentListParams>, { url }) =>
      listPage(
        ledger.invoicePayments,
        params,
        url,
        (payment) =>
          (params.invoice === undefined || payment.invoice === params.invoice) &&
          (params.status === undefined || payment.status === params.status),
      ),
    ),
    route('POST', '/v1/invoiceitems', (params: InvoiceItemCreateParams) => items.create(params)),
    route('GET', '/v1/invoiceitems', (params: Wire<Stripe.InvoiceItemListParams>, { url }) =>
      listPage(
        ledger.invoiceItems,
        params,
        url,
        (item) =>
          (params.customer === undefined || item.customer === params.customer) &&
          (params.invoice === undefined || item.invoice === params.invoice) &&
          (params.pending !== true || item.invoice === null),
      ),
    ),
    route('GET', '/v1/invoiceitems/{invoiceitem}', (_params, { path }) => items.require(path.invoiceitem)),
    route('DELETE', '/v1/invoiceitems/{invoiceitem}', (_params, { path }) => items.delete(path.invoiceitem)),
  ];
}

function isListed(invoice: Invoice, params: InvoiceListParams): boolean {
  return (
    (params.customer === undefined || invoice.customer === params.customer) &&
    (params.status === undefined || invoice.status === params.status) &&
    (params.collection_method === undefined || invoice.collection_method === params.collection_method) &&
    (params.subscription === undefined || invoice.parent?.subscription_details?.subscription === params.subscription) &&
    isWithin(params.created, invoice.created)
  );
}
