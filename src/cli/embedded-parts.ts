import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { webhookSecretFor } from '../../sandbox/stripe-cli/webhook-secret.js';
import type { Config } from '../config.js';
import type { CompleteConfig } from '../engine-config.js';
import { databaseUri } from '../mongo/database-uri.js';
import { type EmbeddedMongo, startEmbeddedMongo } from '../mongo/embedded-mongo.js';
import { WEBHOOK_PATH } from '../webhooks/webhook-path.js';

/** The key of the embedded sandbox, which takes any test key. */
export const SANDBOX_KEY = 'sk_test_sandbox000000';

const DATABASE = 'revenue-engine';

interface OpenSandbox {
  readonly sandbox: Sandbox;
  readonly url: string;
}

/** What the engine works with: the configured services, or embedded ones in their place. */
export interface Surroundings {
  /** The configuration with Stripe filled in. */
  readonly config: CompleteConfig;
  /** The database, once MongoDB is up. */
  readonly mongoUri: Promise<string>;
  /** The embedded MongoDB, once it is up. */
  readonly mongo: Promise<EmbeddedMongo> | undefined;
  readonly sandbox: { readonly url: string } | undefined;
  /** Ends what is embedded. */
  close(): Promise<void>;
}

/**
 * Starts what the configuration leaves to be embedded: MongoDB, which still boots when this returns, and the sandbox.
 *
 * @param webhookTypes the events that the sandbox delivers to the engine's webhook route
 * @param onLaunched called when mongod has the next word, so that there is time to load what comes later
 * @throws Error for a port in use; what keeps MongoDB from starting (MongodUnavailable, DataFolderInUse) comes with its
 *   promises
 */
export async function openSurroundings(
  config: Config,
  webhookTypes: readonly string[],
  logger: Logger,
  onLaunched: () => void = () => undefined,
): Promise<Surroundings> {
  const { mongo, isLaunched } = launchMongo(config, logger);
  await isLaunched;
  onLaunched();
  const endMongo = async () => (await mongo?.catch(() => undefined))?.stop();
  const openingSandbox = config.stripe.secretKey === undefined ? openSandbox(config, webhookTypes, logger) : undefined;
  const sandbox = await openingSandbox?.catch(async (error: unknown) => {
    await endMongo();
    throw error;
  });
  const mongoUri = mongo?.then(({ uri }) => databaseUri(uri, DATABASE)) ?? Promise.resolve(config.mongo.uri ?? '');
  // Whoever waits for it hears of the failure; until somebody does, it is no failure of the process.
  mongoUri.catch(() => undefined);
  return {
    config: completed(config, sandbox),
    mongoUri,
    mongo,
    sandbox,
    close: async () => {
      await sandbox?.sandbox.close();
      await endMongo();
    },
  };
}

function completed(config: Config, sandbox: OpenSandbox | undefined): CompleteConfig {
  const { webhooks, stripe } = config;
  return {
    ...config,
    stripe: { ...stripe, secretKey: stripe.secretKey ?? SANDBOX_KEY, apiBase: sandbox?.url ?? stripe.apiBase },
    webhooks: { ...webhooks, secrets: [...webhooks.secrets, ...(sandbox ? [webhookSecretFor(SANDBOX_KEY)] : [])] },
  };
}

interface LaunchedMongo {
  readonly mongo: Promise<EmbeddedMongo> | undefined;
  /** Resolves once mongod has been spawned, or will not be. */
  readonly isLaunched: Promise<void>;
}

function launchMongo(config: Config, logger: Logger): LaunchedMongo {
  if (config.mongo.uri !== undefined) return { mongo: undefined, isLaunched: Promise.resolve() };
  let launched = () => {};
  const isLaunched = new Promise<void>((resolve) => {
    launched = resolve;
  });
  const mongo = openMongo(config, logger, launched);
  mongo.catch(launched);
  return { mongo, isLaunched };
}

function openMongo(config: Config, logger: Logger, onLaunch: () => void): Promise<EmbeddedMongo> {
  const { systemBinary } = config.mongo;
  return startEmbeddedMongo({
    dataPath: join(config.dataPath, 'mongodb'),
    report: (message) => logger.info(message),
    onLaunch,
    ...(systemBinary === undefined ? {} : { systemBinary }),
  });
}

async function openSandbox(config: Config, webhookTypes: readonly string[], logger: Logger): Promise<OpenSandbox> {
  // Loaded here and not above: mongod is to start first, and both take their time.
  const { createSandbox } = await import('../../sandbox/sandbox.js');
  const log = logger.child({ part: 'sandbox' });
  const endpointUrl = `http://127.0.0.1:${config.port}${WEBHOOK_PATH}`;
  const sandbox = await createSandbox({
    endpoints: [{ url: endpointUrl, secret: webhookSecretFor(SANDBOX_KEY), enabledEvents: webhookTypes }],
    dataFile: join(config.dataPath, 'sandbox', 'stripe.sqlite'),
    log: (line, fields) => log.debug(fields ?? {}, line),
  });
  try {
    const { url } = await sandbox.listen(config.sandboxPort).catch(portFailure(config.sandboxPort));
    return { sandbox, url };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

function portFailure(port: number) {
  return (error: NodeJS.ErrnoException): never => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${port}, for the Stripe sandbox, is in use: end what listens there, or set SANDBOX_PORT`);
  };
}
