import type { Connection } from 'mongoose';

/** Every document of the database, by collection: what must stay the same when nothing may change. */
export async function storedDocuments({ db }: Connection): Promise<Record<string, object[]>> {
  if (!db) throw new Error('The connection is not open');
  const collections = await db.collections();
  const entries = await Promise.all(
    collections.map(async (collection) => {
      const documents = await collection.find().sort({ _id: 1 }).toArray();
      return [collection.collectionName, documents] as const;
    }),
  );
  return Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)));
}

/** A stored document without the note of when its state was read, which a read that brings nothing new renews. */
export function withoutObservation(document: object | null): Record<string, unknown> {
  const { observed_ticket, observed_from, observed_until, ...rest } = (document ?? {}) as Record<string, unknown>;
  return rest;
}
