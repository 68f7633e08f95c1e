import { setTimeout as sleep } from 'node:timers/promises';
import type Stripe from 'stripe';
import { isMissing, isRateLimit, type StripeFailure, toBillingFault, toStripeFailure } from './failure.js';
import { noteReadTime } from './read-time.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

/**
 * The way of every request to Stripe: the one place where failures get their meaning, limits are waited out, and calls
 * are reported.
 */
export class StripeCalls {
  /** @param limitBudgetMs how long a call may wait for Stripe's rate limits and locks to pass */
  constructor(
    private readonly stripe: Stripe,
    private readonly report: (call: StripeCall) => void,
    private readonly limitBudgetMs: number,
  ) {}

  /**
   * @param name the SDK's method, such as `customers.create`
   * @throws BillingFault for what a caller can expect; other errors as they come
   */
  async run<T>(name: string, request: (stripe: Stripe) => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const elapsed = () => performance.now() - startedAt;
    const report = (outcome: Pick<StripeCall, 'failed'> & Partial<StripeFailure>) =>
      this.report({ name, milliseconds: elapsed(), ...outcome });
    for (let attempt = 0; ; attempt += 1) {
      try {
        const attemptedAt = performance.now();
        const answer = await request(this.stripe);
        noteReadTime(answer, performance.now() - attemptedAt);
        report({ failed: false, stripeRequestId: requestIdOf(answer) });
        return answer;
      } catch (error) {
        const pause = pauseBefore(attempt + 1);
        if (!isRateLimit(error) || elapsed() + pause > this.limitBudgetMs) {
          report({ failed: true, ...toStripeFailure(error) });
          throw toBillingFault(error);
        }
        await sleep(pause);
      }
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

/**
 * The SDK repeats what failed on the network, by 409 or by 5xx, but nothing that a limit refused: such a request was
 * not executed, so it may come again under any key. https://docs.stripe.com/rate-limits
 */
function pauseBefore(attempt: number): number {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  // Spread over the upper half, so that callers who were refused together do not come back together.
  return longest / 2 + (Math.random() * longest) / 2;
}

/** The SDK hangs the response on what it answers with. */
function requestIdOf(answer: unknown): string | undefined {
  return (answer as { readonly lastResponse?: { readonly requestId?: string } } | null)?.lastResponse?.requestId;
}

export interface StripeCall extends Partial<StripeFailure> {
  readonly name: string;
  readonly failed: boolean;
  /** With the pauses before it was repeated. */
  readonly milliseconds: number;
}
