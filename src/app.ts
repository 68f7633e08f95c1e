import type { ApolloServer } from '@apollo/server';
import express, { type Express } from 'express';
import type { GraphQLSchema } from 'graphql';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type Stripe from 'stripe';
import { adminPageRoute } from './api/admin-page.route.js';
import { eventErrors, unansweredError } from './api/error-edge.js';
import { graphiqlRoute } from './api/graphiql.route.js';
import { createGraphqlServer } from './api/graphql-server.js';
import { graphqlRoute } from './api/graphql.route.js';
import { Health } from './api/health.route.js';
import { LiveUpdates } from './api/live-updates.js';
import { RateLimits } from './api/rate-limits.js';
import { requestLog } from './api/request-log.js';
import { buildBillingSchema } from './api/schema.js';
import { securityHeaders } from './api/security-headers.js';
import { storefrontRoute } from './api/storefront.route.js';
import { TrustedDocuments } from './api/trusted-documents.js';
import { tracedRequest } from './api/traced-request.js';
import { ViewerIdentity } from './api/viewer-identity.js';
import { ViewerResolver } from './api/viewer.resolver.js';
import type { PlanPublisher } from './catalog/plan-publisher.js';
import type { PlanService } from './catalog/plan.service.js';
import type { Config } from './config.js';
import { openGround } from './ground.js';
import { openRooms, type Rooms } from './rooms.js';
import type { RevenueBuild } from './metrics/revenue-build.js';
import type { RevenueKeeper } from './metrics/revenue-keeper.js';
import type { Backfill } from './sync/backfill.js';
import type { Reconciliation } from './sync/reconciliation.js';
import type { StripeCall } from './stripe/stripe-calls.js';
import { Telemetry } from './telemetry/telemetry.js';
import type { RequestContext } from './terms/request-context.js';
import { NO_TRACES, type Tracer } from './terms/tracer.js';
import { WEBHOOK_PATH } from './webhooks/webhook-path.js';
import type { WebhookReplay } from './webhooks/webhook-replay.js';
import { webhookRoute } from './webhooks/webhook.route.js';
import { WebhookVerifier } from './webhooks/webhook-signature.js';
import { WebhookWorker } from './webhooks/webhook-worker.js';

/** How often a worker looks for events that are due again or were left behind by a process that died. */
const POLL_MS = 500;

export interface AppParts {
  readonly config: Config;
  readonly connection: Connection;
  readonly stripe: Stripe;
  readonly logger: Logger;
  /** Told of each request to Stripe. */
  readonly onStripeCall?: (call: StripeCall) => void;
  /** Absent: nothing is traced. */
  readonly tracer?: Tracer | undefined;
  /** What time it is for the history of subscriptions and the metrics; the real time when absent. */
  readonly now?: () => Date;
}

/** The engine, ready to be served. */
export interface App {
  /** Answers HTTP; the caller gives it a port. */
  readonly handler: Express;
  /** Executes operations without HTTP. */
  readonly graphql: ApolloServer<RequestContext>;
  readonly worker: WebhookWorker;
  readonly plans: PlanService;
  readonly publisher: PlanPublisher;
  readonly replay: WebhookReplay;
  readonly backfill: Backfill;
  readonly reconciliation: Reconciliation;
  readonly revenue: RevenueKeeper;
  readonly revenueBuild: RevenueBuild;
  /** Creates the indexes that are missing. */
  createIndexes(): Promise<void>;
  /** Says that it is not ready any more, and ends live updates; requests are still answered. */
  drain(): void;
  /** Finishes what the worker and GraphQL are at. The connection is the caller's to close. */
  stop(): Promise<void>;
}

