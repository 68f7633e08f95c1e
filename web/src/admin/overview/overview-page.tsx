import { lazy, Suspense, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { typedDocument } from '../../api/typed-document';
import { failureText } from '../api/failure-text';
import { formatCount, formatShare } from '../display/count';
import { Instant } from '../display/instant';
import { formatMoney } from '../display/money';
import { EmptyState, FailureBox, Skeleton } from '../display/states';
import { SUBSCRIPTION_STATUS } from '../display/status-words';
import {
  AdminHealthDocument,
  AdminRevenueDocument,
  type AdminRevenueQuery,
  AdminRevenueSeriesDocument,
} from '../generated/operations';
import { PageHeading } from '../layout/page-heading';
import { FilterSelect } from '../list/filter-bar';
import { useLiveQuery } from '../live/use-live-query';
import { PlanRevenueTable } from './plan-revenue-table';
import { rangeOf, RANGES, type RangeName } from './range';
import { Tile } from './tile';
import './overview-page.css';

const REVENUE = typedDocument(AdminRevenueDocument);
const SERIES = typedDocument(AdminRevenueSeriesDocument);
const HEALTH = typedDocument(AdminHealthDocument);
/** The chart's library is the largest part of the page, and only this page needs it. */
const RevenueChart = lazy(async () => ({ default: (await import('./revenue-chart')).RevenueChart }));

export type CurrencyRevenue = AdminRevenueQuery['revenueMetrics']['byCurrency'][number];

/** How the business stands, and whether anything needs a hand. */
export function OverviewPage() {
  const revenue = useLiveQuery({ query: REVENUE, variables: {} });
  const health = useLiveQuery({ query: HEALTH, variables: {} });
  const [wanted, setWanted] = useState('');
  const metrics = revenue.data?.revenueMetrics;
  const currencies = metrics?.byCurrency ?? [];
  const chosen = currencies.find(({ currency }) => currency === wanted) ?? currencies[0];
  const failed = health.data?.webhookEvents.totalCount;
  const drift = health.data?.driftReport;
  return (
    <>
      <PageHeading
        title="Overview"
        beside={
          currencies.length > 1 ? (
            <FilterSelect
              label="Currency"
              isCompact
              value={chosen?.currency ?? ''}
              options={currencies.map(({ currency }) => [currency, currency])}
              onChange={setWanted}
            />
          ) : null
        }
      >
        {metrics ? (
          <>
            As of <Instant at={metrics.asOf} withTime />
          </>
        ) : null}
      </PageHeading>
      {revenue.error && !metrics ? (
        <FailureBox title="The revenue could not be read" text={failureText(revenue.error)} onRetry={revenue.refresh} />
      ) : null}
      {metrics && !chosen ? (
        <div className="card">
          <EmptyState title="No revenue yet">
            It shows up here with the first subscription. The <a href="/">storefront</a> sells the plans.
          </EmptyState>
        </div>
      ) : null}
      {chosen ? <Revenue revenue={chosen} /> : metrics || revenue.error ? null : <TilesSkeleton />}
      <div className="columns">
        <section className="card section" aria-labelledby="by-status">
          <h2 id="by-status">Subscriptions</h2>
          {metrics ? <StatusCounts counts={metrics.subscriptionsByStatus} /> : <Skeleton lines={5} />}
        </section>
        <section className="card section" aria-labelledby="health">
          <h2 id="health">Needs a hand</h2>
          {health.error && !health.data ? (
            <FailureBox title="Not known" text={failureText(health.error)} onRetry={health.refresh} />
          ) : failed === undefined || !drift ? (
            <Skeleton lines={3} />
          ) : (
            <ul className="status-counts">
              <li>
                <Link href="/webhooks?status=FAILED">Failed webhook events</Link>
                <strong className={failed > 0 ? 'is-bad' : ''}>{formatCount(failed)}</strong>
              </li>
              <li>
                <Link href="/drift">Objects that differ from Stripe</Link>
                {drift.checkedAt ? (
                  <strong className={drift.total > 0 ? 'is-bad' : ''}>{formatCount(drift.total)}</strong>
                ) : (
                  <span className="muted">not compared yet</span>
                )}
              </li>
            </ul>
          )}
        </section>
      </div>
    </>
  );
}

function Revenue({ revenue }: { readonly revenue: CurrencyRevenue }) {
  const { currency } = revenue;
  const [rangeName, setRange] = useState<RangeName>('year');
  const variables = useMemo(() => ({ ...rangeOf(rangeName), currency }), [rangeName, currency]);
  const series = useLiveQuery({ query: SERIES, variables });
  const points = series.data?.revenueSeries;
  // The last period is not over: its churn would look low.
  const last = points && points.length > 1 ? points.at(-2) : points?.at(-1);
  return (
    <>
      <ul className="tiles">
        <Tile name="MRR" value={formatMoney(revenue.monthlyRecurringRevenue)} note="recurring a month" strong />
        <Tile name="ARR" value={formatMoney(revenue.annualRecurringRevenue)} note="recurring a year" />
        <Tile
          name="At risk"
          value={formatMoney(revenue.pastDueMonthlyRecurringRevenue)}
          note="a month, past due"
          tone={revenue.pastDueMonthlyRecurringRevenue.amount > 0 ? 'warn' : 'calm'}
        />
        <Tile
          name="Customer churn"
          value={last ? formatShare(last.customerChurnRate) : '…'}
          note={last ? RANGES[rangeName].lastPeriod : 'loading'}
        />
        <Tile
          name="Revenue retention"
          value={last ? formatShare(last.netRevenueRetention) : '…'}
          note={last ? RANGES[rangeName].lastPeriod : 'loading'}
        />
        <Tile
          name="Active customers"
          value={formatCount(revenue.activeCustomers)}
          note={`${formatMoney(revenue.averageRevenuePerCustomer)} a month each`}
        />
      </ul>
      <section className="card section" aria-labelledby="series">
        <div className="section-head">
          <h2 id="series">Recurring revenue</h2>
          <FilterSelect
            label="Range"
            isCompact
            value={rangeName}
            options={Object.entries(RANGES).map(([name, { label }]) => [name, label])}
            onChange={(name) => setRange(name as RangeName)}
          />
        </div>
        {points ? (
          <Suspense fallback={<div className="chart-room" />}>
            <RevenueChart points={points} currency={currency} interval={RANGES[rangeName].interval} />
          </Suspense>
        ) : series.error ? (
          <FailureBox title="The series could not be read" text={failureText(series.error)} onRetry={series.refresh} />
        ) : (
          <div className="chart-room" />
        )}
      </section>
      <section className="card section" aria-labelledby="by-plan">
        <h2 id="by-plan">By plan</h2>
        <PlanRevenueTable revenue={revenue} />
      </section>
    </>
  );
}

type StatusCount = AdminRevenueQuery['revenueMetrics']['subscriptionsByStatus'][number];

function StatusCounts({ counts }: { readonly counts: readonly StatusCount[] }) {
  const shown = counts.filter(({ count }) => count > 0);
  if (shown.length === 0) return <EmptyState title="No subscriptions yet" />;
  return (
    <ul className="status-counts">
      {shown.map(({ status, count }) => (
        <li key={status}>
          <Link href={`/subscriptions?status=${status}`}>{SUBSCRIPTION_STATUS[status].label}</Link>
          <strong>{formatCount(count)}</strong>
        </li>
      ))}
    </ul>
  );
}

function TilesSkeleton() {
  return (
    <div className="card section">
      <p className="visually-hidden" role="status">
        The revenue is loading
      </p>
      <Skeleton lines={6} />
    </div>
  );
}
