import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../terms/request-context.js';

/** No input of ours is so deep; what walks through values by recursion must not run out of stack. */
const DEEPEST = 32;

/** Half of a surrogate pair cannot be written as UTF-8, NUL not into a regular expression of MongoDB. */
const UNUSABLE = /\p{Surrogate}|\0/u;

/** Refuses variables that no program can work with, before a scalar or Stripe's SDK breaks on them. */
export function variablesCheck(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ request }) => {
        const fault = faultOf(request.variables);
        if (fault === undefined) return;
        throw new GraphQLError(fault, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
      },
    }),
  };
}

/** Without recursion, for the reason above. */
function faultOf(variables: unknown): string | undefined {
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return `The variables are nested deeper than ${DEEPEST} levels`;
    if (level.some((value) => typeof value === 'string' && UNUSABLE.test(value))) {
      return 'The variables have text with NUL or half a surrogate pair';
    }
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return undefined;
}
