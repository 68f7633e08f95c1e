import { isDeepStrictEqual } from 'node:util';
import type { ChangeOrigin } from '../terms/change-origin.js';
import type { FieldChange, StateChangeRecord } from './state-change.record.js';
import type { SubscriptionRecord } from './subscription.record.js';

/** A subscription's state by path, as {@link FieldChange} names its fields. */
export type StateByPath = ReadonlyMap<string, unknown>;

/** What a write that changes the state sets beside it; empty when no path changes. */
export type HistoryFields = Partial<Pick<SubscriptionRecord, 'change_count' | 'last_change'>>;

/** What of a document is no state of the subscription, but names it or is about the document. */
const NO_STATE: ReadonlySet<string> = new Set([
  ...['_id', 'stripe_subscription_id', 'observed_ticket', 'observed_from', 'observed_until'],
  ...['created_at', 'updated_at', 'change_count', 'last_change'],
]);
/** Stripe's own object is large and changes in few of its keys, so each is a path by itself. */
export const STRIPE_DATA = 'stripe_data';

/**
 * The next change of a subscription; the first one has the whole state.
 *
 * @param stored as it was read; its `last_change` is what this one replaces, and has to be kept before
 * @param state what is about to be stored
 * @param earlier the kept changes where nothing is stored, because the document was lost, for instance
 */
export function entryOf(
  stored: SubscriptionRecord | null,
  state: Partial<SubscriptionRecord>,
  origin: ChangeOrigin,
  at: Date,
  earlier: readonly StateChangeRecord[] = [],
): HistoryFields {
  const last = stored?.last_change ?? earlier.at(-1);
  const before = stored ? stateByPath(stored, Object.keys(state)) : replay(earlier);
  const fields = differences(before, stateByPath(state));
  if (fields.length === 0) return last ? { change_count: last.number, last_change: last } : {};
  const number = (last?.number ?? 0) + 1;
  const { cause, eventId, actor } = origin;
  return {
    change_count: number,
    last_change: {
      number,
      at,
      cause,
      ...(eventId === undefined ? {} : { event_id: eventId }),
      ...(actor === undefined ? {} : { actor }),
      fields,
    },
  };
}

/** The state that changes lead to, oldest first and from the first on. */
export function replay(changes: readonly Pick<StateChangeRecord, 'fields'>[]): StateByPath {
  const state = new Map<string, unknown>();
  for (const change of changes) advance(state, change);
  return state;
}

/** Brings a state to what it is after the next change. */
export function advance(state: Map<string, unknown>, { fields }: Pick<StateChangeRecord, 'fields'>): void {
  for (const field of fields) {
    if ('after' in field) state.set(field.path, field.after);
    else state.delete(field.path);
  }
}

/** All changes of a subscription, oldest first: those kept, and the one in its own document. */
export function historyOf(
  last: StateChangeRecord | null | undefined,
  kept: readonly StateChangeRecord[],
): StateChangeRecord[] {
  const byNumber = new Map([...kept, ...(last ? [last] : [])].map((change) => [change.number, change]));
  return [...byNumber.values()].sort((one, other) => one.number - other.number);
}

/** What is wrong with a history; nothing when its numbers have no gap and it leads to the stored state. */
export function historyFaults(stored: SubscriptionRecord, history: readonly StateChangeRecord[]): string[] {
  const id = stored.stripe_subscription_id;
  if (history.length === 0) return [`${id}: the changes are gone`];
  const gaps = history.flatMap(({ number }, index) =>
    number === index + 1 ? [] : [`${id}: change ${index + 1} is missing before ${number}`],
  );
  const counted =
    stored.change_count === history.at(-1)?.number
      ? []
      : [`${id}: it counts ${stored.change_count} changes, not ${history.at(-1)?.number}`];
  const differing = differences(replay(history), stateByPath(stored)).map(
    ({ path }) => `${id}: the history leads to another ${path} than is stored`,
  );
  return [...gaps, ...counted, ...differing];
}

/** @param only the fields to take; all that are state when absent */
function stateByPath(record: Partial<SubscriptionRecord>, only?: readonly string[]): StateByPath {
  const fields = Object.entries(record).filter(
    ([field, value]) => value !== undefined && !NO_STATE.has(field) && (only?.includes(field) ?? true),
  );
  return new Map(
    fields.flatMap(([field, value]): [string, unknown][] =>
      field === STRIPE_DATA && typeof value === 'object' && value !== null
        ? Object.entries(value).map(([key, each]) => [`${STRIPE_DATA}.${key}`, each])
        : [[field, value]],
    ),
  );
}

function differences(before: StateByPath, after: StateByPath): FieldChange[] {
  const gone = [...before].flatMap(([path, value]) => (after.has(path) ? [] : [{ path, before: value }]));
  const changed = [...after].flatMap(([path, value]): FieldChange[] => {
    if (!before.has(path)) return [{ path, after: value }];
    const old = before.get(path);
    return isDeepStrictEqual(old, value) ? [] : [{ path, before: old, after: value }];
  });
  return [...changed, ...gone];
}
