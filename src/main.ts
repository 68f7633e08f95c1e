import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type App, createApp } from './app.js';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { newConnection, openConnection } from './mongo/connection.js';
import { traceCommands } from './mongo/traced-commands.js';
import { createStripeClient } from './stripe/client.js';
import type { StripeCall } from './stripe/stripe-calls.js';
import { openTracer } from './telemetry/tracing.js';

/** How long requests under way may take when the process is told to end. */
const DRAIN_MS = 10_000;

/**
 * How long an idle connection is kept. Longer than proxies keep theirs (mostly 60 s): whoever closes first must be the one
 * who sends, for a request that crosses with the end of its connection gets no answer.
 */
const KEEP_ALIVE_MS = 75_000;
/** A connection whose last request was answered after the server was closed is idle without being closed. */
const SWEEP_EVERY_MS = 100;

/** A configuration that says which Stripe it is. */
export type CompleteConfig = Config & { readonly stripe: { readonly secretKey: string } };

/** The engine as it runs in this process. */
export interface RunningEngine {
  readonly app: App;
  readonly port: number;
  /** Answers what is under way, finishes claimed events, and closes the connections. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  readonly config: CompleteConfig;
  /** Where MongoDB is; a promise while it still boots, for everything else is made meanwhile. */
  readonly mongoUri: string | Promise<string>;
  readonly logger: Logger;
  /** Told of each request to Stripe. */
  readonly onStripeCall?: (call: StripeCall) => void;
  /** What time it is for the history of subscriptions and the metrics; the real time when absent. */
  readonly now?: () => Date;
  /** Runs before the first request is taken. */
  readonly prepare?: (app: App) => Promise<void>;
}

/**
 * Connects, migrates the database where that is to be done at the start, and listens.
 *
 * @throws MongooseServerSelectionError, DatabaseIsNewer, MigrationsPending, MigrationLockTaken, MigrationFailed, Error for
 *   a port in use
 */
export async function runEngine(options: EngineOptions): Promise<RunningEngine> {
  const { config, mongoUri, logger, onStripeCall, now, prepare } = options;
  const connection = newConnection();
  try {
    const stripe = createStripeClient(config.stripe);
    const tracer = await openTracer(config.tracing, logger);
    const app = await createApp({
      config,
      connection,
      stripe,
      logger,
      tracer,
      onStripeCall: (call) => {
        if (call.failed) logger.warn(call, 'call of Stripe failed');
        else logger.debug(call, 'call of Stripe');
        onStripeCall?.(call);
      },
      ...(now ? { now } : {}),
    });
    await openConnection(connection, await mongoUri, config.mongo.timeoutMs, tracer !== undefined);
    if (tracer) traceCommands(connection, tracer);
    await app.prepareDatabase();
    await prepare?.(app);
    const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, app.handler);
    await listen(server, config.port);
    const endWork = config.role === 'api' ? async () => undefined : startWork(app, connection, options);
    const { port } = server.address() as AddressInfo;
    return {
      app,
      port,
      stop: async () => {
        await app.drain();
        await closed(server);
        await endWork();
        await app.stop();
        await connection.close();
        await tracer?.close();
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * Works off the inbox, keeps the ledger and compares with Stripe: what an engine does beside answering.
 *
 * @returns what ends the comparisons; the app ends the rest
 */
function startWork(app: App, connection: Connection, options: EngineOptions) {
  app.inbox.start();
  app.worker.start();
  app.revenue.start();
  return scheduleComparisons(app, connection, options);
}

/**
 * Plans comparisons with Stripe. The scheduler is loaded only now: nobody who starts a server waits for it.
 *
 * @returns what ends them
 */
function scheduleComparisons(app: App, connection: Connection, { config, logger }: EngineOptions) {
  const { intervalMs, repair } = config.reconcile;
  if (intervalMs === 0) return async () => undefined;
  const parts = { connection, logger, reconciliation: app.reconciliation, wake: () => app.worker.wake() };
  const planning = import('./sync/reconcile-schedule.js').then(async ({ ReconcileSchedule }) => {
    const schedule = new ReconcileSchedule(parts, { intervalMs, repair });
    await schedule.start();
    return schedule;
  });
  planning.catch((error: unknown) => logger.error({ err: error }, 'Comparisons with Stripe could not be planned'));
  return async () => {
    const schedule = await planning.catch(() => undefined);
    await schedule?.stop();
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new Error(`Port ${port} is in use: end what listens there, or set PORT to another one`) : error);
    });
    server.listen(port, resolve);
  });
}

async function closed(server: Server): Promise<void> {
  const drained = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweeping = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY_MS);
  const impatience = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await drained;
  clearInterval(sweeping);
  clearTimeout(impatience);
}
