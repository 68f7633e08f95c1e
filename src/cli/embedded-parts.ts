import { join } from 'node:path';
import type { Logger } from 'pino';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.js';
import { webhookSecretFor } from '../../sandbox/stripe-cli/webhook-secret.js';
import type { Config } from '../config.js';
import { databaseUri } from '../mongo/database-uri.js';
import { type EmbeddedMongo, startEmbeddedMongo } from '../mongo/embedded-mongo.js';
import { WEBHOOK_PATH } from '../webhooks/webhook.route.js';

/** The key of the embedded sandbox, which takes any test key. */
export const SANDBOX_KEY = 'sk_test_sandbox000000';

const DATABASE = 'revenue-engine';

/** What the engine works with: the configured services, or embedded ones in their place. */
export interface Surroundings {
  /** The configuration with everything filled in. */
  readonly config: Config & {
    readonly stripe: { readonly secretKey: string };
    readonly mongo: { readonly uri: string };
  };
  readonly mongo: EmbeddedMongo | undefined;
  readonly sandbox: { readonly url: string } | undefined;
  /** Ends what is embedded. */
  close(): Promise<void>;
}

/**
 * Starts what the configuration leaves to be embedded: MongoDB and the sandbox.
 *
 * @param webhookTypes the events that the sandbox delivers to the engine's webhook route
 * @throws MongodUnavailable, DataFolderInUse, Error for ports in use
 */
export async function openSurroundings(
  config: Config,
  webhookTypes: readonly string[],
  logger: Logger,
): Promise<Surroundings> {
  const mongo = config.mongo.uri === undefined ? await openMongo(config, logger) : undefined;
  try {
    const sandbox = config.stripe.secretKey === undefined ? await openSandbox(config, webhookTypes, logger) : undefined;
    return {
      config: {
        ...config,
        mongo: { ...config.mongo, uri: config.mongo.uri ?? databaseUri(mongo?.uri ?? '', DATABASE) },
        stripe: {
          ...config.stripe,
          secretKey: config.stripe.secretKey ?? SANDBOX_KEY,
          apiBase: sandbox?.url ?? config.stripe.apiBase,
        },
        webhooks: {
          ...config.webhooks,
          secrets: [...config.webhooks.secrets, ...(sandbox ? [webhookSecretFor(SANDBOX_KEY)] : [])],
        },
      },
      mongo,
      sandbox,
      close: async () => {
        await sandbox?.sandbox.close();
        await mongo?.stop();
      },
    };
  } catch (error) {
    await mongo?.stop();
    throw error;
  }
}

function openMongo(config: Config, logger: Logger): Promise<EmbeddedMongo> {
  const { systemBinary } = config.mongo;
  return startEmbeddedMongo({
    dataPath: join(config.dataPath, 'mongodb'),
    report: (message) => logger.info(message),
    ...(systemBinary === undefined ? {} : { systemBinary }),
  });
}

async function openSandbox(
  config: Config,
  webhookTypes: readonly string[],
  logger: Logger,
): Promise<{ sandbox: Sandbox; url: string }> {
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
