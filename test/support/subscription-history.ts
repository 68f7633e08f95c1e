import { historyFaults, historyOf } from '../../src/subscriptions/state-change.js';
import type { KeptChangeRecord, StateChangeRecord } from '../../src/subscriptions/state-change.record.js';
import type { SubscriptionRecord } from '../../src/subscriptions/subscription.record.js';
import type { RunningEngine } from './running-engine.js';

export async function storedSubscription({ database }: RunningEngine, id: string): Promise<SubscriptionRecord> {
  const collection = database.connection.collection<SubscriptionRecord>('subscriptions');
  const stored = await collection.findOne({ stripe_subscription_id: id });
  if (!stored) throw new Error(`${id} is not stored`);
  return stored;
}

export function keptChanges({ database }: RunningEngine, id: string): Promise<KeptChangeRecord[]> {
  const collection = database.connection.collection<KeptChangeRecord>('subscription_changes');
  return collection.find({ stripe_subscription_id: id }).sort({ number: 1 }).toArray();
}

/** The stored history, oldest first; fails when it has gaps or does not lead to the stored state. */
export async function soundHistory(engine: RunningEngine, id: string): Promise<StateChangeRecord[]> {
  const stored = await storedSubscription(engine, id);
  const history = historyOf(stored.last_change, await keptChanges(engine, id));
  const faults = historyFaults(stored, history);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return history;
}
