import { useMemo } from 'react';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { PAGE_LOCALE } from '../../api/page-locale';
import { formatCompactMoney, formatMoney } from '../display/money';
import type { AdminRevenueSeriesQuery, SeriesInterval } from '../generated/operations';

interface RevenueChartProps {
  readonly points: AdminRevenueSeriesQuery['revenueSeries'];
  readonly currency: string;
  readonly interval: SeriesInterval;
}

/** What moved the revenue, as bars, and what it came to, as a line. Losses are drawn below zero. */
const MOVES = [
  ['new', 'New', 1],
  ['expansion', 'Expansion', 1],
  ['reactivated', 'Reactivated', 1],
  ['contraction', 'Contraction', -1],
  ['churned', 'Churned', -1],
] as const;

const TICK = { fill: 'var(--ink-muted)', fontSize: 12.5 } as const;

export function RevenueChart({ points, currency, interval }: RevenueChartProps) {
  const rows = useMemo(
    () =>
      points.map((point) => ({
        period: periodText(point.from, interval),
        closing: point.closingRecurringRevenue.amount,
        ...Object.fromEntries(MOVES.map(([key, , sign]) => [key, point[key].amount * sign])),
      })),
    [points, interval],
  );
  const money = (amount: number) => formatMoney({ amount, currency });
  return (
    <figure className="chart">
      <figcaption className="visually-hidden">
        Recurring revenue by period, with what was new, expanded, reactivated, contracted and churned. The table below
        has the same figures.
      </figcaption>
      <div className="chart-room">
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={rows} stackOffset="sign" margin={{ top: 8, right: 4, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="period" tickLine={false} axisLine={false} minTickGap={24} tick={TICK} />
            <YAxis
              width={58}
              tickLine={false}
              axisLine={false}
              tick={TICK}
              tickFormatter={(amount: number) => formatCompactMoney({ amount, currency })}
            />
            <ReferenceLine y={0} stroke="var(--line-strong)" />
            <Tooltip
              cursor={{ fill: 'var(--accent-soft)', opacity: 0.5 }}
              formatter={(amount) => money(Number(amount))}
              contentStyle={{
                background: 'var(--surface)',
                border: '1px solid var(--line-strong)',
                borderRadius: 10,
                color: 'var(--ink)',
              }}
              itemStyle={{ color: 'var(--ink)' }}
            />
            <Legend itemSorter={null} formatter={(name) => <span className="chart-name">{name}</span>} />
            {MOVES.map(([key, name]) => (
              <Bar
                key={key}
                dataKey={key}
                name={name}
                stackId="moves"
                fill={`var(--chart-${key})`}
                maxBarSize={36}
                isAnimationActive={false}
              />
            ))}
            <Line
              dataKey="closing"
              name="MRR at the end"
              type="linear"
              stroke="var(--ink)"
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <details className="chart-table">
        <summary>Show the figures</summary>
        <div className="chart-table-room">
          <table>
            <caption className="visually-hidden">Recurring revenue by period</caption>
            <thead>
              <tr>
                <th scope="col">Period</th>
                {MOVES.map(([key, name]) => (
                  <th key={key} scope="col" className="numeric">
                    {name}
                  </th>
                ))}
                <th scope="col" className="numeric">
                  MRR at the end
                </th>
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.from}>
                  <th scope="row">{periodText(point.from, interval)}</th>
                  {MOVES.map(([key, , sign]) => (
                    <td key={key} className="numeric">
                      {money(point[key].amount * sign)}
                    </td>
                  ))}
                  <td className="numeric">{money(point.closingRecurringRevenue.amount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** Periods are UTC's, so their names are too. */
function periodText(from: string, interval: SeriesInterval): string {
  const form: Intl.DateTimeFormatOptions =
    interval === 'MONTH' ? { month: 'short', year: '2-digit' } : { month: 'short', day: 'numeric' };
  return new Intl.DateTimeFormat(PAGE_LOCALE, { ...form, timeZone: 'UTC' }).format(new Date(from));
}
