import { isDeepStrictEqual } from 'node:util';
import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';
import type { ObservedRecord } from './observed.record.js';
import { isOfPayload } from './observation.js';

export interface Observed<R> {
  readonly ticket: number;
  /** The state as Stripe shows it under this ticket. */
  readonly state: Partial<R>;
  /** When the object came to be at Stripe; kept from the first write. */
  readonly createdAt: Date;
  /** Between which moments of Stripe's clock the state was read, where payloads are stored too; null when not known. */
  readonly readTime?: { readonly from: Date; readonly until: Date } | null;
  /**
   * Observes once more. A payload that was stored meanwhile carries a change that this read may have missed, or the
   * other way round: only another read tells. Needed where payloads are stored.
   */
  readonly again?: () => Promise<R>;
  /** Keeps account of the changes, where a record has a history. */
  readonly journal?: Journal<R>;
}

/** The account of a record's changes. */
export interface Journal<R> {
  /**
   * Called before each write that changes the state, also before one that then comes too late. What it does by itself
   * must be harmless when the write does not follow.
   *
   * @returns fields to set in the same write
   */
  enter(stored: R | null, state: Partial<R>): Promise<Partial<R>>;
}

/**
 * The one write of what was read: stores it unless something observed later is stored already, and leaves `updated_at`
 * alone when nothing changed.
 *
 * @returns the stored record, which is this observation's or a later one's
 * @throws MongoServerError 11000 when another record holds one of the unique values
 */
export async function writeObserved<R extends ObservedRecord>(
  model: Model<R>,
  key: QueryFilter<R>,
  observed: Observed<R>,
): Promise<R> {
  const { ticket, state, createdAt, readTime, again, journal } = observed;
  const stored = await model.findOne(key).lean<R | null>().exec();
  if (stored && (stored.observed_ticket ?? 0) >= ticket) {
    return again && isOfPayload(stored.observed_ticket ?? 0) ? again() : stored;
  }
  const change = isChanged(stored, state)
    ? { ...state, ...(await journal?.enter(stored, state)), updated_at: new Date() }
    : {};
  const update = {
    $set: {
      ...change,
      observed_ticket: ticket,
      ...(readTime === undefined
        ? {}
        : { observed_from: readTime?.from ?? null, observed_until: readTime?.until ?? null }),
    },
    ...(stored ? {} : { $setOnInsert: { created_at: createdAt } }),
  } as UpdateQuery<R>;
  try {
    const written = await model
      .findOneAndUpdate({ ...key, ...sameObservation(stored) } as QueryFilter<R>, update, {
        upsert: !stored,
        returnDocument: 'after',
        timestamps: false,
      })
      .lean<R | null>()
      .exec();
    if (written) return written;
  } catch (error) {
    // Another process may have inserted this record meanwhile; else another record holds one of its unique values.
    const mayBeOvertaken = isDuplicateKey(error) && !stored;
    if (!mayBeOvertaken || !(await model.exists(key))) throw error;
  }
  // Somebody wrote in between: look again. Tickets only rise, so this ends.
  return writeObserved(model, key, observed);
}

function isChanged(stored: object | null, state: object): boolean {
  return !stored || !isDeepStrictEqual(pick(stored, Object.keys(state)), state);
}

/** Holds while the stored state is the very one that was looked at: every write changes one of the two. */
export function sameObservation(stored: ObservedRecord | null) {
  return {
    observed_ticket: stored?.observed_ticket ?? null,
    observed_until: stored?.observed_until ?? null,
  };
}

function pick(record: object, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, (record as Record<string, unknown>)[field]]));
}
