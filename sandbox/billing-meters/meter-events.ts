import type Stripe from 'stripe';
import { invalidRequest } from '../http/failures.js';
import type { Clock } from '../state/clock.js';
import { randomText } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { CustomerTime } from '../test-clocks/customer-time.js';

export type Meter = Wire<Stripe.Billing.Meter>;
type MeterEvent = Wire<Stripe.Billing.MeterEvent>;

/** A meter event as it is counted. The id is the identifier, after the meter's. */
export interface MeterReading {
  readonly id: string;
  readonly meter: string;
  readonly customer: string;
  /** A decimal number. */
  readonly value: string;
  readonly timestamp: number;
  /** When it came in. */
  readonly created: number;
  readonly canceled: boolean;
}

const DAY = 24 * 60 * 60;
const OLDEST_DAYS = 35;
const AHEAD_SECONDS = 5 * 60;

/** What customers use. Source: https://docs.stripe.com/api/billing/meter-event */
export class MeterEvents {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly time: CustomerTime,
  ) {}

  /** @throws StripeFailure for an identifier that came within a day, a moment out of bounds, or a payload that cannot be counted */
  create(params: Wire<Stripe.Billing.MeterEventCreateParams>): MeterEvent {
    const meter = this.#activeMeter(params.event_name);
    const counted = this.#read(meter, params.payload);
    return this.time.of(counted.customer, () => {
      const now = this.clock.now();
      const { identifier = randomText(36), timestamp = now } = params;
      checkTimestamp(timestamp, now);
      const id = `${meter.id}:${identifier}`;
      if (this.#isRecent(this.ledger.meterReadings.get(id))) {
        throw invalidRequest(`An event already exists with identifier ${identifier}.`);
      }
      this.ledger.meterReadings.put({ id, meter: meter.id, timestamp, created: now, canceled: false, ...counted });
      return {
        object: 'billing.meter_event',
        created: now,
        event_name: params.event_name,
        identifier,
        livemode: false,
        payload: params.payload,
        timestamp,
      };
    });
  }

  /** @throws StripeFailure for an identifier that did not come within the past day */
  cancel(params: Wire<Stripe.Billing.MeterEventAdjustmentCreateParams>): Wire<Stripe.Billing.MeterEventAdjustment> {
    const meter = this.#activeMeter(params.event_name);
    const identifier = params.cancel?.identifier;
    if (identifier === undefined) {
      throw invalidRequest('Missing required param: cancel[identifier].', 'cancel[identifier]', 'parameter_missing');
    }
    const reading = this.ledger.meterReadings.get(`${meter.id}:${identifier}`);
    const isRecent = this.time.of(reading?.customer ?? null, () => this.#isRecent(reading));
    if (reading === undefined || !isRecent) {
      throw invalidRequest(
        `No event with the identifier ${identifier} within the past 24 hours.`,
        'cancel[identifier]',
      );
    }
    if (reading.canceled) {
      throw invalidRequest(`The event with the identifier ${identifier} is cancelled already.`, 'cancel[identifier]');
    }
    this.ledger.meterReadings.put({ ...reading, canceled: true });
    return {
      object: 'billing.meter_event_adjustment',
      cancel: { identifier },
      event_name: params.event_name,
      livemode: false,
      status: 'complete',
      type: 'cancel',
    };
  }

  /** Whether it came within the day in which identifiers are kept. */
  #isRecent(reading: MeterReading | undefined): boolean {
    return reading !== undefined && reading.created > this.clock.now() - DAY;
  }

  #activeMeter(eventName: string): Meter {
    const meter = this.ledger.meters.find((entry) => entry.status === 'active' && entry.event_name === eventName);
    if (meter !== undefined) return meter;
    throw invalidRequest(`No active meter found for event name ${eventName}.`, 'event_name');
  }

  #read(meter: Meter, payload: Readonly<Record<string, string>>): Pick<MeterReading, 'customer' | 'value'> {
    const key = meter.customer_mapping.event_payload_key;
    const customer = payload[key];
    if (customer === undefined) throw invalidRequest(`Missing required payload key: ${key}.`, `payload[${key}]`);
    if (this.ledger.customers.get(customer) === undefined) {
      throw invalidRequest(`No such customer: '${customer}'`, `payload[${key}]`, 'resource_missing');
    }
    const valueKey = meter.value_settings.event_payload_key;
    const value = payload[valueKey];
    if (meter.default_aggregation.formula === 'count') return { customer, value: '1' };
    if (value !== undefined && /^-?\d{1,15}(\.\d{1,12})?$/.test(value)) return { customer, value };
    throw invalidRequest(
      value === undefined
        ? `Missing required payload key: ${valueKey}.`
        : `Invalid value for payload key ${valueKey}: ${value}. It must be a number.`,
      `payload[${valueKey}]`,
    );
  }
}

function checkTimestamp(timestamp: number, now: number): void {
  const oldest = now - OLDEST_DAYS * DAY;
  if (timestamp < oldest) {
    throw invalidRequest(
      `The event timestamp cannot be more than ${OLDEST_DAYS} days in past. Expected a timestamp greater than or equal to ${oldest}.`,
      'timestamp',
    );
  }
  if (timestamp <= now + AHEAD_SECONDS) return;
  throw invalidRequest(
    `The event timestamp cannot be more than 5 minutes in the future. Expected a timestamp less than or equal to ${now + AHEAD_SECONDS}.`,
    'timestamp',
  );
}
