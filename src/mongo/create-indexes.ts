import type { Collection, Model, mongo } from 'mongoose';

/** A model whose indexes have to exist. */
export type IndexedModel = Pick<Model<unknown>, 'schema' | 'collection'>;

/** The indexes that a collection has to have. */
export interface DeclaredIndexes {
  readonly collection: Pick<Collection, 'collectionName' | 'createIndexes' | 'indexes'>;
  readonly indexes: readonly (mongo.IndexDescription & { readonly key: Readonly<Record<string, 1 | -1>> })[];
}

export function indexesOf({ schema, collection }: IndexedModel): DeclaredIndexes {
  const declared = schema.indexes() as unknown as readonly (readonly [
    Record<string, 1 | -1>,
    Record<string, unknown>,
  ])[];
  return {
    collection,
    indexes: declared.map(([key, { background: _deprecated, ...options }]) => ({ key, ...options })),
  };
}

/**
 * Creates the indexes of a collection that are missing, all in one command: on an empty database each command makes a
 * file and waits for the majority. https://www.mongodb.com/docs/manual/reference/command/createIndexes/
 */
export async function createIndexes({ collection, indexes }: DeclaredIndexes): Promise<void> {
  if (indexes.length > 0) await collection.createIndexes([...indexes]);
}
