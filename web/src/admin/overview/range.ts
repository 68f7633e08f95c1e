import type { SeriesInterval } from '../generated/operations';

export type RangeName = 'month' | 'quarter' | 'year' | 'three-years';

interface Range {
  readonly label: string;
  readonly interval: SeriesInterval;
  readonly periods: number;
  /** The one before the period that is running, in words. */
  readonly lastPeriod: string;
}

export const RANGES: Readonly<Record<RangeName, Range>> = {
  month: { label: 'Last 30 days', interval: 'DAY', periods: 30, lastPeriod: 'yesterday (UTC)' },
  quarter: { label: 'Last 13 weeks', interval: 'WEEK', periods: 13, lastPeriod: 'last full week' },
  year: { label: 'Last 12 months', interval: 'MONTH', periods: 12, lastPeriod: 'last full month' },
  'three-years': { label: 'Last 3 years', interval: 'MONTH', periods: 36, lastPeriod: 'last full month' },
};

/** So many periods, the one that is running with them. Periods begin at midnight UTC, months on the first, weeks on Monday. */
export function rangeOf(
  name: RangeName,
  now: Date = new Date(),
): { readonly from: string; readonly to: string; readonly interval: SeriesInterval } {
  const { interval, periods } = RANGES[name];
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const monday = day - ((now.getUTCDay() + 6) % 7);
  const from =
    interval === 'MONTH'
      ? Date.UTC(year, month - periods + 1, 1)
      : interval === 'WEEK'
        ? Date.UTC(year, month, monday - 7 * (periods - 1))
        : Date.UTC(year, month, day - periods + 1);
  const to =
    interval === 'MONTH'
      ? Date.UTC(year, month + 1, 1)
      : interval === 'WEEK'
        ? Date.UTC(year, month, monday + 7)
        : Date.UTC(year, month, day + 1);
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), interval };
}
