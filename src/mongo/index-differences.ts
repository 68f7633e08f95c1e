import { isDeepStrictEqual } from 'node:util';
import type { DeclaredIndexes } from './create-indexes.js';

/** An index that is not as it is declared. */
export interface IndexDifference {
  /** Collection and name. */
  readonly index: string;
  readonly isMissing: boolean;
}

type Index = DeclaredIndexes['indexes'][number];

/** What changes how an index works; names and versions do not. */
const OPTIONS = ['unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression', 'collation'] as const;

const NAMESPACE_NOT_FOUND = 26;

/** Compares a collection's indexes with those that are declared; others that somebody made beside them count as nothing. */
export async function indexDifferences({ collection, indexes }: DeclaredIndexes): Promise<IndexDifference[]> {
  const there = await existing(collection);
  return indexes.flatMap((declared) => {
    const index = `${collection.collectionName}.${nameOf(declared)}`;
    // The order of the keys is part of an index.
    const same = there.find(({ key }) => isDeepStrictEqual(Object.entries(key), Object.entries(declared.key)));
    if (same) return isAsDeclared(same, declared) ? [] : [{ index, isMissing: false }];
    const isOther = there.some(({ name }) => name === nameOf(declared));
    return [{ index, isMissing: !isOther }];
  });
}

async function existing(collection: DeclaredIndexes['collection']): Promise<readonly Index[]> {
  try {
    return (await collection.indexes()) as Index[];
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === NAMESPACE_NOT_FOUND) return [];
    throw error;
  }
}

function isAsDeclared(there: Index, declared: Index): boolean {
  return OPTIONS.every((option) => isDeepStrictEqual(there[option] || undefined, declared[option] || undefined));
}

function nameOf({ name, key }: Index): string {
  return name ?? Object.entries(key).flat().join('_');
}
