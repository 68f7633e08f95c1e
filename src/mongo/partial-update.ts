import { isDeepStrictEqual } from 'node:util';

/** What an update sets and takes away, by path. */
export interface PartialUpdate {
  readonly set: Record<string, unknown>;
  readonly unset: Record<string, ''>;
}

/**
 * What has to be written so that the fields of `state` become what they are there: whole fields, and of those that are
 * objects before and after only the keys that differ. Null when nothing differs.
 *
 * @param stored what the update is made over; it must still be stored when it is written
 */
export function partialUpdate(stored: object, state: object): PartialUpdate | null {
  const set: Record<string, unknown> = {};
  const unset: Record<string, ''> = {};
  for (const [field, after] of Object.entries(state)) {
    const before = (stored as Record<string, unknown>)[field];
    if (isDeepStrictEqual(before, after)) continue;
    if (!isKeyed(before) || !isKeyed(after)) {
      set[field] = after;
      continue;
    }
    for (const [key, value] of Object.entries(after)) {
      if (!(key in before) || !isDeepStrictEqual(before[key], value)) set[`${field}.${key}`] = value;
    }
    for (const key of Object.keys(before)) if (!(key in after)) unset[`${field}.${key}`] = '';
  }
  return Object.keys(set).length + Object.keys(unset).length > 0 ? { set, unset } : null;
}

/** An object whose keys can stand in a path: https://www.mongodb.com/docs/manual/core/dot-dollar-considerations/ */
function isKeyed(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\w+$/.test(key));
}
