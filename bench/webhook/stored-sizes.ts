import type { mongo } from 'mongoose';

/** What a collection takes. */
export interface StoredSize {
  readonly collection: string;
  readonly documents: number;
  /** Of BSON, of one document; before compression. */
  readonly bytesEach: number;
  /** On the disk, of all documents, compressed. */
  readonly dataBytes: number;
  /** On the disk, of all indexes. */
  readonly indexBytes: number;
}

/** What the collections of a database take, the largest first. Source: https://www.mongodb.com/docs/manual/reference/operator/aggregation/collStats/ */
export async function storedSizes(database: mongo.Db): Promise<StoredSize[]> {
  // Before, files are as they were at the last checkpoint.
  await database.admin().command({ fsync: 1 });
  const collections = await database.listCollections({}, { nameOnly: true }).toArray();
  const sizes = await Promise.all(collections.map(({ name }) => sizeOf(database, name)));
  return sizes.filter(({ documents }) => documents > 0).sort((one, other) => bytesOf(other) - bytesOf(one));
}

export function bytesOf({ dataBytes, indexBytes }: StoredSize): number {
  return dataBytes + indexBytes;
}

async function sizeOf(database: mongo.Db, collection: string): Promise<StoredSize> {
  const [row] = await database
    .collection(collection)
    .aggregate<{ storageStats: Record<string, number> }>([{ $collStats: { storageStats: {} } }])
    .toArray();
  const { count = 0, size = 0, storageSize = 0, totalIndexSize = 0 } = row?.storageStats ?? {};
  return {
    collection,
    documents: count,
    bytesEach: count > 0 ? Math.round(size / count) : 0,
    dataBytes: storageSize,
    indexBytes: totalIndexSize,
  };
}
