import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { DeclaredIndexes } from '../mongo/create-indexes.js';
import { indexDifferences } from '../mongo/index-differences.js';
import { type Finding, fault, ok } from './finding.js';

/** A majority that needs longer keeps deliveries waiting. */
const MAJORITY_PATIENCE_MS = 3000;

/** What the engine needs of a MongoDB that answers. */
export async function examineMongo(connection: Connection, indexes: readonly DeclaredIndexes[]): Promise<Finding[]> {
  return [
    ok('mongodb', `MongoDB answers at ${connection.host}, database ${connection.name}`),
    ...(await Promise.all([replicaSet(connection), majorityWrite(connection), indexFinding(indexes)])),
  ];
}

export function noMongo(error: unknown): Finding {
  return fault(
    'mongodb',
    error instanceof Error ? error.message : String(error),
    'Start MongoDB, or set MONGODB_URI to where it is, with a user who may read and write the database',
  );
}

/** Change streams, which live updates follow, need its oplog: https://www.mongodb.com/docs/manual/changeStreams/ */
async function replicaSet({ db }: Connection): Promise<Finding> {
  const { setName } = (await db?.admin().command({ hello: 1 })) ?? {};
  if (typeof setName === 'string') return ok('replica-set', `A member of the replica set ${setName}`);
  return fault(
    'replica-set',
    'MongoDB is no replica set: live updates do not work, and no write survives the loss of the server',
    'Start mongod with --replSet rs0, run rs.initiate() in mongosh once, and add replicaSet=rs0 to MONGODB_URI',
  );
}

/**
 * Removes what is not there: nothing is written, and the answer waits for the majority all the same.
 * Source: https://www.mongodb.com/docs/manual/reference/write-concern/
 */
async function majorityWrite({ db }: Connection): Promise<Finding> {
  const startedAt = performance.now();
  try {
    const nothing = { event_id: `doctor_${randomUUID()}` };
    await db
      ?.collection('webhook_events')
      .deleteOne(nothing, { writeConcern: { w: 'majority', wtimeoutMS: MAJORITY_PATIENCE_MS } });
    return ok('majority-write', `A majority confirmed within ${Math.round(performance.now() - startedAt)} ms`);
  } catch (error) {
    return fault(
      'majority-write',
      `MongoDB takes no write of a majority (${error instanceof Error ? error.message : String(error)}): deliveries are answered 503`,
      'Look at rs.status() for members that are away or behind, and at the rights of the user',
    );
  }
}

async function indexFinding(declared: readonly DeclaredIndexes[]): Promise<Finding> {
  const differences = (await Promise.all(declared.map(indexDifferences))).flat();
  const named = (isMissing: boolean) =>
    differences.filter((each) => each.isMissing === isMissing).map(({ index }) => index);
  const [missing, other] = [named(true), named(false)];
  if (other.length > 0) {
    return fault(
      'indexes',
      `Indexes are not as the engine declares them, so that it cannot start: ${[...other, ...missing].join(', ')}`,
      'Drop them in mongosh, and start the engine, which makes them anew',
    );
  }
  if (missing.length > 0) {
    return fault(
      'indexes',
      `Indexes are missing: ${missing.join(', ')}; reads are slow, and what has to be unique need not be`,
      'Start the engine, which makes them; where it does not, its log says why',
    );
  }
  return ok('indexes', `All ${declared.flatMap(({ indexes }) => indexes).length} are as declared`);
}
