import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { CombinedError } from 'urql';
import { failureText } from '../api/failure-text';
import { changedRows, type PlacedPage, type ReadPage, readAgain, rowsOf, withRows } from './endless-pages';

const PAGE_SIZE = 50;
/** Changes that come together are one reason to read again. */
const CALM_MS = 400;

interface ListState<Row> {
  readonly pages: readonly PlacedPage<Row>[];
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly failure: string | null;
  readonly total: number | null;
  /** How often a row changed while it was shown, to let it light up. */
  readonly changes: ReadonlyMap<string, number>;
}

const NOTHING = { pages: [], phase: 'loading', failure: null, total: null, changes: new Map() } as const;

export interface EndlessList<Row> {
  readonly rows: readonly Row[];
  readonly phase: ListState<Row>['phase'];
  readonly failure: string | null;
  readonly total: number | null;
  readonly changes: ReadonlyMap<string, number>;
  readonly hasMore: boolean;
  /** Tells which rows are in sight; near the end the next page is read. */
  readonly see: (from: number, to: number) => void;
  /** Puts a newer state in the row's place; a row that is not here may be a new one, so the top is read again. */
  readonly patch: (row: Row) => void;
  readonly refresh: () => void;
  readonly retry: () => void;
}

/** @param read has to stay the same function as long as filter and order do: another one begins another list */
export function useEndlessList<Row extends { readonly id: string }>(read: ReadPage<Row>): EndlessList<Row> {
  const [state, setState] = useState<ListState<Row>>(NOTHING);
  const latest = useRef(state);
  latest.current = state;
  const generation = useRef(0);
  const busy = useRef(false);
  const seen = useRef({ from: 0, to: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** Runs one read at a time; what came of a list that is no longer shown is dropped. */
  const run = useCallback(async (work: () => Promise<(before: ListState<Row>) => ListState<Row>>) => {
    if (busy.current) return;
    busy.current = true;
    const mine = generation.current;
    const done = (change: (before: ListState<Row>) => ListState<Row>): void => {
      if (mine !== generation.current) return;
      busy.current = false;
      setState(change);
    };
    try {
      done(await work());
    } catch (error) {
      if (!(error instanceof CombinedError)) throw error;
      const failure = failureText(error);
      done((before) => ({ ...before, phase: before.pages.length === 0 ? 'failed' : 'ready', failure }));
    }
  }, []);

  const begin = useCallback(() => {
    generation.current += 1;
    busy.current = false;
    seen.current = { from: 0, to: 0 };
    setState(NOTHING);
    void run(async () => {
      const page = await read(null, PAGE_SIZE);
      return () => ({ ...NOTHING, phase: 'ready', pages: [{ ...page, after: null }], total: page.totalCount ?? null });
    });
  }, [read, run]);

  useEffect(() => {
    begin();
    return () => {
      generation.current += 1;
      clearTimeout(timer.current);
    };
  }, [begin]);

  const more = useCallback(() => {
    const last = latest.current.pages.at(-1);
    if (!last?.hasNextPage) return;
    void run(async () => {
      const page = await read(last.endCursor, PAGE_SIZE);
      return (before) => ({ ...before, failure: null, pages: [...before.pages, { ...page, after: last.endCursor }] });
    });
  }, [read, run]);

  const refresh = useCallback(() => {
    if (latest.current.phase !== 'ready') return;
    void run(async () => {
      const pages = await readAgain(latest.current.pages, seen.current, read, PAGE_SIZE);
      return (before) => ({
        ...before,
        pages,
        failure: null,
        total: pages[0]?.totalCount ?? before.total,
        changes: lit(before.changes, changedRows(rowsOf(before.pages), rowsOf(pages))),
      });
    });
  }, [read, run]);

  const patch = useCallback(
    (row: Row) => {
      setState((before) => {
        const pages = withRows(before.pages, [row]);
        return { ...before, pages, changes: lit(before.changes, changedRows(rowsOf(before.pages), rowsOf(pages))) };
      });
      clearTimeout(timer.current);
      timer.current = setTimeout(refresh, CALM_MS);
    },
    [refresh],
  );

  const rows = useMemo(() => rowsOf(state.pages), [state.pages]);
  const see = useCallback(
    (from: number, to: number) => {
      seen.current = { from, to };
      // A read that failed is for the reader to try again, not for each pixel that is scrolled.
      if (to >= rows.length - 15 && latest.current.phase === 'ready' && !latest.current.failure) more();
    },
    [rows, more],
  );
  const retry = useCallback(() => {
    if (latest.current.phase === 'failed') return begin();
    more();
  }, [begin, more]);

  const hasMore = state.pages.at(-1)?.hasNextPage ?? false;
  const { phase, failure, total, changes } = state;
  return { rows, phase, failure, total, changes, hasMore, see, patch, refresh, retry };
}

function lit(changes: ReadonlyMap<string, number>, ids: readonly string[]): ReadonlyMap<string, number> {
  if (ids.length === 0) return changes;
  const next = new Map(changes);
  for (const id of ids) next.set(id, (next.get(id) ?? 0) + 1);
  return next;
}
