import type { Model, QueryFilter } from 'mongoose';
import { insertMissing } from './insert-missing.js';
import { ticketOfPayload } from './observation.js';
import type { ObservedRecord } from './observed.record.js';
import { type PartialUpdate, partialUpdate } from './partial-update.js';
import { findPlain } from './plain-find.js';
import { sameObservation } from './projection-write.js';
import { type Update, updateUnordered } from './update-unordered.js';

/** The moments of events count whole seconds, and Stripe's machines agree on the time to within another one. */
const SECOND_MS = 1000;
const CLOCK_SPREAD_MS = 1000;

/** How a payload stands to what is stored; `unclear` where only Stripe can tell. */
export type PayloadAge = 'newer' | 'older' | 'unclear';

/**
 * Whether the state that an event of this moment tells of is newer than the stored one, by Stripe's clock alone.
 *
 * @param at when the event happened, to the second
 */
export function ageOfPayload(stored: ObservedRecord | null, at: Date): PayloadAge {
  if (!stored) return 'newer';
  if (stored.observed_from && at.getTime() + SECOND_MS <= stored.observed_from.getTime()) return 'older';
  if (stored.observed_until && at.getTime() >= stored.observed_until.getTime()) return 'newer';
  return 'unclear';
}

/** What a payload is compared with. */
export interface Look<R> {
  readonly stored: R | null;
  /** The last ticket that was drawn for the object; 0 when none was. */
  readonly lastTicket: number;
}

/** By the id of the object. */
export type Looks<R> = ReadonlyMap<string, Look<R>>;

/** @param tickets the last that were drawn for the objects, as {@link Observations.lastOf} gives them */
export async function lookAt<R extends ObservedRecord>(
  model: Model<R>,
  idField: keyof R & string,
  ids: readonly string[],
  tickets: Promise<ReadonlyMap<string, number>>,
): Promise<Looks<R>> {
  if (ids.length === 0) return new Map();
  const filter = { [idField]: { $in: [...ids] } } as QueryFilter<R>;
  const [rows, drawn] = await Promise.all([findPlain(model, filter), tickets]);
  const stored = new Map(rows.map((row) => [String(row[idField]), row]));
  return new Map(
    ids.map((id) => {
      const record = stored.get(id) ?? null;
      // The record may have been stored after the tickets were looked at.
      return [
        id,
        { stored: record, lastTicket: Math.max(drawn.get(id) ?? 0, Math.floor(record?.observed_ticket ?? 0)) },
      ];
    }),
  );
}

export interface Payload<R> extends Look<R> {
  readonly id: string;
  /** When the event happened, to the second. */
  readonly at: Date;
  readonly state: Partial<R>;
  /** When the object came to be at Stripe. */
  readonly createdAt: Date;
}

/**
 * Keeps account of changes, as {@link Journal} does: called with the payloads that change the state, before the write.
 *
 * @returns fields to set in the same write, by the object's id
 */
export type JournalOfMany<R> = (changing: readonly Payload<R>[]) => Promise<ReadonlyMap<string, Partial<R>>>;

/**
 * Stores payloads that are newer than what is stored, many in one write; each only over the very state that it was
 * compared with. It does not wait for the majority: the event that follows, stored or marked as done, does.
 *
 * @returns the ids of those that are stored; another writer came in between with the others
 */
export async function writePayloads<R extends ObservedRecord>(
  model: Model<R>,
  idField: keyof R & string,
  payloads: readonly Payload<R>[],
  journal?: JournalOfMany<R>,
): Promise<ReadonlySet<string>> {
  if (payloads.length === 0) return new Set();
  const compared = payloads.map((payload) => ({
    ...payload,
    change: payload.stored && partialUpdate(payload.stored, payload.state),
  }));
  const entries = await journal?.(compared.filter(({ stored, change }) => !stored || change));
  const writes = compared.map((each) => ({ ...each, fields: fieldsOf(each, entries?.get(each.id)) }));
  const created = writes.filter(({ stored }) => !stored);
  const updated = writes.filter(({ stored }) => stored);
  const stored = await Promise.all([insert(model, idField, created), update(model, idField, updated)]);
  return new Set(stored.flat());
}

interface Write<R> extends Payload<R> {
  /** What of the stored state differs; null when nothing does, or nothing is stored. */
  readonly change: PartialUpdate | null;
  /** Beside the state itself. */
  readonly fields: Partial<R> & ObservedRecord;
}

function fieldsOf<R extends ObservedRecord>(
  { at, lastTicket, createdAt, stored }: Payload<R>,
  entry: Partial<R> | undefined,
): Write<R>['fields'] {
  return {
    ...(entry ?? ({} as Partial<R>)),
    observed_ticket: ticketOfPayload(lastTicket),
    observed_from: new Date(at.getTime() - CLOCK_SPREAD_MS),
    observed_until: new Date(at.getTime() + SECOND_MS + CLOCK_SPREAD_MS),
    created_at: stored?.created_at ?? createdAt,
    updated_at: new Date(),
  };
}

/** Another writer may be first with some of them. */
async function insert<R extends ObservedRecord>(
  model: Model<R>,
  idField: string,
  writes: readonly Write<R>[],
): Promise<string[]> {
  const documents = writes.map(({ id, state, fields }) => ({ [idField]: id, ...state, ...fields }));
  const inserted = await insertMissing(model, documents, { majority: false });
  return writes.filter((_, place) => inserted[place]).map(({ id }) => id);
}

async function update<R extends ObservedRecord>(
  model: Model<R>,
  idField: keyof R & string,
  writes: readonly Write<R>[],
): Promise<string[]> {
  if (writes.length === 0) return [];
  // Past Mongoose, whose casting costs more than the write: the states are made by the projections, field by field.
  const found = await updateUnordered(
    model.collection,
    writes.map((write) => toUpdate(idField, write)),
  );
  if (found === writes.length) return writes.map(({ id }) => id);
  const tickets = new Map(writes.map(({ id, fields }) => [id, fields.observed_ticket]));
  const rows = await model
    .find({ [idField]: { $in: [...tickets.keys()] } } as QueryFilter<R>)
    .select({ [idField]: 1, observed_ticket: 1, _id: 0 })
    .lean<R[]>();
  const now = rows.map((row) => ({ id: String(row[idField]), ticket: row.observed_ticket }));
  return now.filter(({ id, ticket }) => tickets.get(id) === ticket).map(({ id }) => id);
}

function toUpdate<R extends ObservedRecord>(idField: string, { id, stored, change, fields }: Write<R>): Update {
  const { updated_at, ...observation } = fields;
  return {
    filter: { [idField]: id, ...sameObservation(stored) },
    update: {
      $set: { ...change?.set, ...observation, ...(change ? { updated_at } : {}) },
      ...(change && Object.keys(change.unset).length > 0 ? { $unset: change.unset } : {}),
    },
  };
}
