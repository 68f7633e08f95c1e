import { LRUCache } from 'lru-cache';
import type { Model } from 'mongoose';
import type { RevenueAccounts } from './revenue-accounts.js';
import type { RevenueChangeRecord } from './revenue-change.record.js';
import { startOfDay } from './revenue-day.js';
import type { RevenueHeadRecord } from './revenue-head.record.js';
import type { RevenueMarkRecord } from './revenue-mark.record.js';
import type { Period } from './revenue-periods.js';
import { NO_TOTALS, RevenueTotals } from './revenue-totals.js';

/** Of all instants together; the totals of one have a group for each plan, interval, status and currency in use. */
const MOST_GROUPS = 20_000;

type Closed = Pick<RevenueHeadRecord, 'ledger' | 'closed_until'>;
type ReadEntry = Pick<RevenueChangeRecord, 'before' | 'after' | 'currency' | 'organization_id'>;

export interface PastParts {
  readonly entries: Model<RevenueChangeRecord>;
  readonly marks: Model<RevenueMarkRecord>;
  readonly accounts: RevenueAccounts;
}

/**
 * The totals of instants that are over. Those of a day that is closed never change within a ledger, so they are kept; a
 * rebuild makes a ledger of another name.
 */
export class RevenuePast {
  readonly #kept = new LRUCache<string, RevenueTotals>({
    maxSize: MOST_GROUPS,
    sizeCalculation: (totals) => 1 + totals.groups().length,
  });

  constructor(private readonly parts: PastParts) {}

  /** What was found before of an instant that is closed. */
  known({ ledger, closed_until: closed }: Closed, instant: Date): RevenueTotals | undefined {
    return closed && instant <= closed ? this.#kept.get(keyOf(ledger, instant)) : undefined;
  }

  /** The last mark before, and what changed since; not to be added to. */
  async totalsAt(head: Closed, instant: Date): Promise<RevenueTotals> {
    const known = this.known(head, instant);
    if (known) return known;
    const { ledger, closed_until: closed } = head;
    const totals = await this.#read(head, instant);
    if (closed && instant <= closed) this.#kept.set(keyOf(ledger, instant), totals);
    return totals;
  }

  async #read(head: Closed, instant: Date): Promise<RevenueTotals> {
    const { ledger, closed_until: closed } = head;
    if (!closed) return this.#changed(ledger, new RevenueTotals(), { from: new Date(0), to: instant });
    const midnight = instant <= closed ? startOfDay(instant) : closed;
    if (midnight < instant) {
      const opening = await this.totalsAt(head, midnight);
      return this.#changed(ledger, opening.copy(), { from: midnight, to: instant });
    }
    // The driver's own read, as that of the head is.
    const mark = await this.parts.marks.collection.findOne<Pick<RevenueMarkRecord, 'at' | 'totals'>>(
      { ledger, at: { $lte: midnight } },
      { sort: { at: -1 }, projection: { _id: 0, at: 1, totals: 1 } },
    );
    const totals = new RevenueTotals(mark?.totals ?? NO_TOTALS);
    const from = mark?.at ?? new Date(0);
    return from < midnight ? this.#changed(ledger, totals, { from, to: midnight }) : totals;
  }

  /** @param totals those at the start, to which is added */
  async #changed(ledger: string, totals: RevenueTotals, period: Period): Promise<RevenueTotals> {
    const { entries, accounts } = this.parts;
    const changes = entries.find(
      { ledger, folded: true, at: { $gt: period.from, $lte: period.to } },
      { _id: 0, before: 1, after: 1, currency: 1, organization_id: 1 },
    );
    const organizations = new Map<string, Set<string>>();
    for await (const entry of changes.lean<ReadEntry[]>().cursor()) {
      totals.add(entry);
      const known = organizations.get(entry.currency) ?? new Set();
      organizations.set(entry.currency, known.add(entry.organization_id));
    }
    await Promise.all(
      [...organizations].map(async ([currency, ids]) => {
        const [tally] = await accounts.talliesOf(ledger, currency, [...ids], [period]);
        totals.addCustomers(currency, tally?.customersGained ?? 0);
      }),
    );
    return totals;
  }
}

function keyOf(ledger: string, instant: Date): string {
  return `${ledger} ${instant.getTime()}`;
}
