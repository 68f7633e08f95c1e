import type { Model } from 'mongoose';
import type { RevenueAccounts } from './revenue-accounts.js';
import type { RevenueChangeRecord } from './revenue-change.record.js';
import { CLOSING_MS } from './revenue-fold.js';
import type { RevenueHeadRecord } from './revenue-head.record.js';
import type { RevenueKeeper } from './revenue-keeper.js';
import type { RevenueMarkRecord } from './revenue-mark.record.js';
import { type Movements, closingOf, fromStoredMovements, toStoredMovements } from './revenue-movements.js';
import type { RevenuePeriodRecord } from './revenue-period.record.js';
import type { Period } from './revenue-periods.js';
import { NO_TOTALS, RevenueTotals } from './revenue-totals.js';

/** The figures at an instant. */
export interface RevenueState {
  readonly ledger: string;
  readonly asOf: Date;
  readonly totals: RevenueTotals;
}

type HeadPlace = Pick<RevenueHeadRecord, 'ledger' | 'seq' | 'open_until'>;
const PLACE = { _id: 0, ledger: 1, seq: 1, open_until: 1 } as const;

export interface ReaderParts {
  readonly heads: Model<RevenueHeadRecord>;
  readonly entries: Model<RevenueChangeRecord>;
  readonly marks: Model<RevenueMarkRecord>;
  readonly periods: Model<RevenuePeriodRecord>;
  readonly accounts: RevenueAccounts;
  readonly keeper: RevenueKeeper;
  readonly clock: () => Date;
}

/** What the ledger says of now and of any instant before. */
export class RevenueReader {
  #last: { readonly ledger: string; readonly seq: number; readonly totals: RevenueTotals } | undefined;

  constructor(private readonly parts: ReaderParts) {}

  /** One small read, as long as the totals are those that were read before. */
  async now(): Promise<RevenueState> {
    const { heads, keeper, clock } = this.parts;
    const now = clock();
    // The driver's own read: Mongoose takes as long as the database does.
    const place = await heads.collection.findOne<HeadPlace>({ _id: 'current' as never }, { projection: PLACE });
    if (place && place.ledger === this.#last?.ledger && place.seq === this.#last.seq) {
      return { ledger: place.ledger, asOf: lastKnown(place, now, now), totals: this.#last.totals };
    }
    const head = place ? await heads.collection.findOne({ _id: 'current' as never }) : null;
    return this.#remembered((head as RevenueHeadRecord | null) ?? (await keeper.upToDate()), now);
  }

  #remembered(head: RevenueHeadRecord, now: Date): RevenueState {
    const { ledger, seq } = head;
    const totals = new RevenueTotals(head.totals);
    this.#last = { ledger, seq, totals };
    return { ledger, asOf: lastKnown(head, now, now), totals };
  }

  /** @param instant not after now */
  async at(instant: Date): Promise<RevenueState> {
    const head = await this.parts.keeper.upToDate();
    const asOf = lastKnown(head, instant, this.parts.clock());
    return { ledger: head.ledger, asOf, totals: await this.#totalsAt(head, asOf) };
  }

  /** @param periods one after the other, without gaps, up to now at most */
  async movements(currency: string, periods: readonly Period[]): Promise<Movements[]> {
    const head = await this.parts.keeper.upToDate();
    const known = await this.#known(head.ledger, currency, periods);
    const firstUnknown = known.indexOf(undefined);
    if (firstUnknown === -1) return known.filter((each) => each !== undefined);
    const lastUnknown = known.lastIndexOf(undefined);
    const counted = await this.#counted(head, currency, periods.slice(firstUnknown, lastUnknown + 1));
    return periods.flatMap((_, index) => known[index] ?? counted[index - firstUnknown] ?? []);
  }

  /** Counts what happened, and remembers it of periods that are closed. */
  async #counted(head: RevenueHeadRecord, currency: string, periods: readonly Period[]): Promise<Movements[]> {
    const [first] = periods;
    if (!first) return [];
    const opening = await this.#totalsAt(head, first.from);
    const tallies = await this.parts.accounts.tallies(head.ledger, currency, periods);
    let amount = opening.sum((group) => group.currency === currency).amount;
    let customers = opening.customers(currency);
    const counted = tallies.map((tally) => {
      const movements = tally.movements(amount, customers);
      amount = closingOf(movements);
      customers += tally.customersGained;
      return movements;
    });
    await this.#remember(head, currency, periods, counted);
    return counted;
  }

  async #remember(
    { ledger, closed_until: closed }: RevenueHeadRecord,
    currency: string,
    periods: readonly Period[],
    counted: readonly Movements[],
  ): Promise<void> {
    const now = new Date();
    const operations = periods.flatMap((period, index) => {
      const movements = counted[index];
      if (!movements || !closed || period.to > closed) return [];
      const record = { ledger, movements: toStoredMovements(movements), created_at: now, updated_at: now };
      const filter = { _id: periodId(ledger, currency, period) as never };
      return [{ updateOne: { filter, update: { $setOnInsert: record }, upsert: true } }];
    });
    if (operations.length > 0) await this.parts.periods.collection.bulkWrite(operations, { ordered: false });
  }

  async #known(ledger: string, currency: string, periods: readonly Period[]): Promise<(Movements | undefined)[]> {
    const ids = periods.map((period) => periodId(ledger, currency, period));
    const rows = await this.parts.periods.find({ _id: { $in: ids } }).lean<RevenuePeriodRecord[]>();
    const byId = new Map(rows.map((row) => [row._id, fromStoredMovements(row.movements)]));
    return ids.map((id) => byId.get(id));
  }

  /** The last mark before, and what changed since. */
  async #totalsAt({ ledger, closed_until: closed }: RevenueHeadRecord, instant: Date): Promise<RevenueTotals> {
    const { marks, entries, accounts } = this.parts;
    const mark = closed
      ? await marks
          .findOne({ ledger, at: { $lte: instant < closed ? instant : closed } })
          .sort({ at: -1 })
          .lean<RevenueMarkRecord | null>()
      : null;
    const since = { from: mark?.at ?? new Date(0), to: instant };
    const totals = new RevenueTotals(mark?.totals ?? NO_TOTALS);
    if (since.from.getTime() === since.to.getTime()) return totals;
    const changes = entries.find(
      { ledger, folded: true, at: { $gt: since.from, $lte: since.to } },
      { _id: 0, before: 1, after: 1 },
    );
    for await (const entry of changes.lean<Pick<RevenueChangeRecord, 'before' | 'after'>[]>().cursor())
      totals.add(entry);
    for (const currency of await accounts.currencies(ledger, since)) {
      const [tally] = await accounts.tallies(ledger, currency, [since]);
      totals.addCustomers(currency, tally?.customersGained ?? 0);
    }
    return totals;
  }
}

/** While a day is being closed nothing is known of the next one. */
function lastKnown({ open_until: until }: HeadPlace, instant: Date, now: Date): Date {
  const isClosing = until !== null && now > until && now.getTime() < until.getTime() + CLOSING_MS;
  return isClosing && instant > until ? until : instant;
}

function periodId(ledger: string, currency: string, { from, to }: Period): string {
  return `${ledger}:${currency}:${from.toISOString()}:${to.toISOString()}`;
}
