import { readFile, writeFile } from 'node:fs/promises';
import mongoose from 'mongoose';
import { printBillingSchema } from '../api/schema.js';
import { roomsOf, schemaOf } from '../app.js';
import { readConfig } from '../config.js';
import { createStripeClient } from '../stripe/client.js';

const FILE = 'schema.graphql';

/** Writes schema.graphql. */
export async function writeSchema(): Promise<void> {
  await writeFile(FILE, await schemaText());
}

/** @throws Error when schema.graphql is not what the code says */
export async function checkSchema(): Promise<void> {
  const committed = await readFile(FILE, 'utf8').catch(() => '');
  if (committed !== (await schemaText())) {
    throw new Error('schema.graphql is not what the code says: run npm run schema and commit it');
  }
}

/** Opens the rooms over a connection that is never made. */
async function schemaText(): Promise<string> {
  const config = readConfig({});
  const stripe = createStripeClient({ ...config.stripe, secretKey: 'sk_test_none' });
  return printBillingSchema(await schemaOf(roomsOf({ config, connection: mongoose.createConnection(), stripe })));
}
