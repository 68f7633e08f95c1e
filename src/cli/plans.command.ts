import { readFile } from 'node:fs/promises';
import { createLogger } from '../api/request-log.js';
import { createApp } from '../app.js';
import { parsePlanFile } from '../catalog/plan-definition.js';
import type { Config } from '../config.js';
import { connectMongo } from '../mongo/connection.js';
import { createStripeClient } from '../stripe/client.js';
import { besideRunning } from './beside-running.js';
import { openSurroundings } from './embedded-parts.js';

/**
 * Makes Stripe and MongoDB sell what a file of plans says. Where an engine with embedded parts runs, it uses those.
 *
 * @throws Error that names every fault of the file
 */
export async function applyPlans(given: Config, file: string): Promise<void> {
  const definitions = parsePlanFile(await readFile(file, 'utf8'));
  const logger = createLogger('warn', process.stdout.isTTY);
  const surroundings = await openSurroundings(await besideRunning(given), [], logger);
  const { config } = surroundings;
  try {
    const connection = await connectMongo(await surroundings.mongoUri, config.mongo.timeoutMs);
    const app = await createApp({ config, connection, stripe: createStripeClient(config.stripe), logger });
    await app.createIndexes();
    for (const definition of definitions) {
      const { createdPrices, archivedPrices } = await app.publisher.publish(definition);
      console.log(`${definition.uid}: ${createdPrices} prices created, ${archivedPrices} archived`);
    }
    await app.stop();
    await connection.close();
  } finally {
    await surroundings.close();
  }
}
