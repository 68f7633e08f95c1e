import { useMemo } from 'react';
import { useClient, useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { typedDocument } from '../../api/typed-document';
import { counted } from '../display/count';
import { Instant } from '../display/instant';
import { AdminPlansDocument, AdminSubscriptionsDocument, type SubscriptionRowFragment } from '../generated/operations';
import { PageHeading } from '../layout/page-heading';
import { orderedBy } from '../list/column-order';
import { DataTable, type ListColumn, NothingFound } from '../list/data-table';
import { ExportButton } from '../list/export-button';
import { FilterBar, FilterSelect, SearchField } from '../list/filter-bar';
import { pageReader } from '../list/read-page';
import { useEndlessList } from '../list/use-endless-list';
import { useFilters } from '../list/use-filters';
import { useLiveEvents, useRegularLook } from '../live/live-context';
import { customerName, planName, revenueText, StatusCell } from './subscription-cells';
import { SUBSCRIPTION_CSV } from './subscription-csv';
import { INTERVAL_OPTIONS, ORDERS, STATUS_OPTIONS, subscriptionFilter } from './subscription-filters';

const SUBSCRIPTIONS = typedDocument(AdminSubscriptionsDocument);
const PLANS = typedDocument(AdminPlansDocument);

export function SubscriptionsPage() {
  const client = useClient();
  const [, navigate] = useLocation();
  const [{ data: catalogue }] = useQuery({ query: PLANS, variables: {} });
  const filters = useFilters();
  const order = filters.get('order') || 'newest';
  const filterText = JSON.stringify(subscriptionFilter(filters));

  const read = useMemo(
    () =>
      pageReader(
        client,
        SUBSCRIPTIONS,
        (page) => ({ ...page, filter: JSON.parse(filterText), orderBy: ORDERS[order] ?? null }),
        ({ subscriptions }) => subscriptions,
      ),
    [client, filterText, order],
  );
  const list = useEndlessList<SubscriptionRowFragment>(read);
  useRegularLook(list.refresh);
  useLiveEvents((event) => {
    if (event.kind === 'subscription') list.patch(event.row);
    if (event.kind === 'begun') list.refresh();
  });

  const { set } = filters;
  const columns = useMemo<readonly ListColumn<SubscriptionRowFragment>[]>(() => {
    const by = orderedBy(order, set);
    return [
      {
        id: 'customer',
        header: 'Customer',
        grows: true,
        cell: (row) => (
          <div className="cell-two">
            <Link href={`/subscriptions/${row.id}`}>{customerName(row)}</Link>
            <span className="muted">{planName(row)}</span>
          </div>
        ),
      },
      { id: 'status', header: 'Status', cell: (row) => <StatusCell {...row} /> },
      { id: 'revenue', header: 'MRR', cell: revenueText, numeric: true },
      {
        id: 'ends',
        header: 'Period ends',
        cell: ({ currentPeriodEnd }) => <Instant at={currentPeriodEnd} />,
        numeric: true,
        wideOnly: true,
        order: by('ending', 'ending-back', 'ASC'),
      },
      {
        id: 'created',
        header: 'Created',
        cell: ({ createdAt }) => <Instant at={createdAt} />,
        numeric: true,
        wideOnly: true,
        order: by('newest', 'oldest', 'DESC'),
      },
      {
        id: 'changed',
        header: 'Changed',
        cell: ({ updatedAt }) => <Instant at={updatedAt} withTime />,
        numeric: true,
        wideOnly: true,
        order: by('changed', 'changed-back', 'DESC'),
      },
    ];
  }, [order, set]);

  function search(text: string): void {
    if (/^sub_\w+$/.test(text)) navigate(`/subscriptions/${text}`);
    else set({ search: text });
  }

  return (
    <>
      <PageHeading
        title="Subscriptions"
        beside={<ExportButton noun="subscription" columns={SUBSCRIPTION_CSV} read={read} total={list.total} />}
      >
        <span role="status">{list.total === null ? '' : counted(list.total, 'subscription')}</span>
      </PageHeading>
      <FilterBar isEmpty={filters.isEmpty} onClear={filters.clear}>
        <SearchField
          label="Search"
          placeholder="Organization, cus_… or sub_…, in full"
          value={filters.get('search')}
          onChange={search}
        />
        <FilterSelect
          label="Status"
          value={filters.get('status')}
          options={STATUS_OPTIONS}
          onChange={(status) => set({ status })}
        />
        <FilterSelect
          label="Plan"
          value={filters.get('plan')}
          options={[['', 'All'], ...(catalogue?.plans ?? []).map(({ uid, name }): [string, string] => [uid, name])]}
          onChange={(plan) => set({ plan })}
        />
        <FilterSelect
          label="Interval"
          value={filters.get('interval')}
          options={INTERVAL_OPTIONS}
          onChange={(interval) => set({ interval })}
        />
      </FilterBar>
      <DataTable
        caption="Subscriptions"
        columns={columns}
        list={list}
        empty={<NothingFound filtered={!filters.isEmpty} noun="subscriptions" />}
      />
    </>
  );
}
