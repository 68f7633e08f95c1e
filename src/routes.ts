import type { ApolloServer } from '@apollo/server';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import { adminPageRoute } from './api/admin-page.route.js';
import { unansweredError } from './api/error-edge.js';
import { graphiqlRoute } from './api/graphiql.route.js';
import { graphqlRoute } from './api/graphql.route.js';
import type { Health } from './api/health.route.js';
import type { LiveUpdates } from './api/live-updates.js';
import { RateLimits } from './api/rate-limits.js';
import { requestLog } from './api/request-log.js';
import { securityHeaders } from './api/security-headers.js';
import { storefrontRoute } from './api/storefront.route.js';
import { tracedRequest } from './api/traced-request.js';
import { TrustedDocuments } from './api/trusted-documents.js';
import { type Authenticate, identifyBy } from './api/own-identity.js';
import { ViewerIdentity } from './api/viewer-identity.js';
import type { Config } from './config.js';
import type { Telemetry } from './telemetry/telemetry.js';
import type { RequestContext } from './terms/request-context.js';
import type { Tracer } from './terms/tracer.js';
import type { WebhookInbox } from './webhooks/webhook-inbox.js';
import { WEBHOOK_PATH } from './webhooks/webhook-path.js';
import { webhookRoute } from './webhooks/webhook.route.js';
import { WebhookVerifier } from './webhooks/webhook-signature.js';

export interface RoutesParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly tracer: Tracer | undefined;
  readonly inbox: WebhookInbox;
  readonly telemetry: Telemetry;
  readonly health: Health;
  readonly graphql: ApolloServer<RequestContext>;
  readonly live: LiveUpdates;
  /** Who asks, as the program that hosts the engine sees it. */
  readonly authenticate: Authenticate | undefined;
  readonly pages: boolean;
}

/** What answers HTTP, in the order in which a request comes by. A process that only works answers for its health alone. */
export function routes(parts: RoutesParts): Express {
  const { config, logger, telemetry, health, pages } = parts;
  const servesEveryone = config.role !== 'worker';
  const handler = express();
  handler.disable('x-powered-by');
  handler.set('trust proxy', config.http.trustProxy);
  handler.use(health.farewell());
  // Before the log of requests, for each delivery is told of by the inbox; before headers for browsers, for none is
  // one; and without a limit of requests, for Stripe delivers in bursts from few addresses and repeats what is refused.
  if (servesEveryone) takeDeliveries(handler, parts);
  handler.use(securityHeaders());
  handler.use(health.route());
  handler.use(telemetry.route());
  if (servesEveryone) {
    handler.use(requestLog(logger));
    if (pages && config.graphql.graphiql) handler.use(graphiqlRoute());
    answerGraphql(handler, parts);
    if (pages) handler.use(adminPageRoute(), storefrontRoute());
  }
  handler.use(unansweredError);
  return handler;
}

function takeDeliveries(handler: Express, { config, logger, tracer, inbox, telemetry }: RoutesParts): void {
  const { secrets, toleranceSeconds, bodyLimitBytes, bodyTimeoutMs } = config.webhooks;
  if (tracer) handler.use(WEBHOOK_PATH, tracedRequest(tracer, WEBHOOK_PATH, false));
  const verifier = new WebhookVerifier(secrets, toleranceSeconds);
  handler.use(webhookRoute({ verifier, inbox, logger, watcher: telemetry, bodyLimitBytes, bodyTimeoutMs }));
}

function answerGraphql(handler: Express, { config, tracer, graphql, live, authenticate }: RoutesParts): void {
  const { bodyLimitBytes, limits, trustedDocumentsPath } = config.graphql;
  if (tracer) handler.use('/graphql', tracedRequest(tracer, '/graphql', true));
  handler.use(
    graphqlRoute({
      server: graphql,
      identify: identifyBy(new ViewerIdentity(config.auth), authenticate),
      bodyLimitBytes,
      rateLimits: new RateLimits(config.rateLimits),
      corsOrigins: config.http.corsOrigins,
      documents: trustedDocumentsPath ? TrustedDocuments.fromFile(trustedDocumentsPath, limits.maxTokens) : undefined,
      live,
    }),
  );
}
