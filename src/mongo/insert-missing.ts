import type { Model } from 'mongoose';
import { type InsertOptions, insertUnordered } from './insert-unordered.js';

/**
 * Inserts those documents that are not there yet, in one call; what is there is left as it is.
 *
 * @throws Error when any of them failed for another reason
 */
export async function insertMissing<R extends { _id: string }>(
  model: Model<R>,
  documents: readonly R[],
  { majority }: Pick<InsertOptions, 'majority'> = { majority: true },
): Promise<void> {
  // Past Mongoose: what comes from a stored document needs no casting.
  const inserted = await insertUnordered(model.collection, documents, { majority });
  const failure = inserted.find((each) => each instanceof Error);
  if (failure) throw failure;
}
