const DAY = 24 * 60 * 60;

/** How long the periods of a price are. */
export interface Cadence {
  readonly interval: string;
  readonly interval_count: number;
}

const MONTHLY: Cadence = { interval: 'month', interval_count: 1 };

/**
 * The end of the billing period that begins at `start`: the first moment after it that lies a whole number of
 * intervals from the anchor. An anchor on the 31st gives the last day of shorter months and the 31st again after them;
 * one on February 29th gives the 28th in common years.
 * Source: https://docs.stripe.com/billing/subscriptions/billing-cycle
 *
 * @param anchor Unix seconds, before `start` or after it
 * @param start Unix seconds
 * @returns Unix seconds
 */
export function periodEnd(anchor: number, start: number, cadence: Cadence | null): number {
  const { interval, interval_count: count } = cadence ?? MONTHLY;
  if (interval === 'day' || interval === 'week') {
    const length = count * (interval === 'day' ? DAY : 7 * DAY);
    return anchor + (Math.floor((start - anchor) / length) + 1) * length;
  }
  const months = interval === 'year' ? count * 12 : count;
  // At or before the period looked for: each step forward is one period.
  let steps = Math.floor((monthOf(start) - monthOf(anchor)) / months) - 1;
  while (monthsLater(anchor, steps * months) <= start) steps += 1;
  return monthsLater(anchor, steps * months);
}

/** Counted from the year 0. */
function monthOf(moment: number): number {
  const date = new Date(moment * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The same day and time of another month, or its last day. */
function monthsLater(start: number, months: number): number {
  const date = new Date(start * 1000);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(day);
  return date.getTime() / 1000;
}
