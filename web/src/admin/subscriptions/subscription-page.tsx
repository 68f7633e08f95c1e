import { useState } from 'react';
import { Link } from 'wouter';
import { typedDocument } from '../../api/typed-document';
import { failureText } from '../api/failure-text';
import { Fact, Facts } from '../display/facts';
import { Instant } from '../display/instant';
import { formatMoney } from '../display/money';
import { EmptyState, FailureBox, Skeleton } from '../display/states';
import {
  AdminSubscriptionDocument,
  AdminSubscriptionInvoicesDocument,
  type AdminSubscriptionQuery,
  type InvoiceRowFragment,
} from '../generated/operations';
import { PageHeading } from '../layout/page-heading';
import { useLiveQuery } from '../live/use-live-query';
import { InvoiceTable } from './invoice-table';
import { ItemTable } from './item-table';
import { RefundDialog } from './refund-dialog';
import { SubscriptionActions } from './subscription-actions';
import { customerName, planName, StatusCell } from './subscription-cells';
import { Timeline } from './timeline';
import { UpcomingInvoice } from './upcoming-invoice';
import './subscription-page.css';

const SUBSCRIPTION = typedDocument(AdminSubscriptionDocument);
const INVOICES = typedDocument(AdminSubscriptionInvoicesDocument);

const back = (
  <Link className="way-back" href="/subscriptions">
    ← Subscriptions
  </Link>
);

export type SubscriptionDetails = NonNullable<AdminSubscriptionQuery['subscription']>;

/** One subscription: what it is, what it was, and what can be done with it. */
export function SubscriptionPage({ id }: { readonly id: string }) {
  const { data, error, refresh } = useLiveQuery({
    query: SUBSCRIPTION,
    variables: { id },
    concerns: (event) => event.kind === 'subscription' && event.row.id === id,
  });
  const subscription = data?.subscription;
  if (subscription) return <Details subscription={subscription} onChanged={refresh} />;
  return (
    <>
      <PageHeading title={data ? 'No such subscription' : 'Subscription'} above={back} />
      {data ? (
        <EmptyState title={`There is no subscription ${id}`}>Check its id: it begins with sub_.</EmptyState>
      ) : error ? (
        <FailureBox title="The subscription could not be read" text={failureText(error)} onRetry={refresh} />
      ) : (
        <Skeleton lines={8} />
      )}
    </>
  );
}

interface DetailsProps {
  readonly subscription: SubscriptionDetails;
  readonly onChanged: () => void;
}

function Details({ subscription, onChanged }: DetailsProps) {
  const { id, customer, organizationId, monthlyRecurringRevenue, metadata } = subscription;
  const [refunded, setRefunded] = useState<InvoiceRowFragment | null>(null);
  const invoices = useLiveQuery({
    query: INVOICES,
    variables: { id },
    concerns: (event) => event.kind === 'webhookEvent' && event.row.result?.subscriptionId === id,
  });
  const ends = subscription.cancelAt ?? (subscription.cancelAtPeriodEnd ? subscription.currentPeriodEnd : null);
  const isOver = subscription.status === 'CANCELED' || subscription.status === 'INCOMPLETE_EXPIRED';
  return (
    <>
      <PageHeading
        title={planName(subscription)}
        above={back}
        beside={<SubscriptionActions subscription={subscription} onChanged={onChanged} />}
      >
        <StatusCell {...subscription} /> <code>{id}</code>
      </PageHeading>
      <section className="card section" aria-label="About the subscription">
        <Facts>
          <Fact name="Customer">
            {customer ? <Link href={`/customers/${customer.id}`}>{customerName(subscription)}</Link> : organizationId}
          </Fact>
          <Fact name="Organization">
            <code>{organizationId}</code>
          </Fact>
          <Fact name="Monthly recurring revenue">{formatMoney(monthlyRecurringRevenue)}</Fact>
          <Fact name="Current period">
            <Instant at={subscription.currentPeriodStart} /> – <Instant at={subscription.currentPeriodEnd} />
          </Fact>
          {subscription.trialEnd ? (
            <Fact name="Trial ends">
              <Instant at={subscription.trialEnd} />
            </Fact>
          ) : null}
          {ends && !isOver ? (
            <Fact name="Ends on">
              <Instant at={ends} />
            </Fact>
          ) : null}
          {subscription.endedAt ? (
            <Fact name="Ended on">
              <Instant at={subscription.endedAt} withTime />
            </Fact>
          ) : null}
          <Fact name="Created">
            <Instant at={subscription.createdAt} withTime />
          </Fact>
        </Facts>
      </section>
      <div className="columns">
        <section className="card section" aria-labelledby="items">
          <h2 id="items">Items</h2>
          <ItemTable items={subscription.items} />
        </section>
        <section className="card section" aria-labelledby="upcoming">
          <h2 id="upcoming">Next invoice</h2>
          {isOver ? <EmptyState title="None: it is over" /> : <UpcomingInvoice key={subscription.updatedAt} id={id} />}
        </section>
      </div>
      <section className="card section" aria-labelledby="invoices">
        <h2 id="invoices">Invoices</h2>
        <InvoiceTable answer={invoices} invoices={invoices.data?.invoices.nodes} onRefund={setRefunded} />
      </section>
      <section className="card section" aria-labelledby="history">
        <h2 id="history">History</h2>
        <Timeline history={subscription.history} />
      </section>
      {Object.keys(metadata).length > 0 ? (
        <details className="card section">
          <summary>Metadata</summary>
          <pre>{JSON.stringify(metadata, null, 2)}</pre>
        </details>
      ) : null}
      {refunded ? (
        <RefundDialog invoice={refunded} onDone={invoices.refresh} onClose={() => setRefunded(null)} />
      ) : null}
    </>
  );
}
