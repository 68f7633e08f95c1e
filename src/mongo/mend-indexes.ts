import { type DeclaredIndex, type DeclaredIndexes, nameOf } from './declared-indexes.js';
import { differingOptions, hasSameKey, type IndexDifference } from './index-differences.js';

type IndexedCollection = DeclaredIndexes['collection'];

/** Makes indexes as they are declared: what is missing is created, what is another is replaced. */
export async function mendIndexes(differences: readonly IndexDifference[]): Promise<void> {
  const byCollection = Map.groupBy(differences, ({ collection }) => collection);
  await Promise.all([...byCollection].map(([collection, own]) => mendCollection(collection, own)));
}

async function mendCollection(collection: IndexedCollection, differences: readonly IndexDifference[]): Promise<void> {
  // Before what is missing: an index that another one has taken the place of may stand in its way.
  for (const { declared, there } of differences) if (there) await replace(collection, declared, there);
  const missing = differences.filter(({ there }) => !there).map(({ declared }) => declared);
  if (missing.length > 0) await create(collection, missing);
}

/**
 * How long documents live is changed in place. All else is dropped and made anew: in between, reads are slow and nothing
 * is unique by it. What cannot be made leaves the old one as it was.
 * https://www.mongodb.com/docs/manual/reference/command/collMod/#change-expiration-value-for-indexes
 */
async function replace(collection: IndexedCollection, declared: DeclaredIndex, there: DeclaredIndex): Promise<void> {
  const name = nameOf(there);
  if (isOtherLifetime(declared, there)) {
    const { expireAfterSeconds } = declared;
    await collection.conn.db?.command({ collMod: collection.collectionName, index: { name, expireAfterSeconds } });
    return;
  }
  await collection.dropIndex(name);
  try {
    await create(collection, [declared]);
  } catch (error) {
    await create(collection, [there]);
    throw error;
  }
}

function isOtherLifetime(declared: DeclaredIndex, there: DeclaredIndex): boolean {
  const [first, ...others] = differingOptions(declared, there);
  const haveBoth = declared.expireAfterSeconds !== undefined && there.expireAfterSeconds !== undefined;
  return hasSameKey(declared, there) && first === 'expireAfterSeconds' && others.length === 0 && haveBoth;
}

/** In one command: on an empty database each makes a file and waits for the majority. */
async function create(collection: IndexedCollection, indexes: readonly DeclaredIndex[]): Promise<void> {
  try {
    await collection.createIndexes([...indexes]);
  } catch (error) {
    const names = indexes.map(nameOf).join(', ');
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Indexes of ${collection.collectionName} (${names}) cannot be made: ${reason}. Remove in mongosh what stands in ` +
        'their way, documents with the same value or an index made by hand, and run `revenue-engine migrate`',
      { cause: error },
    );
  }
}
