import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type ErrorRequestHandler, type Request, Router } from 'express';
import { GraphQLError } from 'graphql';
import { type RequestContext, RequestLoaders } from '../terms/request-context.js';
import { InvalidIdentity, type ViewerIdentity } from './viewer-identity.js';

export interface GraphqlRouteParts {
  readonly server: ApolloServer<RequestContext>;
  readonly identity: ViewerIdentity;
  readonly bodyLimitBytes: number;
}

/** POST /graphql, and GET for queries. Source: https://graphql.github.io/graphql-over-http/draft/ */
export function graphqlRoute({ server, identity, bodyLimitBytes }: GraphqlRouteParts): Router {
  const router = Router();
  const context = async ({ req }: { req: Request }) => contextOf(req, identity);
  router.use('/graphql', express.json({ limit: bodyLimitBytes }), expressMiddleware(server, { context }));
  router.use('/graphql', unreadable);
  return router;
}

async function contextOf(request: Request, identity: ViewerIdentity): Promise<RequestContext> {
  try {
    const viewer = await identity.viewerOf(request.headers);
    return { requestId: String(request.id ?? randomUUID()), viewer, loaders: new RequestLoaders(viewer) };
  } catch (error) {
    if (!(error instanceof InvalidIdentity)) {
      // No operation has begun that could report it: the log of the request does.
      if (request.res) request.res.err = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
    throw new GraphQLError(error.message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
  }
}

/** Bodies that the parser refuses are answered in the shape of GraphQL, too. */
const unreadable: ErrorRequestHandler = (error: { readonly status?: number }, _request, response, next) => {
  if (typeof error.status !== 'number' || error.status >= 500) return next(error);
  const message =
    error.status === 413 ? 'The body is too large; see GRAPHQL_BODY_LIMIT_BYTES' : 'The body could not be read as JSON';
  response.status(error.status).json({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
};
