import pMap from 'p-map';
import { type ChangeOrigin, ChangeCause } from '../terms/change-origin.js';
import type { DriftFinder } from './drift-finder.js';
import type { DriftStore } from './drift-store.js';
import type { EventCatchUp } from './event-catch-up.js';
import type { FoundDrift } from './found-drift.js';
import { type AnyKind, OBJECT_TYPES } from './mirrored-kind.js';
import { walk } from './object-walk.js';
import type { Repairs } from './repairs.js';
import { RunTally } from './run-tally.js';
import type { SyncRunRecord } from './sync-run.record.js';
import type { SyncRuns } from './sync-runs.js';

/** How many objects are looked at by themselves at once. */
const CONCURRENCY = 8;
/** More than this part of a kind, and more than so many, cannot have gone at once: the key is of another account, then. */
const MOST_GONE_PART = 0.1;
const MOST_GONE = 10;

export interface ReconciliationParts {
  readonly kinds: readonly AnyKind[];
  readonly finder: DriftFinder;
  readonly repairs: Repairs;
  readonly catchUp: EventCatchUp;
  readonly drifts: DriftStore;
  readonly runs: SyncRuns;
}

export interface ReconcileOptions {
  /** Whether what drifts is stored as Stripe shows it. */
  readonly repair: boolean;
  /** Who asked for it, for the history. */
  readonly actor: string;
  /** Tells a worker of this process that the inbox has something to process. */
  readonly wake: () => void;
  /** Called from time to time while it goes on. */
  readonly onProgress?: (progress: { readonly type: string; readonly checked: number }) => void;
  /** Ends it after the page that is under way. */
  readonly signal?: AbortSignal;
}

/** What a comparison came to. */
export interface ReconcileResult {
  readonly run: SyncRunRecord;
  /** Why what is left could not be repaired, by the objects' ids. */
  readonly unrepaired: ReadonlyMap<string, string>;
}

/**
 * Compares everything that is stored with what Stripe shows. First the events come in that were never delivered, so
 * that what is found afterwards is what no event tells of. Lists show what differs; each such object is then looked at by
 * itself, and once more when an event of it happened meanwhile.
 */
export class Reconciliation {
  constructor(private readonly parts: ReconciliationParts) {}

  async run(options: ReconcileOptions): Promise<ReconcileResult> {
    const { runs, drifts } = this.parts;
    const underWay = await runs.comparisonsUnderWay();
    const run = await runs.begin('reconcile');
    try {
      const result = await this.#run(run, options);
      await drifts.keepOnly([run.run_id, ...underWay]);
      return result;
    } catch (error) {
      const isInterrupted = options.signal?.aborted === true;
      const message = error instanceof Error ? error.message : String(error);
      await runs.end(run.run_id, isInterrupted ? 'interrupted' : 'failed', { error: message });
      throw error;
    }
  }

  async #run(run: SyncRunRecord, options: ReconcileOptions): Promise<ReconcileResult> {
    const { catchUp, runs, drifts } = this.parts;
    const missed = await catchUp.missedSince(await runs.lastCompleteSince(), options.wake);
    const tally = new RunTally();
    const found = await this.#compareAll(run, tally, options);
    const meanwhile = await catchUp.since(run.created_at, options.wake);
    await this.#lookAgain(run, found, meanwhile.objectIds, tally);
    const unrepaired = options.repair ? await this.#repairAll(run, found, options) : new Map<string, string>();
    const result: Partial<SyncRunRecord> = {
      ...tally.figures(),
      ...tally.drift([...found.values()]),
      drift_left: await drifts.count(run.run_id),
      missed_events: missed + meanwhile.missed,
    };
    await runs.end(run.run_id, 'completed', result);
    return { run: { ...run, ...result, state: 'completed', checked_at: new Date() }, unrepaired };
  }

  async #compareAll(run: SyncRunRecord, tally: RunTally, options: ReconcileOptions): Promise<Map<string, FoundDrift>> {
    const { kinds, drifts, runs } = this.parts;
    const found = new Map<string, FoundDrift>();
    const adoptable = new Map<string, string>();
    for (const type of OBJECT_TYPES) {
      const kind = kinds.find((each) => each.type === type);
      if (!kind) continue;
      for await (const { objects, unlisted } of walk(kind, run.created_at)) {
        options.signal?.throwIfAborted();
        const page = await this.parts.finder.compare(kind, objects, adoptable);
        for (const { object, organizationId } of page.missing) {
          if (type === 'customer' && organizationId !== null) adoptable.set(object.id, organizationId);
        }
        const suspects = [...page.different, ...page.missing.map(({ object }) => object)].map(({ id }) => id);
        const drifting = await this.#verified(kind, [...suspects, ...unlisted], adoptable, tally);
        for (const drift of drifting) found.set(drift.objectId, drift);
        await drifts.put(run.run_id, drifting);
        tally.page(type, objects.length + unlisted.length, page.skipped);
        await runs.note(run.run_id, tally.figures());
        options.onProgress?.({ type, checked: tally.checkedOf(type) });
      }
    }
    return found;
  }

  async #verified(
    kind: AnyKind,
    ids: readonly string[],
    adoptable: ReadonlyMap<string, string>,
    tally: RunTally,
  ): Promise<FoundDrift[]> {
    const looks = await pMap(ids, (id) => this.parts.finder.verify(kind, id, adoptable), { concurrency: CONCURRENCY });
    tally.inFlight(looks.filter((look) => look === 'in flight').length);
    return looks.filter((look) => look !== null && look !== 'in flight');
  }

  /** Of what happened while we compared, an event may not have arrived yet when we looked. */
  async #lookAgain(
    run: SyncRunRecord,
    found: Map<string, FoundDrift>,
    touched: ReadonlySet<string>,
    tally: RunTally,
  ): Promise<void> {
    for (const drift of [...found.values()].filter(({ objectId }) => touched.has(objectId))) {
      const adoptable = new Map<string, string>();
      const kind = this.parts.repairs.kindOf(drift.objectType);
      const [still] = await this.#verified(kind, [drift.objectId], adoptable, tally);
      if (still) continue;
      found.delete(drift.objectId);
      await this.parts.drifts.remove(run.run_id, drift.objectId);
    }
  }

  async #repairAll(
    run: SyncRunRecord,
    found: ReadonlyMap<string, FoundDrift>,
    { actor, signal }: ReconcileOptions,
  ): Promise<Map<string, string>> {
    const { repairs, drifts } = this.parts;
    const origin: ChangeOrigin = { cause: ChangeCause.SYNC, actor };
    const unrepaired = new Map<string, string>();
    // The owners come first, for whose an object is depends on them.
    for (const type of OBJECT_TYPES) {
      const ofType = [...found.values()].filter(({ objectType }) => objectType === type);
      const kind = repairs.kindOf(type);
      const areTooManyGone = await tooMany(kind, ofType.filter((drift) => drift.kind === 'gone').length);
      await pMap(
        ofType,
        async (drift) => {
          signal?.throwIfAborted();
          const reason =
            drift.kind === 'gone' && areTooManyGone
              ? `So many of the kind ${type} are gone at Stripe that the key may be of another account; repairDrift repairs it all the same`
              : await repairs.repair(kind, drift.objectId, origin);
          if (reason === null) await drifts.remove(run.run_id, drift.objectId);
          else unrepaired.set(drift.objectId, reason);
        },
        { concurrency: CONCURRENCY },
      );
    }
    return unrepaired;
  }
}

async function tooMany(kind: AnyKind, gone: number): Promise<boolean> {
  return gone > MOST_GONE && gone > MOST_GONE_PART * (await kind.stored.count());
}
