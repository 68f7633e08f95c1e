import type Stripe from 'stripe';
import { invalidRequest } from '../http/failures.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { Meter } from './meter-events.js';

type Summary = Wire<Stripe.Billing.MeterEventSummary>;
type SummaryParams = Wire<Stripe.Billing.MeterListEventSummariesParams>;

const WINDOW_SECONDS: Readonly<Record<string, number>> = { day: 24 * 60 * 60, hour: 60 * 60 };
const DECIMALS = 12;

/**
 * What a customer used from `start` on, before `end`, as the meter counts it: the sum or the number of its events, or
 * the last value.
 * Source: https://docs.stripe.com/billing/subscriptions/usage-based/meters/configure
 *
 * @param start Unix seconds
 * @param end Unix seconds
 */
export function usageOf(ledger: Ledger, customer: string, meter: Meter, start: number, end: number): number {
  const readings = ledger.meterReadings
    .newestFirst(
      (entry) =>
        entry.meter === meter.id &&
        entry.customer === customer &&
        !entry.canceled &&
        entry.timestamp >= start &&
        entry.timestamp < end,
    )
    .reverse();
  if (meter.default_aggregation.formula === 'last') {
    return Number(readings.reduce((last, next) => (next.timestamp >= last.timestamp ? next : last), NOTHING).value);
  }
  // Exact to the last decimal: floating point would not sum up tenths.
  const sum = readings.reduce((total, { value }) => total + scaled(value), 0n);
  return Number(sum) / 10 ** DECIMALS;
}

/** One summary for each window that has events, the newest first; one for the whole time where no window is named. */
export function usageSummaries(ledger: Ledger, meter: Meter, params: SummaryParams): Summary[] {
  const { customer, start_time: start, end_time: end, value_grouping_window: window } = params;
  const length = window === undefined ? end - start : (WINDOW_SECONDS[window] ?? 60);
  checkAligned(params, window === undefined ? 60 : length);
  const summaries: Summary[] = [];
  for (let from = start; from < end; from += length) {
    const value = usageOf(ledger, customer, meter, from, from + length);
    if (window !== undefined && value === 0) continue;
    summaries.unshift({
      id: `mtrusg_test_${meter.id.slice(-16)}${from}${from + length}`,
      object: 'billing.meter_event_summary',
      aggregated_value: value,
      end_time: from + length,
      livemode: false,
      meter: meter.id,
      start_time: from,
    });
  }
  return summaries;
}

const NOTHING = { timestamp: Number.NEGATIVE_INFINITY, value: '0' };

function scaled(value: string): bigint {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  const digits = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
  return value.startsWith('-') ? -digits : digits;
}

/** @throws StripeFailure for bounds that are no whole minutes, or no whole windows */
function checkAligned({ start_time: start, end_time: end }: SummaryParams, unit: number): void {
  if (end <= start) throw invalidRequest('end_time must be after start_time.', 'end_time');
  for (const [param, moment] of [
    ['start_time', start],
    ['end_time', end],
  ] as const) {
    if (moment % unit === 0) continue;
    const name = { 60: 'minute', 3600: 'hour' }[unit] ?? 'day';
    throw invalidRequest(`${param} must align with ${name} boundaries.`, param);
  }
}
