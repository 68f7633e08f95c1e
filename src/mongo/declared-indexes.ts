import type { Collection, Model, mongo } from 'mongoose';

/** A model whose indexes have to exist. */
export type IndexedModel = Pick<Model<unknown>, 'schema' | 'collection'>;

export type DeclaredIndex = mongo.IndexDescription & { readonly key: Readonly<Record<string, 1 | -1>> };

/** The indexes that a collection has to have. */
export interface DeclaredIndexes {
  readonly collection: Pick<Collection, 'collectionName' | 'conn' | 'createIndexes' | 'dropIndex' | 'indexes'>;
  readonly indexes: readonly DeclaredIndex[];
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

/** The name that MongoDB gives where none is declared. */
export function nameOf({ name, key }: DeclaredIndex): string {
  return name ?? Object.entries(key).flat().join('_');
}
