import { GraphQLError } from 'graphql';
import { registerEnumType } from 'type-graphql';

export enum SeriesInterval {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
}
registerEnumType(SeriesInterval, {
  name: 'SeriesInterval',
  description: 'Periods of the calendar, UTC; weeks begin on Monday.',
});

/** After `from`, up to `to` and with it. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

const MOST_PERIODS = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Monday, 5 January 1970. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/**
 * The periods of the calendar between two instants, the first and the last cut where they begin and end.
 *
 * @throws GraphQLError BAD_USER_INPUT for a range that is empty or has too many periods
 */
export function periodsBetween(from: Date, to: Date, interval: SeriesInterval, now: Date): Period[] {
  if (from >= to) throw badRange('from must be before to');
  const end = earlier(to, now);
  const periods: Period[] = [];
  for (let start = from; start < end; ) {
    const next = nextBoundary(start, interval);
    const period = { from: start, to: earlier(next, end) };
    periods.push(period);
    if (periods.length > MOST_PERIODS) {
      throw badRange(`The range has more than ${MOST_PERIODS} periods; choose a longer interval or a shorter range`);
    }
    start = period.to;
  }
  return periods;
}

/** Also of the first hundred years, which Date.UTC takes for others. */
function firstOfNextMonth(instant: Date): Date {
  const next = new Date(0);
  next.setUTCFullYear(instant.getUTCFullYear(), instant.getUTCMonth() + 1, 1);
  return next;
}

function earlier(one: Date, other: Date): Date {
  return new Date(Math.min(one.getTime(), other.getTime()));
}

function nextBoundary(after: Date, interval: SeriesInterval): Date {
  const time = after.getTime();
  switch (interval) {
    case SeriesInterval.DAY:
      return new Date((Math.floor(time / DAY_MS) + 1) * DAY_MS);
    case SeriesInterval.WEEK: {
      const week = 7 * DAY_MS;
      return new Date((Math.floor((time - FIRST_MONDAY_MS) / week) + 1) * week + FIRST_MONDAY_MS);
    }
    case SeriesInterval.MONTH:
      return firstOfNextMonth(after);
    default:
      return interval satisfies never;
  }
}

function badRange(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
