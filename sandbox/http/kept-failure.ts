import type { Store } from '../state/store.js';
import { StripeFailure } from './stripe-failure.js';

/**
 * A failure whose traces stay: a refused payment leaves a failed charge and its events behind. Any other failure takes
 * everything back.
 */
export class KeptFailure extends StripeFailure {}

/** Runs `work` as one transaction that a `KeptFailure` commits before it goes on its way. */
export function keepingFailures<R>(store: Store, work: () => R): R {
  const result = store.transaction(() => {
    try {
      return { value: work() };
    } catch (error) {
      if (error instanceof KeptFailure) return { failure: error };
      throw error;
    }
  });
  if ('failure' in result) throw result.failure;
  return result.value;
}
