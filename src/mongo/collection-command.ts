import mongoose, { type Collection } from 'mongoose';

/** What MongoDB says of a write of many documents, as far as all such commands have it in common. */
export interface WriteAnswer {
  /** How many documents were inserted, or found. */
  readonly n: number;
  readonly writeErrors?: readonly { readonly index: number; readonly code: number; readonly errmsg: string }[];
}

/** The collection that a command is for. */
export type CommandedCollection = Pick<Collection, 'collectionName' | 'conn'>;

/**
 * Sends a write of many documents as one command, past the driver's own methods, which measure every document before
 * they send it: the caller sees to it that together they fit one message of 48 MB.
 * Source: https://www.mongodb.com/docs/manual/reference/command/#write-operation-commands
 *
 * @param timeoutMs as long as it takes when absent
 * @throws MongoError when nothing can be said of the documents, or the write concern was not met
 */
export async function collectionCommand(
  { conn: { db } }: Pick<CommandedCollection, 'conn'>,
  command: mongoose.mongo.Document,
  timeoutMs?: number,
): Promise<WriteAnswer> {
  if (!db) throw new mongoose.mongo.MongoNotConnectedError('The connection to MongoDB is not open');
  const answer = await db.command(command, {
    ignoreUndefined: true,
    ...(timeoutMs === undefined ? {} : { timeoutMS: timeoutMs }),
  });
  return answer as unknown as WriteAnswer;
}
