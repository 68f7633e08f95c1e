import { isDeepStrictEqual } from 'node:util';
import { type DeclaredIndex, type DeclaredIndexes, nameOf } from './declared-indexes.js';

/** An index that is not as it is declared. */
export interface IndexDifference {
  readonly collection: DeclaredIndexes['collection'];
  readonly declared: DeclaredIndex;
  /** What stands there under its name; null when it is missing. */
  readonly there: DeclaredIndex | null;
}

/** What changes how an index works; names and versions do not. */
const OPTIONS = ['unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression', 'collation'] as const;

type IndexOption = (typeof OPTIONS)[number];

const NAMESPACE_NOT_FOUND = 26;

/** Collection and name, for people. */
export function titleOf({ collection, declared }: IndexDifference): string {
  return `${collection.collectionName}.${nameOf(declared)}`;
}

/**
 * Compares a collection's indexes with those that are declared. One that does the same under another name serves as well;
 * others that somebody made beside them count as nothing.
 */
export async function indexDifferences({ collection, indexes }: DeclaredIndexes): Promise<IndexDifference[]> {
  const existing = await existingOf(collection);
  return indexes.flatMap((declared) => {
    if (existing.some((each) => hasSameKey(each, declared) && differingOptions(each, declared).length === 0)) return [];
    const there = existing.find(({ name }) => name === nameOf(declared)) ?? null;
    return [{ collection, declared, there }];
  });
}

/** In which options two indexes differ. */
export function differingOptions(one: DeclaredIndex, other: DeclaredIndex): IndexOption[] {
  return OPTIONS.filter((option) => !isDeepStrictEqual(settingOf(one, option), settingOf(other, option)));
}

/** The order of the keys is part of an index. */
export function hasSameKey(one: DeclaredIndex, other: DeclaredIndex): boolean {
  return isDeepStrictEqual(Object.entries(one.key), Object.entries(other.key));
}

/** What is not set and what is set to false is the same; a time of 0 seconds is a time. */
function settingOf(index: DeclaredIndex, option: IndexOption): unknown {
  return index[option] === false ? undefined : index[option];
}

async function existingOf(collection: DeclaredIndexes['collection']): Promise<readonly DeclaredIndex[]> {
  try {
    return (await collection.indexes()) as DeclaredIndex[];
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === NAMESPACE_NOT_FOUND) return [];
    throw error;
  }
}
