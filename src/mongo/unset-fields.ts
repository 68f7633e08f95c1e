import type { Model, mongo } from 'mongoose';

/**
 * Removes fields from all documents that match, and leaves all else of them alone. By the driver itself: what an earlier
 * version stored is in no schema any more.
 */
export async function unsetFields<R>(model: Model<R>, filter: object, paths: readonly string[]): Promise<void> {
  const $unset = Object.fromEntries(paths.map((path) => [path, ''] as const));
  await model.collection.updateMany(filter as mongo.Filter<object>, { $unset });
}
