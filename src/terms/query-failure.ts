import { GraphQLError } from 'graphql';
import { BillingFault } from './billing-error.js';

/**
 * Runs a query that asks Stripe. A query has no payload for errors, so an expected failure becomes a top-level GraphQL
 * error with the same code, not a masked one.
 */
export async function answered<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof BillingFault)) throw error;
    const { stripeRequestId, docUrl } = error.context;
    throw new GraphQLError(error.message, {
      extensions: {
        code: error.code,
        ...(stripeRequestId === undefined ? {} : { stripeRequestId }),
        ...(docUrl === undefined ? {} : { docUrl }),
      },
    });
  }
}
