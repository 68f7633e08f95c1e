import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { RequestContext } from '../terms/request-context.js';
import { type QueryLimits, QueryLimitExceeded, tokensExceeded } from './query-limits.js';

type ErrorFormat = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * The one edge where errors leave the server. What was thrown as a GraphQLError with a code is meant for the client;
 * anything else is a bug or an outage, whose words stay inside.
 */
export function errorFormat(limits: QueryLimits): ErrorFormat {
  return (formatted, error) => {
    const limit = passedLimit(error, limits);
    if (limit) return { message: limit.message, extensions: withoutHttp(limit.extensions) };
    if (isUnexpected(error) || formatted.extensions?.code === 'INTERNAL_SERVER_ERROR') {
      return { ...formatted, message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
    }
    const { stacktrace: _hidden, ...extensions } = formatted.extensions ?? {};
    return { ...formatted, extensions };
  };
}

/** Apollo gives each error of validation a code of its own; ours says more. */
function passedLimit(error: unknown, limits: QueryLimits): QueryLimitExceeded | undefined {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : undefined;
  return original instanceof QueryLimitExceeded ? original : tokensExceeded(original, limits);
}

function withoutHttp({ http: _head, ...extensions }: GraphQLError['extensions']): GraphQLError['extensions'] {
  return extensions;
}

/** Thrown by no GraphQLError of ours: graphql-js wraps what a resolver throws, and its own errors have no code. */
function isUnexpected(error: unknown): boolean {
  const thrown = unwrapResolverError(error);
  if (!(thrown instanceof GraphQLError)) return true;
  return thrown.path !== undefined && thrown.extensions.code === undefined;
}

/** Logs each unexpected error once, with the id that the client has in its x-request-id header. */
export function unexpectedErrorLog(logger: Logger): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue, operationName }) => {
        for (const error of errors.filter(isUnexpected)) {
          const { requestId } = contextValue;
          const err = error.originalError ?? error;
          logger.error({ requestId, operationName, path: error.path, err }, 'unexpected error');
        }
      },
    }),
  };
}
