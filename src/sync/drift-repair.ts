import { type ChangeOrigin, ChangeCause } from '../terms/change-origin.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { DriftFinder } from './drift-finder.js';
import type { DriftStore } from './drift-store.js';
import type { FoundDrift } from './found-drift.js';
import { OBJECT_TYPES } from './mirrored-kind.js';
import type { Repairs } from './repairs.js';
import type { SyncRuns } from './sync-runs.js';

export interface DriftRepairResult {
  /** As it was found a moment before it was repaired, or would be. */
  readonly repaired: readonly FoundDrift[];
  readonly faults: readonly BillingFault[];
}

/** Repairs what the last comparison reported, object by object, as an operator asks for it. */
export class DriftRepair {
  constructor(
    private readonly finder: DriftFinder,
    private readonly repairs: Repairs,
    private readonly drifts: DriftStore,
    private readonly runs: SyncRuns,
  ) {}

  /**
   * Each object is compared once more first: what is the same by now leaves the report without a write.
   *
   * @param dryRun only says what would be repaired
   * @param actor who asks, for the history
   */
  async repair(ids: readonly string[], dryRun: boolean, actor: string): Promise<DriftRepairResult> {
    const run = await this.runs.latestComparison();
    const reported = run ? await this.drifts.find(run.run_id, ids) : [];
    const rank = new Map<string, number>(OBJECT_TYPES.map((type, index) => [type, index]));
    // The owners come first, for whose an object is depends on them.
    reported.sort((one, other) => (rank.get(one.object_type) ?? 0) - (rank.get(other.object_type) ?? 0));
    const known = new Set(reported.map(({ object_id }) => object_id));
    const faults = [...new Set(ids)].filter((id) => !known.has(id)).map(notReported);
    const repaired: FoundDrift[] = [];
    for (const { run_id, object_id: id, object_type } of reported) {
      const kind = this.repairs.kindOf(object_type);
      const drift = await this.finder.verify(kind, id);
      if (drift === 'in flight') {
        faults.push(fault(BillingErrorCode.INVALID_STATE, `An event of "${id}" is still to be processed; ask again`));
      } else if (drift === null || dryRun) {
        if (drift) repaired.push(drift);
        else if (!dryRun) await this.drifts.remove(run_id, id);
      } else {
        const origin: ChangeOrigin = { cause: ChangeCause.REPAIR, actor };
        const reason = await this.repairs.repair(kind, id, origin);
        if (reason === null) {
          await this.drifts.remove(run_id, id);
          repaired.push(drift);
        } else faults.push(fault(BillingErrorCode.INVALID_STATE, `"${id}" was not repaired: ${reason}`));
      }
    }
    return { repaired, faults };
  }
}

function notReported(id: string): BillingFault {
  return fault(
    BillingErrorCode.NOT_FOUND,
    `"${id}" is not in the report of the last comparison; it may be repaired already`,
  );
}

function fault(code: BillingErrorCode, message: string): BillingFault {
  return new BillingFault(code, message, { field: ['input', 'ids'] });
}
