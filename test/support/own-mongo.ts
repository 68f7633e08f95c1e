import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/mongo/embedded-mongo.js';
import { connectMongo } from '../../src/mongo/connection.js';
import { databaseUri } from '../../src/mongo/database-uri.js';
import { lockHolder } from '../../src/mongo/embedded-data.js';
import { cleanup } from './cleanup.js';
import type { TestDatabase } from './test-database.js';

export interface OwnMongo extends EmbeddedMongo {
  readonly database: TestDatabase;
  /** Stops mongod where it is: connections stay open, and nothing is answered on them. */
  freeze(): void;
  thaw(): void;
}

/** A MongoDB for one test file alone, which may do to it what would disturb others. */
export async function ownMongo(): Promise<OwnMongo> {
  const mongo = await startEmbeddedMongo({ report: () => undefined });
  const pid = await lockHolder(mongo.dataPath);
  if (pid === undefined) throw new Error('mongod wrote no process id');
  const uri = databaseUri(mongo.uri, 'test');
  const connection = await connectMongo(uri, 5_000);
  const thaw = () => void process.kill(pid, 'SIGCONT');
  cleanup(async () => {
    thaw();
    await connection.close();
    await mongo.stop();
  });
  return { ...mongo, database: { connection, uri }, freeze: () => void process.kill(pid, 'SIGSTOP'), thaw };
}
