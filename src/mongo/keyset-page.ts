import type { Model, QueryFilter } from 'mongoose';
import type { Projection } from '../terms/stored-fields.js';
import { findPlain } from './plain-find.js';
import { type Page, type PageRequest, SortDirection, encodeCursor, foreignCursor } from '../terms/page.js';

/**
 * Reads one page by keyset: the cursor is the last row's place, not an offset, so rows that come or go meanwhile
 * neither repeat nor hide others, and a deep page costs what the first one does.
 *
 * @throws GraphQLError BAD_USER_INPUT when the cursor's value is not of the field's type
 */
export async function readPage<R>(
  model: Model<R>,
  filter: QueryFilter<R>,
  { first, after, field, direction, projection }: PageRequest,
  idField: keyof R & string,
): Promise<Page<R>> {
  if (after && model.schema.path(field)?.instance !== (after.value instanceof Date ? 'Date' : 'String')) {
    throw foreignCursor();
  }
  const step = direction === SortDirection.ASC ? 1 : -1;
  const [from, upTo] = step === 1 ? ['$gte', '$lte'] : ['$lte', '$gte'];
  // One range of one index; an $or of two ranges tempts the planner to read two indexes and to sort in memory.
  const place = after && {
    [field]: { [from]: after.value },
    $nor: [{ [field]: after.value, [idField]: { [upTo]: after.id } }],
  };
  const rows = await findPlain(model, place ? ({ $and: [filter, place] } as QueryFilter<R>) : filter, {
    sort: { [field]: step, [idField]: step },
    limit: first + 1,
    ...(projection ? { projection: withPlace(projection, field, idField) } : {}),
  });
  const shown = rows.slice(0, first);
  const last = shown.at(-1);
  return {
    rows: shown,
    pageInfo: {
      hasNextPage: rows.length > first,
      endCursor: last
        ? encodeCursor({ field, value: last[field as keyof R] as Date | string, id: String(last[idField]) })
        : null,
    },
    // Without a filter the index of the ids is counted, not the collection read.
    count: () => model.countDocuments(filter, Object.keys(filter).length === 0 ? { hint: { _id: 1 } } : {}).exec(),
  };
}

/** The cursor is made of the row, so its fields are read whatever else is. */
function withPlace(projection: Projection, field: string, idField: string): Projection {
  if (Object.values(projection).includes(1)) return { ...projection, [field]: 1, [idField]: 1 };
  return Object.fromEntries(Object.entries(projection).filter(([name]) => name !== field && name !== idField));
}