/** Wires the engine. The only place that knows all rooms; opens no port and starts no work. */
export async function createApp(parts: AppParts): Promise<App> {
  const { config, connection, logger, tracer } = parts;
  const telemetry = new Telemetry(tracer ?? NO_TRACES);
  const rooms = roomsOf({
    ...parts,
    onStripeCall: (call) => {
      telemetry.stripeCall(call);
      parts.onStripeCall?.(call);
    },
  });
  telemetry.watchInbox(rooms.inbox);
  const { concurrency, mostHeld } = config.webhooks;
  const worker = new WebhookWorker(
    { ...rooms, logger, watcher: telemetry },
    { concurrency, mostHeld, pollMs: POLL_MS },
  );
  rooms.inbox.handTo(worker);
  rooms.metrics.keeper.reportTo((error) => logger.error({ err: error }, 'The revenue ledger could not be kept'));
  telemetry.watchDrift(rooms.sync.watch);
  const schema = await schemaOf(rooms);
  const { limits, trustedDocumentsPath } = config.graphql;
  const graphql = createGraphqlServer({ ...config.graphql, schema, logger, plugins: [telemetry.graphqlPlugin()] });
  await graphql.start();
  const live = new LiveUpdates({
    server: graphql,
    sources: rooms.live,
    limits: config.live,
    watcher: telemetry,
    inWords: eventErrors(limits, logger),
  });
  telemetry.watchLive({ connections: () => live.connections, streams: () => rooms.changes.streams });
  const health = new Health(connection);

  const handler = express();
  handler.disable('x-powered-by');
  handler.set('trust proxy', config.http.trustProxy);
  if (tracer) {
    handler.use('/graphql', tracedRequest(tracer, '/graphql', true));
    handler.use(WEBHOOK_PATH, tracedRequest(tracer, WEBHOOK_PATH, false));
  }
  // Before the log of requests, for each delivery is told of by the inbox; before headers for browsers, for none is
  // one; and without a limit of requests, for Stripe delivers in bursts from few addresses and repeats what is refused.
  handler.use(
    webhookRoute({
      verifier: new WebhookVerifier(config.webhooks.secrets, config.webhooks.toleranceSeconds),
      inbox: rooms.inbox,
      logger,
      watcher: telemetry,
      bodyLimitBytes: config.webhooks.bodyLimitBytes,
      bodyTimeoutMs: config.webhooks.bodyTimeoutMs,
    }),
  );
  handler.use(securityHeaders());
  handler.use(health.route());
  handler.use(telemetry.route());
  handler.use(requestLog(logger));
  if (config.graphql.graphiql) handler.use(graphiqlRoute());
  handler.use(
    graphqlRoute({
      server: graphql,
      identity: new ViewerIdentity(config.auth),
      bodyLimitBytes: config.graphql.bodyLimitBytes,
      rateLimits: new RateLimits(config.rateLimits),
      corsOrigins: config.http.corsOrigins,
      documents: trustedDocumentsPath ? TrustedDocuments.fromFile(trustedDocumentsPath, limits.maxTokens) : undefined,
      live,
    }),
  );
  handler.use(adminPageRoute());
  handler.use(storefrontRoute());
  handler.use(unansweredError);
  return {
    handler,
    graphql,
    worker,
    plans: rooms.catalog.plans,
    publisher: rooms.catalog.publisher,
    replay: rooms.replay,
    backfill: rooms.sync.backfill,
    reconciliation: rooms.sync.reconciliation,
    revenue: rooms.metrics.keeper,
    revenueBuild: rooms.metrics.build,
    createIndexes: () => rooms.createIndexes(),
    drain: () => {
      health.drain();
      live.drain();
    },
    stop: async () => {
      await worker.stop();
      await graphql.stop();
      await rooms.metrics.keeper.stop();
    },
  };
}

/** The schema alone, for schema.graphql: nothing is connected to. */
export function schemaOf({ resolvers }: Pick<Rooms, 'resolvers'>): Promise<GraphQLSchema> {
  return buildBillingSchema([new ViewerResolver(), ...resolvers]);
}

export function roomsOf(parts: Omit<AppParts, 'logger' | 'tracer'> & { readonly logger?: Logger }): Rooms {
  const { config, connection, stripe, onStripeCall, now, logger } = parts;
  const { priceFreshForMs, limitBudgetMs } = config.stripe;
  const settings = { baseUrl: config.baseUrl, priceFreshForMs, limitBudgetMs };
  const ground = openGround({
    settings,
    connection,
    stripe,
    onStripeCall: onStripeCall ?? (() => undefined),
    clock: now ?? (() => new Date()),
    feeds: {
      mostWaiting: config.live.mostWaiting,
      onTrouble: (err) => logger?.warn({ err }, 'Live updates wait for MongoDB'),
    },
  });
  return openRooms(ground, config.webhooks);
}
