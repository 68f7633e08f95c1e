import mongoose from 'mongoose';
import { type CommandedCollection, collectionCommand } from './collection-command.js';
import { DUPLICATE_KEY } from './duplicate-key.js';

/** What became of a document: stored, or there already under one of its unique values, or refused. */
export type Inserted = 'stored' | 'duplicate' | Error;

export interface InsertOptions {
  /** How long it may take; as long as it takes when absent. */
  readonly timeoutMs?: number;
  /**
   * Whether the majority of the replica set has the documents when it returns, and also what they were duplicates of.
   * Not needed where another write that waits for the majority follows: whoever has that one has those before it.
   */
  readonly majority: boolean;
}

/**
 * Inserts documents by one command, each by itself. The driver's own insertMany takes about twice as long, see
 * {@link collectionCommand}.
 * Sources: https://www.mongodb.com/docs/manual/reference/command/insert/,
 * https://www.mongodb.com/docs/manual/reference/write-concern/
 *
 * @throws MongoError when nothing can be said of the documents, or the majority did not get them
 */
export async function insertUnordered(
  collection: CommandedCollection,
  documents: readonly object[],
  { timeoutMs, majority }: InsertOptions,
): Promise<Inserted[]> {
  if (documents.length === 0) return [];
  const command = {
    insert: collection.collectionName,
    documents: documents.map((document) => ({ _id: new mongoose.mongo.ObjectId(), ...document })),
    ordered: false,
    writeConcern: { w: majority ? 'majority' : 1 },
  };
  const answer = await collectionCommand(collection, command, timeoutMs);
  const refused = new Map((answer.writeErrors ?? []).map((each) => [each.index, each]));
  return documents.map((_, index) => {
    const refusal = refused.get(index);
    if (!refusal) return 'stored';
    return refusal.code === DUPLICATE_KEY ? 'duplicate' : new Error(refusal.errmsg);
  });
}
