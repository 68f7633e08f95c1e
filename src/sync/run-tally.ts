import type { FoundDrift } from './found-drift.js';
import type { StoredStake, SyncRunRecord } from './sync-run.record.js';

/** Counts what a run sees. */
export class RunTally {
  readonly #checked = new Map<string, number>();
  readonly #skipped = new Map<string, number>();
  #inFlight = 0;

  /** @param before what an earlier process of the same run has counted */
  constructor(before?: Pick<SyncRunRecord, 'checked' | 'skipped'>) {
    for (const [type, count] of Object.entries(before?.checked ?? {})) this.#checked.set(type, count);
    for (const [reason, count] of Object.entries(before?.skipped ?? {})) this.#skipped.set(reason, count);
  }

  page(type: string, checked: number, skipped: ReadonlyMap<string, number>): void {
    this.#checked.set(type, this.checkedOf(type) + checked);
    for (const [reason, count] of skipped) this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + count);
  }

  inFlight(count: number): void {
    this.#inFlight += count;
  }

  checkedOf(type: string): number {
    return this.#checked.get(type) ?? 0;
  }

  figures(): Pick<SyncRunRecord, 'checked' | 'checked_count' | 'skipped'> {
    return {
      checked: Object.fromEntries(this.#checked),
      checked_count: [...this.#checked.values()].reduce((sum, count) => sum + count, 0),
      skipped: Object.fromEntries(this.#skipped),
    };
  }

  /** What was found, before anything was repaired. */
  drift(found: readonly FoundDrift[]): Pick<SyncRunRecord, 'drift_found' | 'in_flight' | 'at_stake'> {
    const sums = new Map<string, number>();
    for (const { stake } of found) {
      if (stake && stake.amount !== 0) sums.set(stake.currency, (sums.get(stake.currency) ?? 0) + stake.amount);
    }
    const at_stake = [...sums].map(([currency, amount]): StoredStake => ({ currency, amount }));
    return { drift_found: found.length, in_flight: this.#inFlight, at_stake };
  }
}
