import type Stripe from 'stripe';
import { isMissing, type StripeFailure, toBillingFault, toStripeFailure } from './failure.js';

/**
 * The way of every request to Stripe: the one place where failures get their meaning and calls are reported.
 */
export class StripeCalls {
  constructor(
    private readonly stripe: Stripe,
    private readonly report: (call: StripeCall) => void,
  ) {}

  /**
   * @param name the SDK's method, such as `customers.create`
   * @throws BillingFault for what a caller can expect; other errors as they come
   */
  async run<T>(name: string, request: (stripe: Stripe) => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const report = (failure?: StripeFailure) =>
      this.report({ name, failed: failure !== undefined, milliseconds: performance.now() - startedAt, ...failure });
    try {
      const answer = await request(this.stripe);
      report();
      return answer;
    } catch (error) {
      report(toStripeFailure(error));
      throw toBillingFault(error);
    }
  }

  /** Like {@link run}, with null for an object that Stripe does not know. */
  async find<T>(name: string, request: (stripe: Stripe) => Promise<T>): Promise<T | null> {
    return this.run(name, async (stripe) => {
      try {
        return await request(stripe);
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    });
  }
}

export interface StripeCall extends Partial<StripeFailure> {
  readonly name: string;
  readonly failed: boolean;
  readonly milliseconds: number;
}
