import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject } from '../state/wire.js';

/**
 * What `previous_attributes` of an update event says: the changed fields with the values that they had. Inside a hash
 * only the changed keys are named; an array and a list stand whole.
 * Source: https://docs.stripe.com/api/events/object#event_object-data-previous_attributes
 */
export function previousAttributes(before: JsonObject, after: JsonObject): JsonObject {
  const changed: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = before[field];
    const current = after[field];
    if (isDeepStrictEqual(old, current)) continue;
    const isHash = isJsonObject(old) && isJsonObject(current) && old.object !== 'list';
    changed[field] = isHash ? previousAttributes(old, current) : (old ?? null);
  }
  return changed;
}
