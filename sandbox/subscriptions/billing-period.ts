const DAY = 24 * 60 * 60;

/**
 * The end of the billing period that begins at `start`: a month later is the same day of the next month, or its last.
 * Source: https://docs.stripe.com/billing/subscriptions/billing-cycle
 *
 * @param start Unix seconds
 * @returns Unix seconds
 */
export function periodEnd(start: number, interval: string, count: number): number {
  if (interval === 'day') return start + count * DAY;
  if (interval === 'week') return start + count * 7 * DAY;
  return monthsLater(start, interval === 'year' ? count * 12 : count);
}

function monthsLater(start: number, months: number): number {
  const date = new Date(start * 1000);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(day);
  return date.getTime() / 1000;
}
