import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { RequestContext } from '../terms/request-context.js';
import { errorFormat, unexpectedErrorLog } from './error-edge.js';
import { timedExecution } from './execution.js';
import { costLimit } from './query-cost.js';
import { type QueryLimits, documentRules } from './query-limits.js';
import { statusByMediaType } from './response-status.js';
import { variablesCheck } from './variables-check.js';

export interface GraphqlServerOptions {
  readonly schema: GraphQLSchema;
  readonly logger: Logger;
  readonly limits: QueryLimits;
  /** How long an operation may run, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether clients may ask for the schema; without it errors suggest no names either. */
  readonly introspection: boolean;
  /** Further plugins, such as those that count. */
  readonly plugins?: readonly ApolloServerPlugin<RequestContext>[];
}

/** Executes operations; serves no page, holds no port. */
export function createGraphqlServer(options: GraphqlServerOptions): ApolloServer<RequestContext> {
  const { schema, logger, limits, timeoutMs, introspection } = options;
  return new ApolloServer<RequestContext>({
    gateway: timedExecution(schema, { timeoutMs, showsSuggestions: introspection }),
    logger,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    parseOptions: { maxTokens: limits.maxTokens },
    validationRules: documentRules(limits),
    formatError: errorFormat(limits),
    includeStacktraceInErrorResponses: false,
    // The route's own guard does this, and lets queries by GET through.
    csrfPrevention: false,
    allowBatchedHttpRequests: false,
    // A cache that strangers may write to; trusted documents do what it is good for.
    persistedQueries: false,
    // The process drains requests itself, in an order that Apollo cannot know.
    stopOnTerminationSignals: false,
    plugins: [
      ...(options.plugins ?? []),
      unexpectedErrorLog(logger),
      variablesCheck(),
      costLimit(limits),
      statusByMediaType(),
      ApolloServerPluginLandingPageDisabled(),
      // No field has a hint for caches, and to look for them it would wrap the resolver of each field.
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
}
