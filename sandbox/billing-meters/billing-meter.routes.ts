import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, noSuch } from '../http/failures.js';
import { listPage, type PageParams, pageOf } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { CustomerTime } from '../test-clocks/customer-time.js';
import { type Meter, MeterEvents } from './meter-events.js';
import { usageSummaries } from './meter-usage.js';

export interface BillingMeterRouteParts {
  readonly ledger: Ledger;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly time: CustomerTime;
}

/** Source: https://docs.stripe.com/api/billing/meter */
export function billingMeterRoutes({ ledger, events, clock, time }: BillingMeterRouteParts): Route[] {
  const meterEvents = new MeterEvents(ledger, clock, time);
  const required = (id: string): Meter => {
    const meter = ledger.meters.get(id);
    if (meter === undefined) throw noSuch('billing meter', id, 'id');
    return meter;
  };
  const update = (type: Stripe.Event.Type, before: Meter, changes: Partial<Meter>): Meter => {
    const meter = ledger.meters.put({ ...before, ...changes, updated: clock.now() });
    events.recordUpdate(type, before, meter);
    return meter;
  };
  return [
    route('POST', '/v1/billing/meters', (params: Wire<Stripe.Billing.MeterCreateParams>) => {
      if (ledger.meters.find((meter) => meter.status === 'active' && meter.event_name === params.event_name)) {
        throw invalidRequest(`An active meter already exists with event_name \`${params.event_name}\`.`, 'event_name');
      }
      const meter = ledger.meters.put(newMeter(params, clock.now()));
      events.record('billing.meter.created', meter);
      return meter;
    }),
    route('GET', '/v1/billing/meters', (params: Wire<Stripe.Billing.MeterListParams>, { url }) =>
      listPage(ledger.meters, params, url, (meter) => params.status === undefined || meter.status === params.status),
    ),
    route('GET', '/v1/billing/meters/{id}', (_params, { path }) => required(path.id)),
    route('POST', '/v1/billing/meters/{id}', (params: Wire<Stripe.Billing.MeterUpdateParams>, { path }) => {
      const meter = required(path.id);
      return update('billing.meter.updated', meter, { display_name: params.display_name ?? meter.display_name });
    }),
    route(
      'GET',
      '/v1/billing/meters/{id}/event_summaries',
      (params: Wire<Stripe.Billing.MeterListEventSummariesParams> & PageParams, { url, path }) =>
        pageOf(usageSummaries(ledger, required(path.id), params), params, url),
    ),
    route('POST', '/v1/billing/meter_events', (params: Wire<Stripe.Billing.MeterEventCreateParams>) =>
      meterEvents.create(params),
    ),
    route(
      'POST',
      '/v1/billing/meter_event_adjustments',
      (params: Wire<Stripe.Billing.MeterEventAdjustmentCreateParams>) => meterEvents.cancel(params),
    ),
    route('POST', '/v1/billing/meters/{id}/deactivate', (_params, { path }) =>
      update('billing.meter.deactivated', required(path.id), {
        status: 'inactive',
        status_transitions: { deactivated_at: clock.now() },
      }),
    ),
    route('POST', '/v1/billing/meters/{id}/reactivate', (_params, { path }) =>
      update('billing.meter.reactivated', required(path.id), {
        status: 'active',
        status_transitions: { deactivated_at: null },
      }),
    ),
  ];
}

function newMeter(params: Wire<Stripe.Billing.MeterCreateParams>, now: number): Meter {
  return {
    id: newId('mtr_test', 24),
    object: 'billing.meter',
    created: now,
    customer_mapping: params.customer_mapping ?? { event_payload_key: 'stripe_customer_id', type: 'by_id' },
    default_aggregation: params.default_aggregation,
    display_name: params.display_name,
    event_name: params.event_name,
    event_time_window: params.event_time_window ?? null,
    livemode: false,
    status: 'active',
    status_transitions: { deactivated_at: null },
    updated: now,
    value_settings: params.value_settings ?? { event_payload_key: 'value' },
  };
}
