import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { RequestContext } from '../terms/request-context.js';

/**
 * The one edge where errors leave the server. What was thrown as a GraphQLError is meant for the client; anything else
 * is a bug or an outage, whose words stay inside.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const thrown = unwrapResolverError(error);
  const { stacktrace: _hidden, ...extensions } = formatted.extensions ?? {};
  if (thrown instanceof GraphQLError) return { ...formatted, extensions };
  return { ...formatted, message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

/** Logs each unexpected error once, with the id that the client has in its x-request-id header. */
export function unexpectedErrorLog(logger: Logger): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue, operationName }) => {
        for (const error of errors) {
          if (error.originalError === undefined || error.originalError instanceof GraphQLError) continue;
          const { requestId } = contextValue;
          logger.error({ requestId, operationName, path: error.path, err: error.originalError }, 'unexpected error');
        }
      },
    }),
  };
}
