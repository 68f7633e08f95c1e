import { useCallback, useMemo, useState } from 'react';
import { useClient } from 'urql';
import { Link } from 'wouter';
import { typedDocument } from '../../api/typed-document';
import { counted } from '../display/count';
import { Instant } from '../display/instant';
import { formatMoney } from '../display/money';
import { EmptyState } from '../display/states';
import { AdminDriftReportDocument, type AdminDriftReportQuery, type DriftRowFragment } from '../generated/operations';
import { PageHeading } from '../layout/page-heading';
import { DataTable, type ListColumn } from '../list/data-table';
import { pageReader } from '../list/read-page';
import { useEndlessList } from '../list/use-endless-list';
import { useRegularLook } from '../live/live-context';
import { RepairDialog } from './repair-dialog';
import './drift-page.css';

const REPORT = typedDocument(AdminDriftReportDocument);

type Check = Pick<AdminDriftReportQuery['driftReport'], 'checkedAt' | 'checkedCount'>;

/** What is stored otherwise than Stripe shows it. */
export function DriftPage() {
  const client = useClient();
  const [check, setCheck] = useState<Check | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [repairs, setRepairs] = useState<readonly string[] | null>(null);

  const read = useMemo(
    () =>
      pageReader(
        client,
        REPORT,
        ({ first, after }) => ({ first, after }),
        ({ driftReport }) => {
          setCheck(driftReport);
          return { ...driftReport, totalCount: driftReport.total };
        },
      ),
    [client],
  );
  const list = useEndlessList<DriftRowFragment>(read);
  useRegularLook(list.refresh);

  const choose = useCallback(
    (id: string, isChosen: boolean) =>
      setChosen((before) => {
        const after = new Set(before);
        if (isChosen) after.add(id);
        else after.delete(id);
        return after;
      }),
    [],
  );
  const columns = useMemo<readonly ListColumn<DriftRowFragment>[]>(
    () => [
      {
        id: 'chosen',
        header: 'Chosen',
        isQuiet: true,
        cell: ({ id }) => (
          <input
            type="checkbox"
            aria-label={`Choose ${id}`}
            checked={chosen.has(id)}
            onChange={(event) => choose(id, event.target.checked)}
          />
        ),
      },
      {
        id: 'object',
        header: 'Object',
        cell: ({ id, objectType, organizationId }) => (
          <div className="cell-two drift-object">
            {objectType === 'subscription' ? <Link href={`/subscriptions/${id}`}>{id}</Link> : <span>{id}</span>}
            <span className="muted">
              {objectType.replaceAll('_', ' ')}
              {organizationId ? ` of ${organizationId}` : ''}
            </span>
          </div>
        ),
      },
      { id: 'fields', header: 'Ours → Stripe’s', grows: true, cell: ({ fields }) => <DriftFields fields={fields} /> },
      {
        id: 'stake',
        header: 'At stake a month',
        cell: ({ monthlyRevenueAtStake }) => (monthlyRevenueAtStake ? formatMoney(monthlyRevenueAtStake) : '–'),
        numeric: true,
        wideOnly: true,
      },
    ],
    [chosen, choose],
  );
  const shown = list.rows.map(({ id }) => id);
  const selected = shown.filter((id) => chosen.has(id));

  return (
    <>
      <PageHeading
        title="Drift"
        beside={
          <>
            <button
              type="button"
              className="button button-small"
              disabled={selected.length === 0}
              onClick={() => setRepairs(selected)}
            >
              Repair chosen ({selected.length})…
            </button>
            <button
              type="button"
              className="button button-small"
              disabled={shown.length === 0}
              onClick={() => setRepairs(shown)}
            >
              Repair all{list.hasMore ? ' shown' : ''}…
            </button>
          </>
        }
      >
        <span role="status">
          {list.total === null || !check?.checkedAt
            ? ''
            : `${counted(list.total, 'object')} stored otherwise than Stripe shows. `}
        </span>
        {check?.checkedAt ? (
          <>
            {counted(check.checkedCount, 'object')} compared on <Instant at={check.checkedAt} withTime />.
          </>
        ) : null}
      </PageHeading>
      <DataTable
        caption="Differences between what is stored and what Stripe shows"
        columns={columns}
        list={list}
        empty={
          check?.checkedAt ? (
            <EmptyState title="Nothing differs">All that was compared is stored as Stripe shows it.</EmptyState>
          ) : (
            <EmptyState title="Nothing has been compared yet">
              The engine compares on a schedule (RECONCILE_INTERVAL_SECONDS), or at once by{' '}
              <code>revenue-engine reconcile</code>.
            </EmptyState>
          )
        }
      />
      {repairs ? (
        <RepairDialog
          ids={repairs}
          onDone={() => {
            setChosen(new Set());
            list.refresh();
          }}
          onClose={() => setRepairs(null)}
        />
      ) : null}
    </>
  );
}

/** Each field that differs, ours beside Stripe's. */
export function DriftFields({ fields }: Pick<DriftRowFragment, 'fields'>) {
  return (
    <ul className="drift-fields">
      {fields.map(({ path, ours, stripes }) => (
        <li key={path}>
          <code>{path}</code>{' '}
          <del>
            <span className="visually-hidden">ours </span>
            {ours ?? 'missing'}
          </del>
          <span aria-hidden="true"> → </span>
          <ins>
            <span className="visually-hidden">Stripe’s </span>
            {stripes ?? 'gone'}
          </ins>
        </li>
      ))}
    </ul>
  );
}
