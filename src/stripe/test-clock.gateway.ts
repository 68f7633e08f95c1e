import type { StripeCalls } from './stripe-calls.js';

/** Source: https://docs.stripe.com/api/test_clocks */
export class TestClockGateway {
  constructor(private readonly calls: StripeCalls) {}

  /** What time it is for what lives by the clock, in Unix seconds; null when Stripe does not know the clock. */
  async now(id: string): Promise<number | null> {
    const clock = await this.calls.find('testHelpers.testClocks.retrieve', (stripe) =>
      stripe.testHelpers.testClocks.retrieve(id),
    );
    return clock?.frozen_time ?? null;
  }
}
