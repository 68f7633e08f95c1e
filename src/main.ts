import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type App, createApp } from './app.js';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { createLogger } from './api/request-log.js';
import type { CompleteConfig } from './engine-config.js';
import type { Config } from './config.js';
import type { Extensions } from './extensions.js';
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

/** The engine in this process, without a port of its own. */
export interface OpenEngine {
  readonly app: App;
  /** Answers HTTP, below whatever path it is mounted at; before any parser of bodies. */
  readonly handler: App['handler'];
  /** Says that it is not ready any more, waits for those who send requests to hear of it, and ends live updates. */
  drain(): Promise<void>;
  /** Finishes claimed events and hooks, and closes the connections. */
  stop(): Promise<void>;
}

/** The engine as it runs in this process. */
export interface RunningEngine {
  readonly app: App;
  readonly port: number;
  /** Answers what is under way, finishes claimed events, and closes the connections. */
  stop(): Promise<void>;
}

export interface EngineOptions extends Extensions {
  readonly config: CompleteConfig;
  /** Where MongoDB is, if not where the configuration says; a promise while it still boots. */
  readonly mongoUri?: string | Promise<string>;
  /** Writes to stdout in the way of the configuration when absent. */
  readonly logger?: Logger;
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
  const engine = await connectedEngine(options);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, engine.handler);
  try {
    await listen(server, options.config.port);
  } catch (error) {
    await engine.stop();
    throw error;
  }
  engine.startWork();
  const { port } = server.address() as AddressInfo;
  return {
    app: engine.app,
    port,
    stop: async () => {
      await engine.drain();
      await closed(server);
      await engine.stop();
    },
  };
}

/**
 * The same without a port, for a program that mounts `handler` in a server of its own. It works off the inbox at once.
 *
 * @throws MongooseServerSelectionError, DatabaseIsNewer, MigrationsPending, MigrationLockTaken, MigrationFailed
 */
export async function openEngine(options: EngineOptions): Promise<OpenEngine> {
  const { startWork, ...engine } = await connectedEngine(options);
  startWork();
  return engine;
}

interface ConnectedEngine extends OpenEngine {
  /** Works off the inbox, keeps the ledger, calls hooks and compares with Stripe: what an engine does beside answering. */
  startWork(): void;
}

async function connectedEngine(options: EngineOptions): Promise<ConnectedEngine> {
  const { config, onStripeCall, prepare, mongoUri = config.mongo.uri ?? '', ...parts } = options;
  const logger = options.logger ?? createLogger(config.logLevel, process.stdout.isTTY);
  const connection = newConnection();
  try {
    const tracer = await openTracer(config.tracing, logger);
    const app = await createApp({
      ...parts,
      config,
      connection,
      stripe: createStripeClient(config.stripe),
      logger,
      tracer,
      onStripeCall: (call) => {
        if (call.failed) logger.warn(call, 'call of Stripe failed');
        else logger.debug(call, 'call of Stripe');
        onStripeCall?.(call);
      },
    });
    await openConnection(connection, await mongoUri, config.mongo.timeoutMs, tracer !== undefined);
    if (tracer) traceCommands(connection, tracer);
    await app.prepareDatabase();
    await prepare?.(app);
    let endComparisons = async (): Promise<void> => undefined;
    return {
      app,
      handler: app.handler,
      startWork: () => {
        if (config.role === 'api') return;
        app.inbox.start();
        app.worker.start();
        app.revenue.start();
        app.hooks.start();
        endComparisons = scheduleComparisons(app, connection, config, logger);
      },
      drain: () => app.drain(),
      stop: async () => {
        await endComparisons();
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
 * Plans comparisons with Stripe. The scheduler is loaded only now: nobody who starts a server waits for it.
 *
 * @returns what ends them
 */
function scheduleComparisons(app: App, connection: Connection, config: Config, logger: Logger) {
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
