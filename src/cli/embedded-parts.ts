import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { webhookSecretFor } from '../../sandbox/stripe-cli/webhook-secret.js';
import type { Config } from '../config.js';
import type { CompleteConfig } from '../main.js';
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
  /** The configuration with everything filled in. */
  readonly config: CompleteConfig;
  readonly mongo: EmbeddedMongo | undefined;
  readonly sandbox: { readonly url: string } | undefined;
  /** Ends what is embedded. */
  close(): Promise<void>;
}

/**
 * Starts what the configuration leaves to be embedded: MongoDB and the sandbox.
 *
 * @param onLaunched called when there is nothing to do but to wait for MongoDB
 * @param webhookTypes the events that the sandbox delivers to the engine's webhook route
 * @throws MongodUnavailable, DataFolderInUse, Error for ports in use
 */
export async function openSurroundings(
  config: Config,
  webhookTypes: readonly string[],
  logger: Logger,
  onLaunched: () => void = () => undefined,
): Promise<Surroundings> {
  let launched = () => {};
  // While mongod boots, the sandbox and whatever the caller loads have the processor.
  const isLaunched = new Promise<void>((resolve) => {
    launched = resolve;
  });
  const openingMongo = config.mongo.uri === undefined ? openMongo(config, logger, launched) : undefined;
  if (openingMongo) await Promise.race([isLaunched, openingMongo.catch(() => undefined)]);
  onLaunched();
  const openingSandbox = config.stripe.secretKey === undefined ? openSandbox(config, webhookTypes, logger) : undefined;
  const opening = [openingMongo, openingSandbox] as const;
  try {
    const [mongo, sandbox] = await Promise.all(opening);
    return {
      config: completed(config, mongo, sandbox),
      mongo,
      sandbox,
      close: async () => {
        await sandbox?.sandbox.close();
        await mongo?.stop();
      },
    };
  } catch (error) {
    // One of them may have started, or may still be starting.
    const [mongo, sandbox] = await Promise.allSettled(opening);
    if (mongo.status === 'fulfilled') await mongo.value?.stop();
    if (sandbox.status === 'fulfilled') await sandbox.value?.sandbox.close();
    throw error;
  }
}

function completed(config: Config, mongo: EmbeddedMongo | undefined, sandbox: OpenSandbox | undefined): CompleteConfig {
  const { webhooks, stripe } = config;
  return {
    ...config,
    mongo: { ...config.mongo, uri: config.mongo.uri ?? databaseUri(mongo?.uri ?? '', DATABASE) },
    stripe: { ...stripe, secretKey: stripe.secretKey ?? SANDBOX_KEY, apiBase: sandbox?.url ?? stripe.apiBase },
    webhooks: { ...webhooks, secrets: [...webhooks.secrets, ...(sandbox ? [webhookSecretFor(SANDBOX_KEY)] : [])] },
  };
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
