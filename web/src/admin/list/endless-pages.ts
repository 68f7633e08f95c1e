/** One keyset page as the server gives it. */
export interface ListPage<Row> {
  readonly rows: readonly Row[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
  /** Of all rows of the filter; asked for with the first page only. */
  readonly totalCount?: number | undefined;
}

/** A page with the place where it begins, so that it can be read again. */
export interface PlacedPage<Row> extends ListPage<Row> {
  readonly after: string | null;
}

/** Reads one page. @throws CombinedError */
export type ReadPage<Row> = (after: string | null, first: number) => Promise<ListPage<Row>>;

interface Identified {
  readonly id: string;
}

/** All rows in order, each once: a row may stand on two pages when it moved between two reads. */
export function rowsOf<Row extends Identified>(pages: readonly PlacedPage<Row>[]): readonly Row[] {
  const seen = new Map<string, Row>();
  for (const row of pages.flatMap(({ rows }) => rows)) if (!seen.has(row.id)) seen.set(row.id, row);
  return [...seen.values()];
}

/** The pages with newer states of rows in the place of older ones. Rows that are on no page are left out. */
export function withRows<Row extends Identified>(
  pages: readonly PlacedPage<Row>[],
  newer: readonly Row[],
): readonly PlacedPage<Row>[] {
  const byId = new Map(newer.map((row) => [row.id, row]));
  return pages.map((page) => ({ ...page, rows: page.rows.map((row) => byId.get(row.id) ?? row) }));
}

/** The ids of rows that are another than before. */
export function changedRows<Row extends Identified>(before: readonly Row[], after: readonly Row[]): readonly string[] {
  const known = new Map(before.map((row) => [row.id, JSON.stringify(row)]));
  return after.flatMap((row) => {
    const old = known.get(row.id);
    return old !== undefined && old !== JSON.stringify(row) ? [row.id] : [];
  });
}

/**
 * The pages read again as far as `seen` rows reach. At the top all of them, so that new rows come in; further down only
 * the states of the rows in sight, so that nothing moves under the reader and no more is read than is seen.
 */
export async function readAgain<Row extends Identified>(
  pages: readonly PlacedPage<Row>[],
  seen: { readonly from: number; readonly to: number },
  read: ReadPage<Row>,
  pageSize: number,
): Promise<readonly PlacedPage<Row>[]> {
  const firstSeen = Math.floor(seen.from / pageSize);
  const lastSeen = Math.min(pages.length - 1, Math.floor(seen.to / pageSize));
  if (firstSeen > 1) {
    const places = pages.slice(firstSeen, lastSeen + 1).map(({ after }) => after);
    const again = await Promise.all(places.map((after) => read(after, pageSize)));
    return withRows(
      pages,
      again.flatMap(({ rows }) => rows),
    );
  }
  const fresh: PlacedPage<Row>[] = [];
  for (let after: string | null = null; fresh.length <= Math.max(0, lastSeen); ) {
    const page: ListPage<Row> = await read(after, pageSize);
    fresh.push({ ...page, after });
    if (!page.hasNextPage) break;
    after = page.endCursor;
  }
  return fresh;
}
