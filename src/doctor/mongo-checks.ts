import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Migrator } from '../migrations/migrator.js';
import { type Finding, fault, ok } from './finding.js';
import { indexFinding, migrationFinding } from './migration-checks.js';

/** A majority that needs longer keeps deliveries waiting. */
const MAJORITY_PATIENCE_MS = 3000;

/** What the engine needs of a MongoDB that answers. */
export async function examineMongo(
  connection: Connection,
  migrator: Migrator,
  migratesAtStart: boolean,
): Promise<Finding[]> {
  const state = await migrator.state();
  return [
    ok('mongodb', `MongoDB answers at ${connection.host}, database ${connection.name}`),
    ...(await Promise.all([replicaSet(connection), majorityWrite(connection)])),
    migrationFinding(state, migratesAtStart),
    indexFinding(state, migratesAtStart),
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
