import type { SoakRow } from './soak-rows.js';
import { type Trend, mean, trendOf } from './trend.js';

/** The share of a run in which code is compiled, pools and caches fill, and nothing is judged. */
const WARM_UP = 1 / 3;
/** A shorter run says nothing of what memory does in an hour. */
const JUDGED_FROM_MINUTES = 10;
const MOST_RSS_GROWTH = 32;
const MOST_LAG_GROWTH = 250;

/** What came of a run; growth is for each hour. */
export interface Verdict {
  readonly minutes: number;
  readonly events: number;
  /** In MB. */
  readonly rssGrowthPerHour: number;
  readonly heapGrowthPerHour: number;
  /** Of the p99, in milliseconds. */
  readonly lagGrowthPerHour: number;
  /** The p99 of the last third of what is judged by that of the first. */
  readonly p99LagFirstToLast: number;
  readonly unprocessed: number;
  /** Deliveries that were answered otherwise than with 200. */
  readonly refused: number;
  readonly failedReads: number;
  /** Whether memory and lag keep to their limits; null when the run is too short to tell. */
  readonly flat: boolean | null;
}

type Counted = Pick<Verdict, 'minutes' | 'events' | 'unprocessed' | 'refused' | 'failedReads'>;

/** Fits what was seen after the warm-up. */
export function verdictOf(rows: readonly SoakRow[], counted: Counted): Verdict {
  const judged = rows.slice(Math.floor(rows.length * WARM_UP)).filter(({ lagP99 }) => !Number.isNaN(lagP99));
  const trend = (figure: (row: SoakRow) => number) =>
    trendOf(judged.map((row) => ({ at: row.at, value: figure(row) })));
  const rss = trend(({ rssMegabytes }) => rssMegabytes);
  const lag = trend(({ lagP99 }) => lagP99);
  const third = Math.ceil(judged.length / 3);
  const lagOf = (part: readonly SoakRow[]) => mean(part.map(({ lagP99 }) => lagP99));
  const isFlat = !grows(rss, MOST_RSS_GROWTH) && !grows(lag, MOST_LAG_GROWTH);
  return {
    ...counted,
    rssGrowthPerHour: rounded(rss.perHour),
    heapGrowthPerHour: rounded(trend(({ heapMegabytes }) => heapMegabytes).perHour),
    lagGrowthPerHour: rounded(lag.perHour),
    p99LagFirstToLast: rounded(lagOf(judged.slice(-third)) / lagOf(judged.slice(0, third))),
    flat: counted.minutes < JUDGED_FROM_MINUTES ? null : isFlat,
  };
}

/** Whether a run is as it should be. */
export function isGood({ unprocessed, refused, failedReads, flat }: Verdict): boolean {
  return unprocessed === 0 && refused === 0 && failedReads === 0 && flat !== false;
}

/** More than the limit, and more than chance explains. */
function grows({ perHour, error }: Trend, limit: number): boolean {
  return perHour > limit && perHour > 2 * error;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
