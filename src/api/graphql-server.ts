import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { RequestContext } from '../terms/request-context.js';
import { formatError, unexpectedErrorLog } from './error-edge.js';

export interface GraphqlServerOptions {
  readonly schema: GraphQLSchema;
  readonly logger: Logger;
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
}

/** Executes operations; serves no page, holds no port. */
export function createGraphqlServer({
  schema,
  logger,
  introspection,
}: GraphqlServerOptions): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    logger,
    introspection,
    formatError,
    includeStacktraceInErrorResponses: false,
    // The process drains requests itself, in an order that Apollo cannot know.
    stopOnTerminationSignals: false,
    plugins: [unexpectedErrorLog(logger), ApolloServerPluginLandingPageDisabled()],
  });
}
