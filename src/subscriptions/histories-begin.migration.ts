import type { mongo } from 'mongoose';
import type { Migration } from '../mongo/migration.js';
import { sameObservation } from '../mongo/projection-write.js';
import { ChangeCause } from '../terms/change-origin.js';
import { entryOf } from './state-change.js';
import type { SubscriptionRecord } from './subscription.record.js';

const NAME = '0001-histories-begin';

/** Of a document from before there were histories. */
const WITHOUT_HISTORY = { last_change: { $exists: false } };
const BATCH = 500;

/**
 * Subscriptions that were stored before there were histories get their first change, with the whole state, at the last
 * time they changed. Each is written only over the very state that was looked at; one that somebody else stores meanwhile
 * is looked at again.
 */
export const historiesBegin: Migration = {
  name: NAME,
  summary: 'Subscriptions from before there were histories get a first change, with the whole state',
  isAdditive: true,
  run: async ({ connection, progress, signal }) => {
    const subscriptions = connection.collection<SubscriptionRecord>('subscriptions');
    const expected = await subscriptions.countDocuments(WITHOUT_HISTORY);
    let done = 0;
    while ((await subscriptions.countDocuments(WITHOUT_HISTORY, { limit: 1 })) > 0) {
      let batch: mongo.AnyBulkWriteOperation<SubscriptionRecord>[] = [];
      const write = async () => {
        signal.throwIfAborted();
        if (batch.length > 0) done += (await subscriptions.bulkWrite(batch, { ordered: false })).modifiedCount;
        batch = [];
        progress(done, Math.max(done, expected));
      };
      for await (const record of subscriptions.find(WITHOUT_HISTORY)) {
        const origin = { cause: ChangeCause.SYNC, actor: `migration ${NAME}` };
        const filter = { _id: record._id, ...WITHOUT_HISTORY, ...sameObservation(record) } as mongo.Filter<object>;
        batch.push({ updateOne: { filter, update: { $set: entryOf(null, record, origin, record.updated_at) } } });
        if (batch.length === BATCH) await write();
      }
      await write();
    }
  },
};
