import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { type RequestContext, requestContext } from '../terms/request-context.js';
import type { Viewer } from '../terms/viewer.js';
import { crossOrigin } from './cross-origin.js';
import { answerGraphql } from './graphql-answer.js';
import { GraphqlRefusal, answerRefusals } from './graphql-refusal.js';
import { guardRequest, refuseBatches } from './request-guard.js';
import type { LiveUpdates } from './live-updates.js';
import type { RateLimits } from './rate-limits.js';
import type { TrustedDocuments } from './trusted-documents.js';
import type { Identify } from './own-identity.js';
import { InvalidIdentity } from './viewer-identity.js';

export interface GraphqlRouteParts {
  readonly server: ApolloServer<RequestContext>;
  readonly identify: Identify;
  readonly bodyLimitBytes: number;
  readonly rateLimits: RateLimits;
  /** Other sites whose pages may ask. */
  readonly corsOrigins: readonly string[];
  /** What may be run; absent: everything. */
  readonly documents: TrustedDocuments | undefined;
  /** Answers those who take a stream. */
  readonly live: LiveUpdates;
}

/** POST /graphql, and GET for queries and subscriptions. Source: https://graphql.github.io/graphql-over-http/draft/ */
export function graphqlRoute(parts: GraphqlRouteParts): Router {
  const { server, bodyLimitBytes, rateLimits, corsOrigins, documents, live } = parts;
  const router = Router();
  const contextOf = (request: Request, response: Response) =>
    requestContext(String(request.id ?? randomUUID()), viewerOf(response));
  router.use(
    '/graphql',
    // First, so that a page can read a refusal, too.
    ...crossOrigin(corsOrigins),
    rateLimits.byAddress,
    guardRequest(corsOrigins),
    identified(parts.identify, rateLimits),
    rateLimits.byViewer(viewerOf),
    express.json({ limit: bodyLimitBytes }),
    refuseBatches,
    ...(documents ? [admit(documents)] : []),
    live.handler(viewerOf),
    answerGraphql(server, contextOf),
  );
  router.use('/graphql', answerRefusals(bodyLimitBytes));
  return router;
}

/** Before the body is read: a wrong identity costs no more than its headers. */
function identified(identify: Identify, rateLimits: RateLimits): RequestHandler {
  return async (request, response, next) => {
    try {
      response.locals.viewer = await identify(request);
    } catch (error) {
      if (!(error instanceof InvalidIdentity)) throw error;
      await rateLimits.refused(request, response);
      throw new GraphqlRefusal(401, error.message, { code: 'UNAUTHENTICATED' });
    }
    next();
  };
}

function admit(documents: TrustedDocuments): RequestHandler {
  return (request, response, next) => {
    documents.admit(request, viewerOf(response));
    next();
  };
}

function viewerOf(response: Response): Viewer {
  return response.locals.viewer as Viewer;
}
