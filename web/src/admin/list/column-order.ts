import type { ListColumn } from './data-table';
import type { Filters } from './use-filters';

type Direction = 'ASC' | 'DESC';
type ColumnOrder = NonNullable<ListColumn<unknown>['order']>;

/**
 * How a column orders the rows, where the filter `order` names one of two orders.
 *
 * @param order as it is now
 * @returns takes the order that a first click leads to, the one of the next click, and the direction of the first
 */
export function orderedBy(order: string, set: Filters['set']) {
  return (one: string, other: string, first: Direction): ColumnOrder => ({
    direction: order === one ? first : order === other ? (first === 'ASC' ? 'DESC' : 'ASC') : null,
    toggle: () => set({ order: order === one ? other : one }),
  });
}
