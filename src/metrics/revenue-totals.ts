import { type StoredGrains, fromStoredGrains, storedGrains } from './grains.js';
import type { RevenueFacts } from './revenue-facts.js';

/** Subscriptions that have all of this in common. */
export interface RevenueGroup {
  readonly currency: string;
  readonly plan_id: string | null;
  readonly billing_interval: string | null;
  readonly status: string;
  readonly counted: boolean;
}

export interface StoredGroupTotal extends RevenueGroup {
  readonly count: number;
  /** In grains. */
  readonly amount: StoredGrains;
}

export interface GroupTotal extends RevenueGroup {
  readonly count: number;
  readonly amount: bigint;
}

export interface StoredTotals {
  readonly groups: readonly StoredGroupTotal[];
  /** By currency, the organizations whose amounts come to more than nothing. */
  readonly customers: Readonly<Record<string, number>>;
}

export const NO_TOTALS: StoredTotals = { groups: [], customers: {} };

/** Figures by group at an instant, to which changes are added in any order. */
export class RevenueTotals {
  readonly #groups = new Map<string, GroupTotal>();
  readonly #customers: Map<string, number>;

  constructor({ groups, customers }: StoredTotals = NO_TOTALS) {
    for (const group of groups) {
      this.#groups.set(keyOf(group), { ...group, amount: fromStoredGrains(group.amount) });
    }
    this.#customers = new Map(Object.entries(customers));
  }

  add({ before, after }: { readonly before: RevenueFacts | null; readonly after: RevenueFacts | null }): void {
    if (before) this.#move(before, -1);
    if (after) this.#move(after, 1);
  }

  addCustomers(currency: string, count: number): void {
    this.#customers.set(currency, (this.#customers.get(currency) ?? 0) + count);
  }

  customers(currency: string): number {
    return this.#customers.get(currency) ?? 0;
  }

  groups(): GroupTotal[] {
    return [...this.#groups.values()].filter(({ count }) => count !== 0);
  }

  /** What the subscriptions of the groups that are asked for come to. */
  sum(includes: (group: RevenueGroup) => boolean): { readonly count: number; readonly amount: bigint } {
    const groups = this.groups().filter(includes);
    return {
      count: groups.reduce((sum, { count }) => sum + count, 0),
      amount: groups.reduce((sum, { amount }) => sum + amount, 0n),
    };
  }

  /** One of its own, to which may be added. */
  copy(): RevenueTotals {
    return new RevenueTotals(this.toStored());
  }

  toStored(): StoredTotals {
    return {
      groups: this.groups().map((group) => ({ ...group, amount: storedGrains(group.amount) })),
      customers: Object.fromEntries([...this.#customers].filter(([, count]) => count !== 0)),
    };
  }

  #move(facts: RevenueFacts, sign: 1 | -1): void {
    const { currency, plan_id, billing_interval, status, counted } = facts;
    const group = { currency, plan_id, billing_interval, status, counted };
    const key = keyOf(group);
    const { count, amount } = this.#groups.get(key) ?? { count: 0, amount: 0n };
    const added = fromStoredGrains(facts.amount) * BigInt(sign);
    this.#groups.set(key, { ...group, count: count + sign, amount: amount + added });
  }
}

function keyOf({ currency, plan_id, billing_interval, status, counted }: RevenueGroup): string {
  return JSON.stringify([currency, plan_id, billing_interval, status, counted]);
}
