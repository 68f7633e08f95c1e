import { GraphQLError } from 'graphql';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Projection } from './stored-fields.js';

export enum SortDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(SortDirection, { name: 'SortDirection' });

@ObjectType({ description: 'Where a page ends.' })
export class PageInfo {
  @Field(() => Boolean)
  readonly hasNextPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Give it as `after` to get the next page.' })
  readonly endCursor!: string | null;
}

/** The most rows that one page may ask for. */
export const LARGEST_PAGE = 100;

/** The place after which a page begins: the value of the ordering field and the unique id that breaks its ties. */
export interface Cursor {
  readonly field: string;
  readonly value: Date | string;
  readonly id: string;
}

export interface PageRequest {
  readonly first: number;
  readonly after?: Cursor | undefined;
  readonly field: string;
  readonly direction: SortDirection;
  /** What of the rows is read; all when absent. */
  readonly projection?: Projection | undefined;
}

export interface Page<R> {
  readonly rows: readonly R[];
  readonly pageInfo: PageInfo;
  /** Counts all rows of the filter; runs only when the client asked for totalCount. */
  readonly count: () => Promise<number>;
}

/** A page as the API shows it; each list adds its nodes. */
@ObjectType()
export abstract class Connection<R> {
  @Field(() => PageInfo)
  readonly pageInfo: PageInfo;

  readonly #count: () => Promise<number>;

  constructor(page: Page<R>) {
    this.pageInfo = page.pageInfo;
    this.#count = page.count;
  }

  @Field(() => Int, { description: 'All that match the filter; counted only when asked for.' })
  totalCount(): Promise<number> {
    return this.#count();
  }
}

/**
 * Checks the paging arguments of a list.
 *
 * @throws GraphQLError BAD_USER_INPUT for a `first` out of range or a cursor that this list did not give
 */
export function toPageRequest(
  args: { first: number; after?: string | null },
  field: string,
  direction: SortDirection = SortDirection.DESC,
): PageRequest {
  if (args.first < 1 || args.first > LARGEST_PAGE) throw badInput(`first must be from 1 to ${LARGEST_PAGE}`);
  return { first: args.first, after: args.after ? decodeCursor(args.after, field) : undefined, field, direction };
}

export function encodeCursor({ field, value, id }: Cursor): string {
  const stored = value instanceof Date ? { d: value.getTime() } : { s: value };
  return cursorOf([field, stored, id]);
}

function decodeCursor(text: string, field: string): Cursor {
  const [cursorField, stored, id] = cursorParts(text);
  if (cursorField !== field || typeof id !== 'string' || typeof stored !== 'object' || stored === null) {
    throw foreignCursor();
  }
  if ('d' in stored && typeof stored.d === 'number') {
    const value = new Date(stored.d);
    if (!Number.isNaN(value.getTime())) return { field, value, id };
  }
  if ('s' in stored && typeof stored.s === 'string') return { field, value: stored.s, id };
  throw foreignCursor();
}

/** The cursor was altered, or another list or another order gave it. */
export function foreignCursor(): GraphQLError {
  return badInput('after is not a cursor of this list in this order; take pageInfo.endCursor as it was given');
}

/** A cursor made of parts that JSON knows. */
export function cursorOf(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** What a cursor is made of; nothing for a text that is none. */
export function cursorParts(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
