import Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

export interface MeterEvent {
  readonly eventName: string;
  readonly customerId: string;
  readonly value: number;
  /** At most 100 characters. */
  readonly identifier: string;
  readonly at: Date;
  /** The same for each try of this event. */
  readonly idempotencyKey: string;
}

/** Source: https://docs.stripe.com/api/billing/meter */
export class MeterGateway {
  constructor(private readonly calls: StripeCalls) {}

  listActive(): Promise<Stripe.Billing.Meter[]> {
    return this.calls.run('billing.meters.list', async (stripe) => {
      const meters: Stripe.Billing.Meter[] = [];
      for await (const meter of stripe.billing.meters.list({ status: 'active', limit: 100 })) meters.push(meter);
      return meters;
    });
  }

  create(eventName: string, displayName: string): Promise<Stripe.Billing.Meter> {
    return this.calls.run('billing.meters.create', (stripe) =>
      stripe.billing.meters.create({
        display_name: displayName,
        event_name: eventName,
        default_aggregation: { formula: 'sum' },
      }),
    );
  }

  /**
   * Counts usage. The meter's keys are Stripe's defaults.
   * Source: https://docs.stripe.com/api/billing/meter-event/create
   *
   * @returns `taken` when an event with this identifier was counted before, within a day or a little more
   */
  report({ eventName, customerId, value, identifier, at, idempotencyKey }: MeterEvent): Promise<'accepted' | 'taken'> {
    return this.calls.run('billing.meterEvents.create', async (stripe) => {
      try {
        await stripe.billing.meterEvents.create(
          {
            event_name: eventName,
            payload: { stripe_customer_id: customerId, value: String(value) },
            identifier,
            timestamp: at.getTime() / 1000,
          },
          { idempotencyKey },
        );
        return 'accepted';
      } catch (error) {
        if (isTaken(error)) return 'taken';
        throw error;
      }
    });
  }
}

/** Stripe has no code for it in this API. */
function isTaken(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    (error.code === 'duplicate_meter_event' || /already exists with identifier/.test(error.message))
  );
}
