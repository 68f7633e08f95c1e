import type { Model, mongo } from 'mongoose';

/**
 * Removes fields from all documents that match and have a value there, and leaves all else of them alone: a field that is
 * null says nothing, and is what Stripe shows. By the driver itself: what an earlier version stored is in no schema any more.
 */
export async function unsetFields<R>(model: Model<R>, filter: object, paths: readonly string[]): Promise<void> {
  await model.collection.bulkWrite(
    paths.map((path) => ({
      updateMany: {
        filter: { $and: [filter, { [path]: { $ne: null } }] } as mongo.Filter<object>,
        update: { $unset: { [path]: '' } },
      },
    })),
    { ordered: false },
  );
}
