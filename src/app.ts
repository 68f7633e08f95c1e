import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApolloServer } from '@apollo/server';
import type { Express } from 'express';
import type { GraphQLSchema } from 'graphql';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type Stripe from 'stripe';
import { eventErrors } from './api/error-edge.js';
import { createGraphqlServer } from './api/graphql-server.js';
import { Health } from './api/health.route.js';
import { LiveUpdates } from './api/live-updates.js';
import { buildBillingSchema } from './api/schema.js';
import { ViewerResolver } from './api/viewer.resolver.js';
import type { PlanPublisher } from './catalog/plan-publisher.js';
import type { PlanService } from './catalog/plan.service.js';
import type { Config } from './config.js';
import type { Extensions } from './extensions.js';
import { openGround } from './ground.js';
import type { HooksRoom } from './hooks/hooks.room.js';
import type { Migrator } from './migrations/migrator.js';
import { prepareDatabase } from './migrations/prepare-database.js';
import { openRooms, type Rooms } from './rooms.js';
import { routes } from './routes.js';
import type { RevenueBuild } from './metrics/revenue-build.js';
import type { RevenueKeeper } from './metrics/revenue-keeper.js';
import type { Backfill } from './sync/backfill.js';
import type { Reconciliation } from './sync/reconciliation.js';
import type { StripeCall } from './stripe/stripe-calls.js';
import { Telemetry } from './telemetry/telemetry.js';
import type { RequestContext } from './terms/request-context.js';
import { NO_TRACES, type Tracer } from './terms/tracer.js';
import type { WebhookInbox } from './webhooks/webhook-inbox.js';
import type { WebhookReplay } from './webhooks/webhook-replay.js';
import { WebhookWorker } from './webhooks/webhook-worker.js';

/** How often a worker looks for events that are due again or were left behind by a process that died. */
const POLL_MS = 500;

export interface AppParts extends Extensions {
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
  readonly inbox: WebhookInbox;
  readonly worker: WebhookWorker;
  readonly plans: PlanService;
  readonly publisher: PlanPublisher;
  readonly replay: WebhookReplay;
  readonly backfill: Backfill;
  readonly reconciliation: Reconciliation;
  readonly revenue: RevenueKeeper;
  readonly revenueBuild: RevenueBuild;
  /** What the program that hosts the engine does when a subscription has changed. */
  readonly hooks: Pick<HooksRoom, 'start' | 'idle' | 'stop'>;
  readonly migrator: Migrator;
  /**
   * Makes sure that the database is where this version needs it.
   *
   * @throws DatabaseIsNewer, MigrationsPending, MigrationLockTaken, MigrationFailed
   */
  prepareDatabase(): Promise<void>;
  /**
   * Says that it is not ready any more, and answers on until those who send requests have had the time to hear of it;
   * then ends live updates, whose clients find another process.
   */
  drain(): Promise<void>;
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
  const { limits } = config.graphql;
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

  const { authenticate, pages = true } = parts;
  const handler = routes({
    ...{ config, logger, tracer, inbox: rooms.inbox, telemetry, health, graphql, live },
    ...{ authenticate, pages },
  });
  return {
    handler,
    graphql,
    inbox: rooms.inbox,
    worker,
    plans: rooms.catalog.plans,
    publisher: rooms.catalog.publisher,
    replay: rooms.replay,
    backfill: rooms.sync.backfill,
    reconciliation: rooms.sync.reconciliation,
    revenue: rooms.metrics.keeper,
    revenueBuild: rooms.metrics.build,
    hooks: rooms.hooks,
    migrator: rooms.migrator,
    prepareDatabase: () => prepareDatabase(rooms.migrator, config.migrations.atStart, logger),
    drain: async () => {
      health.drain();
      // Nobody sends anything to a worker but questions about its health.
      if (config.role !== 'worker' && config.shutdownDrainMs > 0) await sleep(config.shutdownDrainMs);
      live.drain();
    },
    stop: async () => {
      await rooms.inbox.stop();
      await worker.stop();
      await rooms.hooks.stop();
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
  const { config, connection, stripe, onStripeCall, now, logger, ...extensions } = parts;
  const { priceFreshForMs, limitBudgetMs, secretKey } = config.stripe;
  // Without a key of Stripe's there is no Stripe to quote a price of, as where only the schema is wanted.
  const quotes = { secret: secretKey ?? randomUUID(), validForMs: config.quotes.validForMs };
  const settings = { baseUrl: config.baseUrl, priceFreshForMs, limitBudgetMs, quotes };
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
  return openRooms(ground, {
    ...config,
    onLateDeliveries: (err) =>
      logger?.error({ err }, 'Deliveries that are written down cannot be stored; they are tried again'),
    extensions,
    onHookFailure: (err, facts) => logger?.warn({ err, ...facts }, 'a hook failed; it is tried again'),
  });
}
