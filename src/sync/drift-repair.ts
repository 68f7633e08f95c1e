import pMap from 'p-map';
import { ChangeCause } from '../terms/change-origin.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { DriftRecord } from './drift.record.js';
import type { DriftFinder } from './drift-finder.js';
import type { DriftStore } from './drift-store.js';
import type { FoundDrift } from './found-drift.js';
import { OBJECT_TYPES } from './mirrored-kind.js';
import type { Repairs } from './repairs.js';
import type { SyncRuns } from './sync-runs.js';

/** How many objects are repaired at once. */
const CONCURRENCY = 8;

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
    const known = new Set(reported.map(({ object_id }) => object_id));
    const faults = [...new Set(ids)].filter((id) => !known.has(id)).map(notReported);
    const repaired: FoundDrift[] = [];
    // The owners come first, for whose an object is depends on them.
    for (const type of OBJECT_TYPES) {
      const outcomes = await pMap(
        reported.filter(({ object_type }) => object_type === type),
        (record) => this.#repairOne(record, dryRun, actor),
        { concurrency: CONCURRENCY },
      );
      for (const outcome of outcomes) {
        if (outcome instanceof BillingFault) faults.push(outcome);
        else if (outcome) repaired.push(outcome);
      }
    }
    return { repaired, faults };
  }

  /** @returns null for what is as Stripe has it by now */
  async #repairOne(
    { run_id: runId, object_id: id, object_type: type }: DriftRecord,
    dryRun: boolean,
    actor: string,
  ): Promise<FoundDrift | BillingFault | null> {
    const kind = this.repairs.kindOf(type);
    const drift = await this.finder.verify(kind, id);
    if (drift === 'in flight') {
      return fault(BillingErrorCode.INVALID_STATE, `An event of "${id}" is still to be processed; ask again`);
    }
    if (dryRun) return drift;
    if (drift) {
      const reason = await this.repairs.repair(kind, id, { cause: ChangeCause.REPAIR, actor });
      if (reason !== null) return fault(BillingErrorCode.INVALID_STATE, `"${id}" was not repaired: ${reason}`);
    }
    await this.drifts.remove(runId, id);
    return drift;
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
