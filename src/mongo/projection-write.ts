import { isDeepStrictEqual } from 'node:util';
import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';
import type { ObservedRecord } from './observed.record.js';

export interface Observed<R> {
  readonly ticket: number;
  /** The state as Stripe shows it under this ticket. */
  readonly state: Partial<R>;
  /** When the object came to be at Stripe; kept from the first write. */
  readonly createdAt: Date;
}

/**
 * The one write of a projection: stores what was observed unless something observed later is stored already, and
 * leaves `updated_at` alone when nothing changed.
 *
 * @returns the stored record, which is this observation's or a later one's
 * @throws MongoServerError 11000 when another record holds one of the unique values
 */
export async function writeObserved<R extends ObservedRecord>(
  model: Model<R>,
  key: QueryFilter<R>,
  { ticket, state, createdAt }: Observed<R>,
): Promise<R> {
  const stored = await model.findOne(key).lean<R | null>().exec();
  if (stored && (stored.observed_ticket ?? 0) >= ticket) return stored;
  const changed = !stored || !isDeepStrictEqual(pick(stored, Object.keys(state)), state);
  const update = {
    $set: { ...(changed ? { ...state, updated_at: new Date() } : {}), observed_ticket: ticket },
    ...(stored ? {} : { $setOnInsert: { created_at: createdAt } }),
  } as UpdateQuery<R>;
  // An unchanged state may only be confirmed on top of the very observation it was compared with.
  const place = changed ? { $not: { $gte: ticket } } : (stored?.observed_ticket ?? null);
  try {
    const written = await model
      .findOneAndUpdate({ ...key, observed_ticket: place } as QueryFilter<R>, update, {
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
  return writeObserved(model, key, { ticket, state, createdAt });
}

function pick(record: object, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, (record as Record<string, unknown>)[field]]));
}
