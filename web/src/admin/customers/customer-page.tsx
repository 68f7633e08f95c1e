import { Link } from 'wouter';
import { typedDocument } from '../../api/typed-document';
import { failureText } from '../api/failure-text';
import { Fact, Facts } from '../display/facts';
import { Instant } from '../display/instant';
import { EmptyState, FailureBox, Skeleton } from '../display/states';
import { AdminCustomerDocument, AdminCustomerInvoicesDocument, type AdminCustomerQuery } from '../generated/operations';
import { PageHeading } from '../layout/page-heading';
import { useLiveQuery } from '../live/use-live-query';
import { InvoiceTable } from '../subscriptions/invoice-table';
import { SubscriptionTable } from '../subscriptions/subscription-table';

const CUSTOMER = typedDocument(AdminCustomerDocument);
const INVOICES = typedDocument(AdminCustomerInvoicesDocument);

const back = (
  <Link className="way-back" href="/customers">
    ← Customers
  </Link>
);

/** One customer with what it has. */
export function CustomerPage({ id }: { readonly id: string }) {
  const { data, error, refresh } = useLiveQuery({
    query: CUSTOMER,
    variables: { id },
    concerns: (event) => event.kind === 'subscription' && event.row.customer?.id === id,
  });
  const customer = data?.customer;
  if (customer) return <CustomerDetails customer={customer} />;
  return (
    <>
      <PageHeading title={data ? 'No such customer' : 'Customer'} above={back} />
      {data ? (
        <EmptyState title={`There is no customer ${id}`}>It may have been deleted at Stripe.</EmptyState>
      ) : error ? (
        <FailureBox title="The customer could not be read" text={failureText(error)} onRetry={refresh} />
      ) : (
        <Skeleton lines={6} />
      )}
    </>
  );
}

type Customer = NonNullable<AdminCustomerQuery['customer']>;

function CustomerDetails({ customer }: { readonly customer: Customer }) {
  const { id, name, email, organizationId, createdAt, updatedAt, subscriptions } = customer;
  const invoices = useLiveQuery({
    query: INVOICES,
    variables: { organizationId },
    concerns: (event) => event.kind === 'webhookEvent' && event.row.result?.organizationId === organizationId,
  });
  return (
    <>
      <PageHeading title={name || email || organizationId} above={back}>
        <code>{id}</code>
      </PageHeading>
      <section className="card section" aria-label="About the customer">
        <Facts>
          <Fact name="E-mail">{email ?? '–'}</Fact>
          <Fact name="Organization">
            <code>{organizationId}</code>
          </Fact>
          <Fact name="Customer since">
            <Instant at={createdAt} />
          </Fact>
          <Fact name="Last changed">
            <Instant at={updatedAt} withTime />
          </Fact>
        </Facts>
      </section>
      <section className="card section" aria-labelledby="customer-subscriptions">
        <h2 id="customer-subscriptions">Subscriptions</h2>
        {subscriptions.nodes.length === 0 ? (
          <EmptyState title="No subscriptions">This customer has never subscribed.</EmptyState>
        ) : (
          <SubscriptionTable subscriptions={subscriptions.nodes} />
        )}
        {subscriptions.pageInfo.hasNextPage ? (
          <p>
            <Link href={`/subscriptions?search=${id}`}>All subscriptions of this customer</Link>
          </p>
        ) : null}
      </section>
      <section className="card section" aria-labelledby="customer-invoices">
        <h2 id="customer-invoices">Invoices</h2>
        <InvoiceTable answer={invoices} invoices={invoices.data?.invoices.nodes} />
      </section>
    </>
  );
}
