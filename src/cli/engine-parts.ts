import type { Logger } from 'pino';
import { createLogger } from '../api/request-log.js';
import { type App, createApp } from '../app.js';
import type { Config } from '../config.js';
import { connectMongo } from '../mongo/connection.js';
import { createStripeClient } from '../stripe/client.js';
import { besideRunning } from './beside-running.js';
import { openSurroundings } from './embedded-parts.js';

/**
 * Runs a command with an engine that serves nobody: connected, its database up to date, its worker at rest. Where an engine
 * with embedded parts runs, it uses those.
 */
export function withEngine<T>(given: Config, run: (app: App) => Promise<T>, logger?: Logger): Promise<T> {
  return withApp(
    given,
    async (app) => {
      await app.prepareDatabase();
      return run(app);
    },
    logger,
  );
}

/** The same over a database as it is. */
export async function withApp<T>(
  given: Config,
  run: (app: App) => Promise<T>,
  logger: Logger = createLogger('warn', process.stdout.isTTY),
): Promise<T> {
  const surroundings = await openSurroundings(await besideRunning(given), [], logger);
  const { config } = surroundings;
  try {
    const connection = await connectMongo(await surroundings.mongoUri, config.mongo.timeoutMs);
    const app = await createApp({ config, connection, stripe: createStripeClient(config.stripe), logger });
    try {
      return await run(app);
    } finally {
      await app.stop();
      await connection.close();
    }
  } finally {
    await surroundings.close();
  }
}
