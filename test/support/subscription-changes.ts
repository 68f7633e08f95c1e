import type { Connection, mongo } from 'mongoose';

/** Subscriptions that are only stored, made in the likeness of one that is there. */
export async function copiesOf(
  connection: Connection,
  id: string,
  organizationIds: readonly string[],
): Promise<string[]> {
  const rows = connection.collection('subscriptions');
  const { _id: _original, ...likeness } = (await rows.findOne({ stripe_subscription_id: id })) as mongo.Document;
  const copies = organizationIds.map((organization_id, index) => ({
    ...likeness,
    organization_id,
    stripe_subscription_id: `${id}_copy_${index}`,
  }));
  await rows.insertMany(copies);
  return copies.map(({ stripe_subscription_id }) => stripe_subscription_id);
}

/** Changes one subscription after another, so many a second, until told to stop. */
export function changesAtRate(connection: Connection, ids: readonly string[], perSecond: number) {
  const rows = connection.collection('subscriptions');
  const made = new Map<string, number>();
  let isOver = false;
  const run = async () => {
    const startedAt = performance.now();
    for (let number = 0; !isOver; number += 1) {
      const due = startedAt + (number * 1000) / perSecond;
      const pause = due - performance.now();
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      const id = ids[number % ids.length] ?? '';
      await rows.updateOne(
        { stripe_subscription_id: id },
        { $set: { 'metadata.number': String(number), updated_at: new Date() } },
      );
      made.set(id, (made.get(id) ?? 0) + 1);
    }
  };
  const running = run();
  return {
    /** How often each was changed. */
    stop: async (): Promise<Map<string, number>> => {
      isOver = true;
      await running;
      return made;
    },
  };
}

/** How often each id is there. */
export function tally(ids: readonly unknown[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(String(id), (counts.get(String(id)) ?? 0) + 1);
  return counts;
}
