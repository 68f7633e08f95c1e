import mongoose, { type Collection } from 'mongoose';
import { collectionCommand } from './collection-command.js';

export interface Update {
  /** Of one document. */
  readonly filter: object;
  readonly update: object;
}

/**
 * Updates documents by one command, each by itself, without waiting for the majority. The driver's bulkWrite measures
 * every update before it sends them and makes each one repeatable, for which MongoDB writes a record of its own.
 * Source: https://www.mongodb.com/docs/manual/reference/command/update/
 *
 * @returns how many of the documents were found
 * @throws Error when any of the updates failed
 */
export async function updateUnordered(collection: Collection, updates: readonly Update[]): Promise<number> {
  if (updates.length === 0) return 0;
  const command = {
    update: collection.collectionName,
    updates: updates.map(({ filter, update }) => ({ q: filter, u: update })),
    ordered: false,
    writeConcern: { w: 1 },
  };
  const answer = await collectionCommand(collection, command);
  const [failure] = answer.writeErrors ?? [];
  if (failure) throw new mongoose.mongo.MongoError(failure.errmsg);
  return answer.n;
}
