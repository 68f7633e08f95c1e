import { type ChangedSubscription, type RevenueState, StateReplay } from '../subscriptions/stored-changes.js';
import type { StateChangeRecord } from '../subscriptions/state-change.record.js';
import { fromStoredGrains, storedGrains } from './grains.js';
import { type RevenueChangeRecord, UNTIL_CHANGED } from './revenue-change.record.js';
import { type RevenueFacts, factsOf, sameFacts } from './revenue-facts.js';

/** The newest entry of a subscription. */
export type LastEntry = Pick<RevenueChangeRecord, 'number' | 'through' | 'changed_at' | 'after'>;

/** What the ledger lacks of a subscription. */
export interface MissingEntries {
  /** In their order. */
  readonly entries: readonly RevenueChangeRecord[];
  /** Up to which change the last entry holds: a new one or the one that was there. */
  readonly last: { readonly number: number; readonly through: number };
}

interface Step {
  readonly number: number;
  readonly at: Date;
  readonly state: RevenueState;
}

/** Whether the newest change can be told from the state alone, without the changes before it. */
export function isNextChange({ change_count: count }: ChangedSubscription, last: LastEntry | null): boolean {
  return count <= (last ? last.through + 1 : 1);
}

/**
 * The entries for the changes that the ledger has not seen. The same changes give the same entries, whoever makes them
 * and however often.
 *
 * @param history all changes of the subscription, oldest first, where the newest is not the next one
 */
export function missingEntries(
  ledger: string,
  record: ChangedSubscription,
  last: LastEntry | null,
  history: readonly StateChangeRecord[] = [],
): MissingEntries {
  const { stripe_subscription_id: subscriptionId } = record;
  const entries: RevenueChangeRecord[] = [];
  let [facts, number, through, changedAt] = last
    ? [last.after, last.number, last.through, last.changed_at]
    : [null, null, -1, null];
  for (const step of stepsAfter(through, record, history)) {
    const next = factsOf(step.state);
    through = step.number;
    if (sameFacts(facts, next)) continue;
    // The clocks of two processes may differ by a little; a later change is never before an earlier one.
    changedAt = changedAt && changedAt > step.at ? changedAt : step.at;
    const place = { ledger, subscriptionId, number: step.number, previous: number, at: changedAt };
    entries.push(...toEntries(place, facts, next));
    facts = next;
    number = step.number;
  }
  // What each entry holds through stands in the last one alone; the others are followed by another.
  const newest = { number: number ?? 0, through };
  return { entries: entries.map((entry) => ({ ...entry, through: entry.number })), last: newest };
}

function stepsAfter(through: number, record: ChangedSubscription, history: readonly StateChangeRecord[]): Step[] {
  const { change_count: count, last_change: newest, stripe_subscription_id: id } = record;
  const replay = new StateReplay(id);
  const earlier = history.flatMap((change): Step[] => {
    const state = replay.apply(change);
    const isMissing = change.number > through && change.number < count;
    return state && isMissing ? [{ number: change.number, at: change.at, state }] : [];
  });
  return count > through ? [...earlier, { number: count, at: newest.at, state: record }] : earlier;
}

function toEntries(
  place: {
    readonly ledger: string;
    readonly subscriptionId: string;
    readonly number: number;
    readonly previous: number | null;
    readonly at: Date;
  },
  before: RevenueFacts | null,
  after: RevenueFacts,
): RevenueChangeRecord[] {
  const isElsewhere =
    before !== null && (before.organization_id !== after.organization_id || before.currency !== after.currency);
  const { ledger, subscriptionId, number, previous, at } = place;
  const entry = (suffix: string, from: RevenueFacts | null, to: RevenueFacts | null): RevenueChangeRecord => {
    const { organization_id, currency } = to ?? from ?? after;
    return {
      _id: `${entryId(ledger, subscriptionId, number)}${suffix}`,
      ledger,
      stripe_subscription_id: subscriptionId,
      number,
      through: number,
      previous,
      organization_id,
      currency,
      before: from,
      after: to,
      delta: storedGrains(amountOf(to) - amountOf(from)),
      changed_at: at,
      at,
      until: UNTIL_CHANGED,
      folded: false,
      created_at: at,
      updated_at: at,
    };
  };
  return isElsewhere ? [entry(':left', before, null), entry('', null, after)] : [entry('', before, after)];
}

export function entryId(ledger: string, subscriptionId: string, number: number): string {
  return `${ledger}:${subscriptionId}:${number}`;
}

function amountOf(facts: RevenueFacts | null): bigint {
  return facts ? fromStoredGrains(facts.amount) : 0n;
}
