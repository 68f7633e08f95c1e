import { useMemo, useState } from 'react';
import { useClient } from 'urql';
import { typedDocument } from '../../api/typed-document';
import { Badge } from '../display/badge';
import { counted } from '../display/count';
import { Instant } from '../display/instant';
import { EVENT_STATUS, FAILURE } from '../display/status-words';
import {
  AdminWebhookEventsDocument,
  type WebhookEventFilter,
  type WebhookEventRowFragment,
  type WebhookEventStatus,
} from '../generated/operations';
import { PageHeading } from '../layout/page-heading';
import type { CsvColumn } from '../list/csv-text';
import { DataTable, type ListColumn, NothingFound } from '../list/data-table';
import { ExportButton } from '../list/export-button';
import { FilterBar, FilterSelect, SearchField } from '../list/filter-bar';
import { pageReader } from '../list/read-page';
import { useEndlessList } from '../list/use-endless-list';
import { useFilters } from '../list/use-filters';
import { useLiveEvents, useRegularLook } from '../live/live-context';
import { EventDialog } from './event-dialog';
import { RetryAllDialog } from './retry-all-dialog';
import { RetryButton } from './retry-button';

const EVENTS = typedDocument(AdminWebhookEventsDocument);

const STATUS_OPTIONS: readonly (readonly [value: string, text: string])[] = [
  ['', 'All'],
  ...Object.entries(EVENT_STATUS).map(([status, { label }]): [string, string] => [status, label]),
];

const CSV: readonly CsvColumn<WebhookEventRowFragment>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'type', value: ({ type }) => type },
  { header: 'status', value: ({ status }) => status.toLowerCase() },
  { header: 'attempts', value: ({ attempts }) => attempts },
  { header: 'failure', value: ({ result }) => result?.failure?.toLowerCase() },
  { header: 'error', value: ({ result }) => result?.error },
  { header: 'organization_id', value: ({ result }) => result?.organizationId },
  { header: 'subscription_id', value: ({ result }) => result?.subscriptionId },
  { header: 'occurred_at', value: ({ occurredAt }) => occurredAt },
  { header: 'received_at', value: ({ createdAt }) => createdAt },
  { header: 'processed_at', value: ({ processedAt }) => processedAt },
];

/** The inbox: what Stripe told, what became of it, and what has to be tried again. */
export function WebhooksPage() {
  const client = useClient();
  const filters = useFilters();
  const [retriesAll, setRetriesAll] = useState(false);
  const status = filters.get('status');
  const type = filters.get('type');
  const opened = filters.get('event');

  const read = useMemo(
    () =>
      pageReader(
        client,
        EVENTS,
        (page) => ({ ...page, filter: eventFilter(status, type) }),
        ({ webhookEvents }) => webhookEvents,
      ),
    [client, status, type],
  );
  const list = useEndlessList<WebhookEventRowFragment>(read);
  useRegularLook(list.refresh);
  useLiveEvents((event) => {
    if (event.kind === 'webhookEvent') list.patch(event.row);
    if (event.kind === 'begun') list.refresh();
  });

  const { set } = filters;
  const { patch } = list;
  const columns = useMemo<readonly ListColumn<WebhookEventRowFragment>[]>(
    () => [
      {
        id: 'event',
        header: 'Event',
        grows: true,
        cell: ({ id, type: name, result }) => (
          <div className="cell-two">
            <button type="button" className="cell-link" onClick={() => set({ event: id })}>
              {name}
            </button>
            <span className={result?.error ? 'event-error' : 'muted'} title={result?.error ?? id}>
              {result?.failure ? `${FAILURE[result.failure].label}: ` : ''}
              {result?.error ?? id}
            </span>
          </div>
        ),
      },
      {
        id: 'status',
        header: 'Status',
        cell: (row) => <Badge {...EVENT_STATUS[row.status]} />,
      },
      { id: 'attempts', header: 'Attempts', cell: ({ attempts }) => attempts, numeric: true, wideOnly: true },
      {
        id: 'received',
        header: 'Received',
        cell: ({ createdAt }) => <Instant at={createdAt} withTime />,
        numeric: true,
        wideOnly: true,
      },
      {
        id: 'actions',
        header: 'Retry',
        isQuiet: true,
        cell: (row) => (row.status === 'FAILED' ? <RetryButton id={row.id} name={row.type} onRetried={patch} /> : null),
        numeric: true,
      },
    ],
    [set, patch],
  );

  return (
    <>
      <PageHeading
        title="Webhooks"
        beside={
          <>
            <button type="button" className="button button-small" onClick={() => setRetriesAll(true)}>
              Retry all failed…
            </button>
            <ExportButton noun="webhook event" columns={CSV} read={read} total={list.total} />
          </>
        }
      >
        <span role="status">{list.total === null ? '' : counted(list.total, 'event')}</span>
      </PageHeading>
      <FilterBar isEmpty={filters.isEmpty || filters.key === `event=${opened}`} onClear={filters.clear}>
        <FilterSelect
          label="Status"
          value={status}
          options={STATUS_OPTIONS}
          onChange={(value) => set({ status: value })}
        />
        <SearchField
          label="Type"
          placeholder="customer.subscription.updated"
          value={type}
          onChange={(value) => set({ type: value })}
        />
      </FilterBar>
      <DataTable
        caption="Webhook events"
        columns={columns}
        list={list}
        empty={<NothingFound filtered={status !== '' || type !== ''} noun="events" />}
      />
      {opened ? <EventDialog key={opened} id={opened} onRetried={patch} onClose={() => set({ event: '' })} /> : null}
      {retriesAll ? <RetryAllDialog type={type} onDone={list.refresh} onClose={() => setRetriesAll(false)} /> : null}
    </>
  );
}

function eventFilter(status: string, type: string): WebhookEventFilter {
  return {
    ...(isStatus(status) ? { status: [status] } : {}),
    ...(type ? { type: [type] } : {}),
  };
}

function isStatus(text: string): text is WebhookEventStatus {
  return text in EVENT_STATUS;
}
