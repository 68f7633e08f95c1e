import { type ColumnDef, type RowData, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { EmptyState, FailureBox, Skeleton } from '../display/states';
import type { EndlessList } from './use-endless-list';
import './data-table.css';

const features = tableFeatures({});
const ROW_HEIGHT = 57;

export interface ListColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** What the cells are says itself; only screen readers are told the header. */
  readonly isQuiet?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers and amounts stand at the end, one below the other. */
  readonly numeric?: boolean;
  /** Takes the room that the others leave, and gives way where there is none. */
  readonly grows?: boolean;
  /** Left out where the page is narrow. */
  readonly wideOnly?: boolean;
  /** How rows are ordered by this column now, and what orders them by it. */
  readonly order?: { readonly direction: 'ASC' | 'DESC' | null; readonly toggle: () => void };
}

interface DataTableProps<Row extends { readonly id: string } & RowData> {
  /** Names the table for screen readers. */
  readonly caption: string;
  readonly columns: readonly ListColumn<Row>[];
  readonly list: EndlessList<Row>;
  readonly empty: ReactNode;
}

/** A long list as a table of which only the rows in sight are drawn, and whose pages come as the reader scrolls. */
export function DataTable<Row extends { readonly id: string } & RowData>({
  caption,
  columns,
  list,
  empty,
}: DataTableProps<Row>) {
  const place = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const definitions = useMemo<ColumnDef<typeof features, Row>[]>(
    () => columns.map(({ id, header, cell }) => ({ id, header, cell: ({ row }) => cell(row.original) })),
    [columns],
  );
  const table = useTable({ features, columns: definitions, data: list.rows, getRowId: ({ id }: Row) => id });
  const { rows } = table.getRowModel();
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollMargin: offset,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);

  useLayoutEffect(() => {
    const top = place.current?.getBoundingClientRect().top ?? 0;
    setOffset(Math.round(top + window.scrollY));
  }, []);
  const { see } = list;
  useEffect(() => {
    if (first && last) see(first.index, last.index);
  }, [see, first?.index, last?.index, first, last]);

  if (list.phase === 'loading') {
    return (
      <div ref={place} className="card table-card table-waiting">
        <p className="visually-hidden" role="status">
          {caption}: loading
        </p>
        <Skeleton lines={8} />
      </div>
    );
  }
  if (list.phase === 'failed') {
    return <FailureBox title="The list could not be read" text={list.failure ?? ''} onRetry={list.retry} />;
  }
  const before = first ? first.start - offset : 0;
  const after = last ? virtualizer.getTotalSize() - (last.end - offset) : 0;
  return (
    <div ref={place} className="card table-card">
      {rows.length === 0 ? (
        empty
      ) : (
        <table aria-rowcount={(list.total ?? rows.length) + 1}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} aria-rowindex={1}>
                {group.headers.map((header, index) => (
                  <HeaderCell key={header.id} column={columns[index]} />
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            <Gap height={before} columns={columns.length} />
            {items.map(({ index, key }) => {
              const row = rows[index];
              if (!row) return null;
              const changes = list.changes.get(row.id) ?? 0;
              return (
                <tr
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  aria-rowindex={index + 2}
                  // Two names for one animation: another name begins it again.
                  className={changes === 0 ? undefined : `row-changed-${changes % 2}`}
                >
                  {row.getAllCells().map((cell, position) => (
                    <td key={cell.id} className={classOf(columns[position])}>
                      <table.FlexRender cell={cell} />
                    </td>
                  ))}
                </tr>
              );
            })}
            <Gap height={after} columns={columns.length} />
          </tbody>
        </table>
      )}
      {list.failure ? (
        <FailureBox title="The rest could not be read" text={list.failure} onRetry={list.retry} />
      ) : list.hasMore ? (
        <p className="table-end muted">Loading more…</p>
      ) : null}
    </div>
  );
}

function HeaderCell<Row>({ column }: { readonly column: ListColumn<Row> | undefined }) {
  if (!column) return null;
  const { header, order, isQuiet } = column;
  if (!order) {
    return (
      <th scope="col" className={classOf(column)}>
        {isQuiet ? <span className="visually-hidden">{header}</span> : header}
      </th>
    );
  }
  const sorted = order.direction === 'ASC' ? 'ascending' : order.direction === 'DESC' ? 'descending' : 'none';
  return (
    <th scope="col" className={classOf(column)} aria-sort={sorted}>
      <button type="button" className="table-order" onClick={order.toggle}>
        {header}
        <span aria-hidden="true">{order.direction === 'ASC' ? '↑' : order.direction === 'DESC' ? '↓' : '↕'}</span>
      </button>
    </th>
  );
}

/** Room for the rows that are not drawn. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of a table does not take the focus
    <tr aria-hidden="true" className="table-gap">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

type ColumnShape = Pick<ListColumn<never>, 'numeric' | 'wideOnly' | 'grows'>;

function classOf(column: ColumnShape | undefined): string | undefined {
  const { numeric, wideOnly, grows } = column ?? {};
  const names = [numeric ? 'numeric' : '', wideOnly ? 'wide-only' : '', grows ? 'grows' : ''].filter(Boolean);
  return names.length === 0 ? undefined : names.join(' ');
}

/** What a list says when nothing passes its filters, or when there is nothing at all. */
export function NothingFound({ filtered, noun }: { readonly filtered: boolean; readonly noun: string }) {
  return filtered ? (
    <EmptyState title={`No ${noun} match`}>Change or clear the filters to see others.</EmptyState>
  ) : (
    <EmptyState title={`No ${noun} yet`}>They show up here as soon as there are some.</EmptyState>
  );
}
