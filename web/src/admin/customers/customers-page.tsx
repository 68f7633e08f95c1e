import { useMemo } from 'react';
import { useClient } from 'urql';
import { Link } from 'wouter';
import { typedDocument } from '../../api/typed-document';
import { counted } from '../display/count';
import { Instant } from '../display/instant';
import { AdminCustomersDocument, type CustomerOrder, type CustomerRowFragment } from '../generated/operations';
import { PageHeading } from '../layout/page-heading';
import type { CsvColumn } from '../list/csv-text';
import { orderedBy } from '../list/column-order';
import { DataTable, type ListColumn, NothingFound } from '../list/data-table';
import { ExportButton } from '../list/export-button';
import { FilterBar, FilterSelect, SearchField } from '../list/filter-bar';
import { pageReader } from '../list/read-page';
import { useEndlessList } from '../list/use-endless-list';
import { useFilters } from '../list/use-filters';
import { useLiveEvents, useRegularLook } from '../live/live-context';

const CUSTOMERS = typedDocument(AdminCustomersDocument);

const ORDERS: Readonly<Record<string, CustomerOrder>> = {
  newest: { field: 'CREATED_AT', direction: 'DESC' },
  oldest: { field: 'CREATED_AT', direction: 'ASC' },
  email: { field: 'EMAIL', direction: 'ASC' },
  'email-back': { field: 'EMAIL', direction: 'DESC' },
};

const CSV: readonly CsvColumn<CustomerRowFragment>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'organization_id', value: ({ organizationId }) => organizationId },
  { header: 'email', value: ({ email }) => email },
  { header: 'name', value: ({ name }) => name },
  { header: 'created_at', value: ({ createdAt }) => createdAt },
];

export function CustomersPage() {
  const client = useClient();
  const filters = useFilters();
  const search = filters.get('search');
  const since = filters.get('since');
  const order = filters.get('order') || 'newest';

  const read = useMemo(
    () =>
      pageReader(
        client,
        CUSTOMERS,
        (page) => ({
          ...page,
          filter: { ...(search ? { search } : {}), ...(since ? { createdAfter: daysAgo(Number(since)) } : {}) },
          orderBy: ORDERS[order] ?? null,
        }),
        ({ customers }) => customers,
      ),
    [client, search, since, order],
  );
  const list = useEndlessList<CustomerRowFragment>(read);
  useRegularLook(list.refresh);
  useLiveEvents((event) => {
    if (event.kind === 'begun') list.refresh();
  });

  const { set } = filters;
  const columns = useMemo<readonly ListColumn<CustomerRowFragment>[]>(() => {
    const by = orderedBy(order, set);
    return [
      {
        id: 'customer',
        header: 'Customer',
        grows: true,
        cell: ({ id, name, email, organizationId }) => (
          <div className="cell-two">
            <Link href={`/customers/${id}`}>{name || email || organizationId}</Link>
            <span className="muted">{name ? (email ?? id) : id}</span>
          </div>
        ),
        order: by('email', 'email-back', 'ASC'),
      },
      {
        id: 'organization',
        header: 'Organization',
        cell: ({ organizationId }) => <code>{organizationId}</code>,
        wideOnly: true,
      },
      {
        id: 'created',
        header: 'Since',
        cell: ({ createdAt }) => <Instant at={createdAt} />,
        numeric: true,
        order: by('newest', 'oldest', 'DESC'),
      },
    ];
  }, [order, set]);

  return (
    <>
      <PageHeading
        title="Customers"
        beside={<ExportButton noun="customer" columns={CSV} read={read} total={list.total} />}
      >
        <span role="status">{list.total === null ? '' : counted(list.total, 'customer')}</span>
      </PageHeading>
      <FilterBar isEmpty={filters.isEmpty} onClear={filters.clear}>
        <SearchField
          label="Search"
          placeholder="E-mail, name or organization begins with…"
          value={search}
          onChange={(value) => set({ search: value })}
        />
        <FilterSelect
          label="Customer since"
          value={since}
          options={[
            ['', 'Any time'],
            ['7', 'The last 7 days'],
            ['30', 'The last 30 days'],
            ['365', 'The last year'],
          ]}
          onChange={(value) => set({ since: value })}
        />
      </FilterBar>
      <DataTable
        caption="Customers"
        columns={columns}
        list={list}
        empty={<NothingFound filtered={!filters.isEmpty} noun="customers" />}
      />
    </>
  );
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
