import type Stripe from 'stripe';
import type { SubscriptionChanges } from '../stripe/subscription.gateway.js';
import type { TestClockGateway } from '../stripe/test-clock.gateway.js';

/** The moment as of which a change is prorated, fixed when it is quoted. */
export class ProrationDate {
  constructor(
    private readonly testClocks: TestClockGateway,
    private readonly clock: () => Date,
  ) {}

  /**
   * Now, in the subscription's own time and within its period, as Stripe takes it; null where nothing is prorated.
   * Source: https://docs.stripe.com/api/subscriptions/update#update_subscription-proration_date
   *
   * @returns Unix seconds
   */
  async of(
    { items, test_clock: testClock }: Stripe.Subscription,
    behavior: SubscriptionChanges['prorationBehavior'],
  ): Promise<number | null> {
    if (behavior === 'none') return null;
    const id = typeof testClock === 'object' ? testClock?.id : testClock;
    const frozen = id === undefined ? null : await this.testClocks.now(id);
    const now = frozen ?? Math.floor(this.clock().getTime() / 1000);
    // Our clock and Stripe's may differ by seconds, and a renewal may be late.
    const start = Math.max(...items.data.map((item) => item.current_period_start));
    const end = Math.min(...items.data.map((item) => item.current_period_end));
    return Math.min(Math.max(now, start), end);
  }
}
