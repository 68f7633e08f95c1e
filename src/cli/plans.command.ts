import { readFile } from 'node:fs/promises';
import { parsePlanFile } from '../catalog/plan-definition.js';
import type { Config } from '../config.js';
import { withEngine } from './engine-parts.js';

/**
 * Makes Stripe and MongoDB sell what a file of plans says.
 *
 * @throws Error that names every fault of the file
 */
export async function applyPlans(config: Config, file: string): Promise<void> {
  const definitions = parsePlanFile(await readFile(file, 'utf8'));
  await withEngine(config, async (app) => {
    for (const definition of definitions) {
      const { createdPrices, archivedPrices } = await app.publisher.publish(definition);
      console.log(`${definition.uid}: ${createdPrices} prices created, ${archivedPrices} archived`);
    }
  });
}
