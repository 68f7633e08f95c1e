import type Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

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
}
