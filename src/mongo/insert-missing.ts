import type { Model } from 'mongoose';
import { type InsertOptions, insertUnordered } from './insert-unordered.js';

/**
 * Inserts those documents that are not there yet, in one call; what is there is left as it is. Past Mongoose, so they must
 * have the types of the record already.
 *
 * @returns for each of the documents, in their order, whether it was missing
 * @throws Error when any of them failed for another reason
 */
export async function insertMissing<R>(
  model: Model<R>,
  documents: readonly object[],
  { majority }: Pick<InsertOptions, 'majority'> = { majority: true },
): Promise<boolean[]> {
  const inserted = await insertUnordered(model.collection, documents, { majority });
  const failure = inserted.find((each) => each instanceof Error);
  if (failure) throw failure;
  return inserted.map((each) => each === 'stored');
}
