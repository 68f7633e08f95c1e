import type { Collection } from '../state/collection.js';
import type { JsonObject } from '../state/wire.js';
import { invalidRequest, noSuch } from './failures.js';

/** The parameters that every list takes. Source: https://docs.stripe.com/api/pagination */
export interface PageParams {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
}

export interface Page<T> {
  readonly object: 'list';
  readonly url: string;
  readonly has_more: boolean;
  readonly data: readonly T[];
  readonly [extra: string]: unknown;
}

/**
 * One page of a collection, the newest first; `has_more` speaks of the filtered objects.
 *
 * @param keep the filter of the request
 * @throws StripeFailure for a limit out of range and for an unknown cursor
 */
export function listPage<T extends { readonly id: string } & object>(
  collection: Collection<T>,
  params: PageParams,
  url: string,
  keep: (object: T) => boolean = () => true,
): Page<T> {
  return pageOf(collection.newestFirst(keep), params, url, (cursor) => collection.get(cursor));
}

/** One page of objects that are already filtered and in order. */
export function pageOf<T extends { readonly id: string } & object>(
  objects: readonly T[],
  params: PageParams,
  url: string,
  known: (id: string) => T | undefined = (id) => objects.find((object) => object.id === id),
): Page<T> {
  const limit = Number(params.limit ?? 10);
  if (limit > 100)
    throw invalidRequest(`This value must be less than or equal to 100 (it currently is '${limit}').`, 'limit');
  if (!(limit >= 1))
    throw invalidRequest('This value must be greater than or equal to 1.', 'limit', 'parameter_invalid_integer');
  const { starting_after: after, ending_before: before } = params;
  if (after !== undefined && before !== undefined) {
    throw invalidRequest('You cannot parameterize both starting_after and ending_before.', 'starting_after');
  }
  const cursor = after ?? before;
  const position = cursor === undefined ? -1 : objects.findIndex((object) => object.id === cursor);
  if (cursor !== undefined && position === -1) {
    const param = after === undefined ? 'ending_before' : 'starting_after';
    const object = known(cursor);
    throw object === undefined
      ? noSuch('object', cursor, param, 'parameter')
      : invalidRequest(`'${cursor}' is not in this list.`, param);
  }
  if (before !== undefined) {
    const newer = objects.slice(0, position);
    return list(url, newer.slice(-limit), newer.length > limit);
  }
  const older = objects.slice(position + 1);
  return list(url, older.slice(0, limit), older.length > limit);
}

function list<T>(url: string, data: readonly T[], hasMore: boolean): Page<T> {
  return { object: 'list', url, has_more: hasMore, data };
}

/** A whole list inside an object, such as the items of a subscription. */
export function innerList<T>(
  url: string,
  data: readonly T[],
): { object: 'list'; url: string; has_more: boolean; data: readonly T[] } {
  return { object: 'list', url, has_more: false, data };
}

/** A moment, or bounds around it, as the `created` filter of lists has them. */
export type RangeFilter =
  | number
  | { readonly gt?: number; readonly gte?: number; readonly lt?: number; readonly lte?: number };

export function isWithin(filter: RangeFilter | undefined, value: number): boolean {
  if (filter === undefined) return true;
  if (typeof filter === 'number') return value === filter;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = filter;
  return value > gt && value >= gte && value < lt && value <= lte;
}

/** Whether `object` has each of the asked values; what was not asked for does not matter. */
export function hasValues<T extends JsonObject>(
  object: T,
  asked: { readonly [Field in keyof T]?: T[Field] | undefined },
): boolean {
  return Object.entries(asked).every(([field, value]) => value === undefined || object[field] === value);
}
