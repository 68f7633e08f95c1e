import type { Model } from 'mongoose';
import type { RevenueAccounts } from './revenue-accounts.js';
import { CLOSING_MS } from './revenue-fold.js';
import type { RevenueHeadRecord } from './revenue-head.record.js';
import type { RevenueKeeper } from './revenue-keeper.js';
import { type Movements, closingOf, fromStoredMovements, toStoredMovements } from './revenue-movements.js';
import type { RevenuePast } from './revenue-past.js';
import type { RevenuePeriodRecord } from './revenue-period.record.js';
import type { Period } from './revenue-periods.js';
import { RevenueTotals } from './revenue-totals.js';

/** The figures at an instant. */
export interface RevenueState {
  readonly ledger: string;
  readonly asOf: Date;
  /** Shared with other answers: not to be added to. */
  readonly totals: RevenueTotals;
}

type HeadPlace = Pick<RevenueHeadRecord, 'ledger' | 'seq' | 'open_until' | 'closed_until'>;
const PLACE = { _id: 0, ledger: 1, seq: 1, open_until: 1, closed_until: 1 } as const;

export interface ReaderParts {
  readonly heads: Model<RevenueHeadRecord>;
  readonly periods: Model<RevenuePeriodRecord>;
  readonly accounts: RevenueAccounts;
  readonly past: RevenuePast;
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
    const place = await this.#place();
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

  /**
   * One small read, as long as the instant is closed and was asked for before: nothing that comes later moves it.
   *
   * @param instant not after now
   */
  async at(instant: Date): Promise<RevenueState> {
    const { keeper, past, clock } = this.parts;
    for (;;) {
      const place = await this.#place();
      const isClosed = place?.closed_until && instant <= place.closed_until;
      const head = isClosed ? place : await keeper.upToDate();
      const { ledger } = head;
      const asOf = lastKnown(head, instant, clock());
      const known = past.known(head, asOf);
      if (known) return { ledger, asOf, totals: known };
      const totals = await past.totalsAt(head, asOf);
      // A rebuild deletes the ledger that it takes the place of, maybe while that was read.
      if ((await this.#place())?.ledger === ledger) return { ledger, asOf, totals };
    }
  }

  /** The driver's own read: Mongoose takes as long as the database does. */
  #place(): Promise<HeadPlace | null> {
    return this.parts.heads.collection.findOne<HeadPlace>({ _id: 'current' as never }, { projection: PLACE });
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
    const opening = await this.parts.past.totalsAt(head, first.from);
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
}

/** While a day is being closed nothing is known of the next one. */
function lastKnown({ open_until: until }: HeadPlace, instant: Date, now: Date): Date {
  const isClosing = until !== null && now > until && now.getTime() < until.getTime() + CLOSING_MS;
  return isClosing && instant > until ? until : instant;
}

function periodId(ledger: string, currency: string, { from, to }: Period): string {
  return `${ledger}:${currency}:${from.toISOString()}:${to.toISOString()}`;
}
