import { failureText } from '../api/failure-text';
import { Badge } from '../display/badge';
import { Instant } from '../display/instant';
import { formatMoney } from '../display/money';
import { EmptyState, FailureBox, Skeleton } from '../display/states';
import { INVOICE_STATUS } from '../display/status-words';
import type { InvoiceRowFragment } from '../generated/operations';
import type { LiveAnswer } from '../live/use-live-query';

interface InvoiceTableProps {
  readonly answer: LiveAnswer<unknown>;
  readonly invoices: readonly InvoiceRowFragment[] | undefined;
  /** Offers a refund of paid ones. */
  readonly onRefund?: (invoice: InvoiceRowFragment) => void;
}

/** The latest invoices, newest first. */
export function InvoiceTable({ answer: { error, refresh }, invoices, onRefund }: InvoiceTableProps) {
  if (!invoices) {
    return error ? (
      <FailureBox title="The invoices could not be read" text={failureText(error)} onRetry={refresh} />
    ) : (
      <Skeleton lines={3} />
    );
  }
  if (invoices.length === 0) return <EmptyState title="No invoices yet" />;
  return (
    <table>
      <caption className="visually-hidden">Invoices</caption>
      <thead>
        <tr>
          <th scope="col">Invoice</th>
          <th scope="col" className="wide-only">
            Status
          </th>
          <th scope="col" className="numeric">
            Total
          </th>
          <th scope="col" className="numeric wide-only">
            Date
          </th>
          {onRefund ? (
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {invoices.map((invoice) => (
          <InvoiceLine key={invoice.id} invoice={invoice} {...(onRefund ? { onRefund } : {})} />
        ))}
      </tbody>
    </table>
  );
}

interface InvoiceLineProps {
  readonly invoice: InvoiceRowFragment;
  readonly onRefund?: (invoice: InvoiceRowFragment) => void;
}

function InvoiceLine({ invoice, onRefund }: InvoiceLineProps) {
  const { id, number, status, stripeStatus, total, amountPaid, createdAt, hostedInvoiceUrl } = invoice;
  const word = INVOICE_STATUS[status];
  const name = number ?? id;
  return (
    <tr>
      <td>
        {hostedInvoiceUrl ? (
          <a href={hostedInvoiceUrl} target="_blank" rel="noreferrer">
            {name}
            <span className="visually-hidden"> (opens Stripe’s page in another tab)</span>
          </a>
        ) : (
          name
        )}
        <p className="narrow-only muted">
          {status === 'UNKNOWN' ? stripeStatus : word.label} · <Instant at={createdAt} />
        </p>
      </td>
      <td className="wide-only">
        <Badge label={status === 'UNKNOWN' ? stripeStatus : word.label} tone={word.tone} />
      </td>
      <td className="numeric">{formatMoney(total)}</td>
      <td className="numeric wide-only">
        <Instant at={createdAt} />
      </td>
      {onRefund ? (
        <td className="numeric">
          {amountPaid.amount > 0 ? (
            <button
              type="button"
              className="button button-small"
              aria-label={`Refund ${name}`}
              onClick={() => onRefund(invoice)}
            >
              Refund
            </button>
          ) : null}
        </td>
      ) : null}
    </tr>
  );
}
