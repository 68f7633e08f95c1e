import { useQuery } from 'urql';
import { typedDocument } from '../../api/typed-document';
import { failureText } from '../api/failure-text';
import { Instant } from '../display/instant';
import { formatMoney } from '../display/money';
import { EmptyState, FailureBox, Skeleton } from '../display/states';
import { AdminUpcomingInvoiceDocument } from '../generated/operations';
import { InvoiceLines } from './invoice-lines';

const UPCOMING = typedDocument(AdminUpcomingInvoiceDocument);

/** What Stripe would charge next, as things stand now. */
export function UpcomingInvoice({ id }: { readonly id: string }) {
  const [{ data, error, fetching }, ask] = useQuery({
    query: UPCOMING,
    variables: { id },
    requestPolicy: 'network-only',
  });
  if (error && !fetching) {
    return (
      <FailureBox
        title="The next invoice is not known"
        text={failureText(error)}
        onRetry={() => ask({ requestPolicy: 'network-only' })}
      />
    );
  }
  if (!data) return <Skeleton lines={3} />;
  const invoice = data.upcomingInvoice;
  if (!invoice) return <EmptyState title="No invoice is to come" />;
  return (
    <>
      <p className="upcoming-total">
        <strong>{formatMoney(invoice.amountDue)}</strong>{' '}
        {invoice.nextPaymentAttempt ? (
          <span className="muted">
            due on <Instant at={invoice.nextPaymentAttempt} />
          </span>
        ) : null}
      </p>
      <InvoiceLines lines={invoice.lines} />
    </>
  );
}
