import type { Model } from 'mongoose';

/** A model whose indexes have to exist. */
export type IndexedModel = Pick<Model<unknown>, 'schema' | 'collection'>;

/**
 * Creates the indexes of a model that are missing, all in one command: on an empty database each command makes a file
 * and waits for the majority. https://www.mongodb.com/docs/manual/reference/command/createIndexes/
 */
export async function createIndexesOf({ schema, collection }: IndexedModel): Promise<void> {
  const declared = schema.indexes() as unknown as readonly (readonly [
    Record<string, 1 | -1>,
    Record<string, unknown>,
  ])[];
  const indexes = declared.map(([key, { background: _deprecated, ...options }]) => ({ key, ...options }));
  if (indexes.length > 0) await collection.createIndexes(indexes);
}
