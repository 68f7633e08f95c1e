import { readFile, writeFile } from 'node:fs/promises';
import { printBillingSchema } from '../api/schema.js';

const FILE = 'schema.graphql';

/** Writes schema.graphql. */
export async function writeSchema(): Promise<void> {
  await writeFile(FILE, await printBillingSchema());
}

/** @throws Error when schema.graphql is not what the code says */
export async function checkSchema(): Promise<void> {
  const committed = await readFile(FILE, 'utf8').catch(() => '');
  if (committed !== (await printBillingSchema())) {
    throw new Error('schema.graphql is not what the code says: run npm run schema and commit it');
  }
}
