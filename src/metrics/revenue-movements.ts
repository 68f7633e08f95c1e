import { fromStoredGrains, storedGrains } from './grains.js';
import type { StoredMovements } from './revenue-period.record.js';

/** What happened to the revenue of a currency in a period, in grains. */
export interface Movements {
  readonly opening: bigint;
  readonly gained: bigint;
  readonly reactivated: bigint;
  readonly expansion: bigint;
  readonly contraction: bigint;
  readonly churned: bigint;
  readonly customers: number;
  readonly churnedCustomers: number;
}

export function closingOf({ opening, gained, reactivated, expansion, contraction, churned }: Movements): bigint {
  return opening + gained + reactivated + expansion - contraction - churned;
}

/** Adds up the movements of one period, organization by organization. */
export class MovementTally {
  #gained = 0n;
  #reactivated = 0n;
  #expansion = 0n;
  #contraction = 0n;
  #churned = 0n;
  #lost = 0;
  #won = 0;

  /** @param paidBefore whether any of its subscriptions had an amount above nothing at the start or before */
  add(start: bigint, end: bigint, paidBefore: boolean): void {
    if (start === end) return;
    if (start === 0n) {
      this.#won += 1;
      if (paidBefore) this.#reactivated += end;
      else this.#gained += end;
    } else if (end === 0n) {
      this.#lost += 1;
      this.#churned += start;
    } else if (end > start) this.#expansion += end - start;
    else this.#contraction += start - end;
  }

  /** How many more organizations there are at the end. */
  get customersGained(): number {
    return this.#won - this.#lost;
  }

  movements(opening: bigint, customers: number): Movements {
    return {
      opening,
      gained: this.#gained,
      reactivated: this.#reactivated,
      expansion: this.#expansion,
      contraction: this.#contraction,
      churned: this.#churned,
      customers,
      churnedCustomers: this.#lost,
    };
  }
}

export function toStoredMovements(movements: Movements): StoredMovements {
  const { opening, gained, reactivated, expansion, contraction, churned, customers, churnedCustomers } = movements;
  return {
    opening: storedGrains(opening),
    gained: storedGrains(gained),
    reactivated: storedGrains(reactivated),
    expansion: storedGrains(expansion),
    contraction: storedGrains(contraction),
    churned: storedGrains(churned),
    customers,
    churned_customers: churnedCustomers,
  };
}

export function fromStoredMovements(stored: StoredMovements): Movements {
  return {
    opening: fromStoredGrains(stored.opening),
    gained: fromStoredGrains(stored.gained),
    reactivated: fromStoredGrains(stored.reactivated),
    expansion: fromStoredGrains(stored.expansion),
    contraction: fromStoredGrains(stored.contraction),
    churned: fromStoredGrains(stored.churned),
    customers: stored.customers,
    churnedCustomers: stored.churned_customers,
  };
}
