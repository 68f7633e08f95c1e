import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { ErrorRequestHandler } from 'express';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { RequestContext } from '../terms/request-context.js';
import { type QueryLimits, QueryLimitExceeded, tokensExceeded } from './query-limits.js';

type ErrorFormat = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

const UNEXPECTED = 'INTERNAL_SERVER_ERROR';
const MASK = 'Internal server error';

/**
 * The one edge where errors leave the server. What was thrown as a GraphQLError with a code is meant for the client;
 * anything else is a bug or an outage, whose words stay inside.
 */
export function errorFormat(limits: QueryLimits): ErrorFormat {
  return (formatted, error) => {
    const limit = passedLimit(error, limits);
    if (limit) return { message: limit.message, extensions: withoutHttp(limit.extensions) };
    const { stacktrace: _hidden, ...extensions } = formatted.extensions ?? {};
    if (isForClient(error, extensions.code)) return { ...formatted, extensions };
    return { ...formatted, message: MASK, extensions: { code: UNEXPECTED } };
  };
}

/**
 * The same edge for what Apollo does not see: the events of a subscription, and why it ends.
 */
export function eventErrors(limits: QueryLimits, logger: Logger) {
  const format = errorFormat(limits);
  return (error: unknown, requestId: string): GraphQLFormattedError => {
    const told = error instanceof GraphQLError ? error : new GraphQLError(MASK, { originalError: toError(error) });
    if (!isForClient(told, told.extensions.code)) {
      logger.error({ requestId, path: told.path, err: told.originalError ?? told }, 'unexpected error');
    }
    const formatted = format(told.toJSON(), told);
    return formatted.extensions ? { ...formatted, extensions: withoutHttp(formatted.extensions) } : formatted;
  };
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Apollo gives each error of validation a code of its own; ours says more. */
function passedLimit(error: unknown, limits: QueryLimits): QueryLimitExceeded | undefined {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : undefined;
  return original instanceof QueryLimitExceeded ? original : tokensExceeded(original, limits);
}

function withoutHttp({ http: _head, ...extensions }: GraphQLError['extensions']): GraphQLError['extensions'] {
  return extensions;
}

/** Logs each unexpected error once, with the id that the client has in its x-request-id header. */
export function unexpectedErrorLog(logger: Logger): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue, operationName }) => {
        for (const error of errors) {
          if (isForClient(error, error.extensions.code)) continue;
          const { requestId } = contextValue;
          const err = error.originalError ?? error;
          logger.error({ requestId, operationName, path: error.path, err }, 'unexpected error');
        }
      },
    }),
  };
}

/**
 * What no route has answered: masked like everything unexpected, where Express itself would show the stack. The log of
 * the request takes the error up.
 */
export const unansweredError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { status } = error as { readonly status?: unknown };
  response.err = error;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    response.status(status).json({ error: { code: 'BAD_REQUEST', message: 'The request cannot be answered' } });
  } else {
    response.status(500).json({ error: { code: UNEXPECTED, message: MASK } });
  }
};

/** Errors of graphql-js itself, such as null for a field that cannot be, are GraphQLErrors too, without a code. */
function isForClient(error: unknown, code: unknown): boolean {
  return unwrapResolverError(error) instanceof GraphQLError && code !== undefined && code !== UNEXPECTED;
}
