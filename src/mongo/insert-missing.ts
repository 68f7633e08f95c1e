import type { Model } from 'mongoose';
import { DUPLICATE_KEY } from './duplicate-key.js';

/**
 * Inserts those documents that are not there yet, in one call; what is there is left as it is.
 *
 * @throws MongoBulkWriteError when any of them failed for another reason
 */
export async function insertMissing<R extends { _id: string }>(
  model: Model<R>,
  documents: readonly R[],
): Promise<void> {
  if (documents.length === 0) return;
  try {
    // The driver's own: what comes from a stored document needs no casting.
    await model.collection.insertMany([...documents] as never, { ordered: false });
  } catch (error) {
    if (!isOfDuplicatesOnly(error)) throw error;
  }
}

/** Source: https://www.mongodb.com/docs/manual/reference/method/db.collection.insertMany/#unordered-inserts */
function isOfDuplicatesOnly(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('writeErrors' in error)) return false;
  const failed = [error.writeErrors].flat() as { readonly code?: unknown }[];
  const concern = (
    error as { readonly result?: { getWriteConcernError?(): unknown } }
  ).result?.getWriteConcernError?.();
  return failed.length > 0 && failed.every(({ code }) => code === DUPLICATE_KEY) && !concern;
}
