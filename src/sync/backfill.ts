import pMap from 'p-map';
import { type ChangeOrigin, ChangeCause } from '../terms/change-origin.js';
import type { DriftFinder } from './drift-finder.js';
import { type AnyKind, type ObjectType, OBJECT_TYPES } from './mirrored-kind.js';
import { type WalkedPage, walk } from './object-walk.js';
import { reasonOf } from './repairs.js';
import { RunTally } from './run-tally.js';
import type { SyncCursor, SyncRunRecord } from './sync-run.record.js';
import type { SyncRuns } from './sync-runs.js';

/** How many objects of a page are written at once. */
const CONCURRENCY = 8;

const ORIGIN: ChangeOrigin = { cause: ChangeCause.SYNC, actor: 'revenue-engine sync' };

export interface BackfillParts {
  readonly kinds: readonly AnyKind[];
  readonly finder: DriftFinder;
  readonly runs: SyncRuns;
}

export interface BackfillProgress {
  readonly type: ObjectType;
  /** Objects of the kind that were looked at, by earlier processes of the same backfill too. */
  readonly checked: number;
  /** About how many there are: as many as are stored, or more. */
  readonly expected: number;
  readonly done: boolean;
}

export interface BackfillOptions {
  /** Begins anew, also where an earlier one did not come to its end. */
  readonly restart: boolean;
  readonly onBegin?: (run: SyncRunRecord, isResumed: boolean) => void;
  readonly onProgress?: (progress: BackfillProgress) => void;
}

export interface BackfillResult {
  readonly run: SyncRunRecord;
  /** What could not be stored, and why, by the objects' ids. */
  readonly unstored: ReadonlyMap<string, string>;
}

/**
 * Reads everything that Stripe has, page by page, and stores what is missing or different; then what Stripe lists no
 * more. How far it has come is kept after each page, so another process goes on where this one ended.
 *
 * What a list shows is stored as it is only where nothing is stored yet: a list cannot be put in order with other
 * observations of its objects, so those that differ are read by themselves.
 */
export class Backfill {
  constructor(private readonly parts: BackfillParts) {}

  /** @throws BillingFault STRIPE_UNAVAILABLE, MongoError; the next one goes on from there */
  async run({ restart, onBegin, onProgress }: BackfillOptions): Promise<BackfillResult> {
    const { runs } = this.parts;
    const unfinished = restart ? null : await runs.unfinishedBackfill();
    const run = unfinished ?? (await runs.begin('sync'));
    onBegin?.(run, unfinished !== null);
    const unstored = new Map<string, string>();
    const tally = new RunTally(run);
    const cursor = { ...run.cursor };
    let written = run.written ?? 0;
    try {
      await runs.note(run.run_id, { state: 'running' });
      for (const type of OBJECT_TYPES) {
        const kind = this.parts.kinds.find((each) => each.type === type);
        if (!kind || cursor[type]?.done) continue;
        for await (const page of walk(kind, run.created_at, cursor[type]?.place ?? undefined)) {
          written += await this.#store(kind, page, tally, unstored);
          const next: SyncCursor = { done: page.next === null, place: page.next };
          cursor[type] = next;
          await runs.note(run.run_id, { ...tally.figures(), cursor, written });
          const checked = tally.checkedOf(type);
          const expected = Math.max(checked, await kind.stored.count());
          onProgress?.({ type, checked, expected, done: next.done });
        }
      }
    } catch (error) {
      await runs.end(run.run_id, 'failed', { error: error instanceof Error ? error.message : String(error) });
      throw error;
    }
    const result = { ...tally.figures(), cursor, written };
    await runs.end(run.run_id, 'completed', result);
    return { run: { ...run, ...result, state: 'completed' }, unstored };
  }

  /** @returns how many records were written */
  async #store(kind: AnyKind, page: WalkedPage, tally: RunTally, unstored: Map<string, string>): Promise<number> {
    const { finder } = this.parts;
    const { different, missing, skipped } = await finder.compare(kind, page.objects, new Map());
    let written = 0;
    const attempt = async (id: string, write: () => Promise<void>): Promise<void> => {
      try {
        await write();
        written += 1;
      } catch (error) {
        unstored.set(id, reasonOf(error));
      }
    };
    const observe = async (id: string) => kind.observe(id, (await kind.stored.byId([id])).get(id) ?? null, ORIGIN);
    const concurrently = { concurrency: CONCURRENCY };
    await pMap(missing, ({ object }) => attempt(object.id, () => kind.adopt(object, ORIGIN)), concurrently);
    await pMap(different, ({ id }) => attempt(id, () => observe(id)), concurrently);
    await pMap(
      page.unlisted,
      async (id) => {
        const drift = await finder.verify(kind, id);
        if (drift !== null) await attempt(id, () => observe(id));
      },
      concurrently,
    );
    tally.page(kind.type, page.objects.length + page.unlisted.length, skipped);
    return written;
  }
}
