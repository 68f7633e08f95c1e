import { connectMongo } from '../../src/mongo/connection.js';
import { databaseUri } from '../../src/mongo/database-uri.js';
import { freePort } from '../../src/mongo/free-port.js';
import { resolveMongod } from '../../src/mongo/mongod-binary.js';
import { MongodProcess, replicaSetName } from '../../src/mongo/mongod-process.js';
import { becomePrimary } from '../../src/mongo/single-node-replica-set.js';
import { cleanup } from './cleanup.js';
import { temporaryFolder } from './engine-process.js';
import type { TestDatabase } from './test-database.js';

export interface OwnMongo {
  readonly database: TestDatabase;
  /** Stops mongod where it is: connections stay open, and nothing is answered on them. */
  freeze(): void;
  thaw(): void;
}

/** A MongoDB for one test file alone, which may do to it what would disturb others. */
export async function ownMongo(parameters: Readonly<Record<string, number>> = {}): Promise<OwnMongo> {
  const binary = await resolveMongod({ report: () => undefined });
  const port = await freePort();
  const mongod = new MongodProcess(binary, await temporaryFolder(), port);
  const set = Object.entries(parameters).flatMap(([name, value]) => ['--setParameter', `${name}=${value}`]);
  mongod.instanceOpts.args = [...(mongod.instanceOpts.args ?? []), ...set];
  await mongod.start();
  const signal = (name: NodeJS.Signals) => void mongod.mongodProcess?.kill(name);
  cleanup(async () => {
    signal('SIGCONT');
    await mongod.stop();
  });
  await becomePrimary(port);
  const uri = databaseUri(`mongodb://127.0.0.1:${port}/?replicaSet=${replicaSetName}`, 'test');
  const connection = await connectMongo(uri, 5_000);
  cleanup(() => {
    signal('SIGCONT');
    return connection.close();
  });
  return { database: { connection, uri }, freeze: () => signal('SIGSTOP'), thaw: () => signal('SIGCONT') };
}

/** A mongod that is no replica set, and the address of an empty database on it. */
export async function standaloneMongo(): Promise<string> {
  const binary = await resolveMongod({ report: () => undefined });
  const port = await freePort();
  const mongod = new MongodProcess(binary, await temporaryFolder(), port);
  delete mongod.instanceOpts.replSet;
  await mongod.start();
  cleanup(() => mongod.stop());
  return `mongodb://127.0.0.1:${port}/test`;
}
