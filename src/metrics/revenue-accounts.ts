import type { Model } from 'mongoose';
import { NO_GRAINS, fromStoredGrains } from './grains.js';
import type { RevenueChangeRecord } from './revenue-change.record.js';
import { MovementTally } from './revenue-movements.js';
import type { Period } from './revenue-periods.js';

/** Organizations in one read. */
const CHUNK = 500;

interface AccountEntry {
  readonly organization_id: string;
  readonly at: Date;
  readonly delta: RevenueChangeRecord['delta'];
  readonly isPaying: boolean;
}

/** What happened to each organization, from the entries of the ledger. */
export class RevenueAccounts {
  constructor(private readonly entries: Model<RevenueChangeRecord>) {}

  /** @param periods one after the other, without gaps */
  async tallies(ledger: string, currency: string, periods: readonly Period[]): Promise<MovementTally[]> {
    const [first, last] = [periods[0], periods.at(-1)];
    if (!first || !last) return [];
    const organizations = await this.#organizations(ledger, currency, { from: first.from, to: last.to });
    return this.talliesOf(ledger, currency, organizations, periods);
  }

  /**
   * @param organizations all those of which something changed in the periods
   * @param periods one after the other, without gaps
   */
  async talliesOf(
    ledger: string,
    currency: string,
    organizations: readonly string[],
    periods: readonly Period[],
  ): Promise<MovementTally[]> {
    const tallies = periods.map(() => new MovementTally());
    const last = periods.at(-1);
    if (!last) return tallies;
    for (let start = 0; start < organizations.length; start += CHUNK) {
      const rows = await this.#entriesOf(ledger, currency, organizations.slice(start, start + CHUNK), last.to);
      for (const own of Map.groupBy(rows, (row) => row.organization_id).values()) addAccount(tallies, periods, own);
    }
    return tallies;
  }

  /** Those of which something changed. */
  async #organizations(ledger: string, currency: string, period: Period): Promise<string[]> {
    const rows = await this.entries.aggregate<{ readonly _id: string }>([
      { $match: { ...inPeriod(ledger, period), currency } },
      { $group: { _id: '$organization_id' } },
    ]);
    return rows.map(({ _id }) => _id);
  }

  /** Oldest first. */
  #entriesOf(ledger: string, currency: string, organizations: readonly string[], to: Date): Promise<AccountEntry[]> {
    return this.entries
      .aggregate<AccountEntry>([
        { $match: { ledger, currency, organization_id: { $in: [...organizations] }, at: { $lte: to }, folded: true } },
        { $sort: { organization_id: 1, at: 1 } },
        {
          $project: {
            _id: 0,
            organization_id: 1,
            at: 1,
            delta: 1,
            isPaying: { $ne: [{ $ifNull: ['$after.amount', NO_GRAINS] }, NO_GRAINS] },
          },
        },
      ])
      .exec();
  }
}

function inPeriod(ledger: string, { from, to }: Period) {
  return { ledger, folded: true, at: { $gt: from, $lte: to } };
}

/** @param entries of one organization, oldest first, from its very first */
function addAccount(
  tallies: readonly MovementTally[],
  periods: readonly Period[],
  entries: readonly AccountEntry[],
): void {
  let balance = 0n;
  let hasPaid = false;
  let next = 0;
  const goTo = (instant: Date): void => {
    for (let entry = entries[next]; entry && entry.at <= instant; entry = entries[next]) {
      balance += fromStoredGrains(entry.delta);
      hasPaid ||= entry.isPaying;
      next += 1;
    }
  };
  if (periods[0]) goTo(periods[0].from);
  periods.forEach(({ to }, index) => {
    const [start, paidBefore] = [balance, hasPaid];
    goTo(to);
    tallies[index]?.add(start, balance, paidBefore);
  });
}
