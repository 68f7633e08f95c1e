import mongoose, { type Collection } from 'mongoose';

export interface Update {
  /** Of one document. */
  readonly filter: object;
  readonly update: object;
}

interface UpdateAnswer {
  /** How many were found. */
  readonly n: number;
  readonly writeErrors?: readonly { readonly errmsg: string }[];
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
  const { db } = collection.conn;
  if (!db) throw new mongoose.mongo.MongoNotConnectedError('The connection to MongoDB is not open');
  const command = {
    update: collection.collectionName,
    updates: updates.map(({ filter, update }) => ({ q: filter, u: update })),
    ordered: false,
    writeConcern: { w: 1 },
  };
  const answer = (await db.command(command, { ignoreUndefined: true })) as unknown as UpdateAnswer;
  const [failure] = answer.writeErrors ?? [];
  if (failure) throw new mongoose.mongo.MongoError(failure.errmsg);
  return answer.n;
}
