import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { connectMongo } from '../../src/mongo/connection.js';
import { databaseUri } from '../../src/mongo/database-uri.js';
import { cleanup } from './cleanup.js';

export interface TestDatabase {
  readonly connection: Connection;
  readonly uri: string;
}

/** A fresh, empty database on the run's MongoDB. It is dropped at the end of the test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_MONGODB_URI;
  if (!server) throw new Error('TEST_MONGODB_URI is not set; the global setup of the tests sets it.');
  const uri = databaseUri(server, `test_${randomUUID().replaceAll('-', '')}`);
  const connection = await connectMongo(uri, 5_000);
  cleanup(async () => {
    await connection.dropDatabase();
    await connection.close();
  });
  return { connection, uri };
}
