import { GraphQLError } from 'graphql';
import type { Model, QueryFilter } from 'mongoose';
import { LARGEST_PAGE, cursorOf, cursorParts, foreignCursor } from '../terms/page.js';
import { ceiledGrains, flooredGrains, fromStoredGrains, roundedGrains } from './grains.js';
import type { RevenueChangeRecord } from './revenue-change.record.js';
import type { RevenueFacts } from './revenue-facts.js';
import type { RevenueState } from './revenue-reader.js';
import type { RevenueGroup } from './revenue-totals.js';

/** Which of the subscriptions; null where it is all. */
export interface ContributionChoice {
  readonly currency: string | null;
  readonly planUid: string | null;
  readonly billingInterval: string | null;
  /** Stripe's words, or all but those. */
  readonly statuses: { readonly in: readonly string[] } | { readonly notIn: readonly string[] } | null;
  readonly counted: boolean | null;
}

export interface Contribution {
  readonly subscriptionId: string;
  readonly facts: RevenueFacts;
  /** In whole minor units. */
  readonly amount: number;
}

export interface ContributionPage {
  readonly rows: readonly Contribution[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

type ShownEntry = Pick<RevenueChangeRecord, 'stripe_subscription_id'> & { readonly after: RevenueFacts };

/** Where a page ends: the instant, the last subscription, and by currency the grains up to there. */
interface ContributionCursor {
  readonly asOf: Date;
  readonly id: string;
  readonly sums: ReadonlyMap<string, bigint>;
}

/** Lists the subscriptions that make up the figures of an instant. */
export class RevenueContributions {
  constructor(private readonly entries: Model<RevenueChangeRecord>) {}

  /**
   * @param shownTotal what the figures show for a currency of the choice; see docs/metrics.md
   * @param after a cursor of the same instant
   * @throws GraphQLError BAD_USER_INPUT for a `first` out of range
   */
  async page(
    { ledger, asOf, totals }: RevenueState,
    choice: ContributionChoice,
    shownTotal: (currency: string) => number | null,
    first: number,
    after: ContributionCursor | null,
  ): Promise<ContributionPage> {
    if (first < 1 || first > LARGEST_PAGE) {
      throw new GraphQLError(`first must be from 1 to ${LARGEST_PAGE}`, { extensions: { code: 'BAD_USER_INPUT' } });
    }
    const found = await this.entries
      .find(
        { ledger, folded: true, at: { $lte: asOf }, until: { $gt: asOf }, ...toQuery(choice, after) },
        { _id: 0, stripe_subscription_id: 1, after: 1 },
      )
      .sort({ stripe_subscription_id: 1 })
      .limit(first + 1)
      .lean<ShownEntry[]>();
    const sums = new Map(after?.sums);
    const roundings = new Map<string, (grains: bigint) => bigint>();
    const roundingOf = (currency: string) => {
      const known = roundings.get(currency);
      if (known) return known;
      const { amount } = totals.sum((group) => group.currency === currency && isChosen(choice, group));
      const shown = shownTotal(currency) ?? roundedGrains(amount);
      const rounding = BigInt(shown) === flooredGrains(amount) ? flooredGrains : ceiledGrains;
      roundings.set(currency, rounding);
      return rounding;
    };
    const rows = found.slice(0, first).map(({ stripe_subscription_id: subscriptionId, after: facts }) => {
      const before = sums.get(facts.currency) ?? 0n;
      const sum = before + fromStoredGrains(facts.amount);
      sums.set(facts.currency, sum);
      const rounded = roundingOf(facts.currency);
      return { subscriptionId, facts, amount: Number(rounded(sum) - rounded(before)) };
    });
    const last = rows.at(-1);
    return {
      rows,
      hasNextPage: found.length > first,
      endCursor: last ? encodeCursor({ asOf, id: last.subscriptionId, sums }) : null,
    };
  }
}

export function isChosen(choice: ContributionChoice, group: RevenueGroup): boolean {
  const { currency, planUid, billingInterval, statuses, counted } = choice;
  return (
    (currency === null || group.currency === currency) &&
    (planUid === null || group.plan_id === planUid) &&
    (billingInterval === null || group.billing_interval === billingInterval) &&
    (statuses === null ||
      ('in' in statuses ? statuses.in.includes(group.status) : !statuses.notIn.includes(group.status))) &&
    (counted === null || group.counted === counted)
  );
}

function toQuery(choice: ContributionChoice, after: ContributionCursor | null): QueryFilter<RevenueChangeRecord> {
  const { currency, planUid, billingInterval, statuses, counted } = choice;
  return {
    after: { $ne: null },
    ...(after ? { stripe_subscription_id: { $gt: after.id } } : {}),
    ...(currency === null ? {} : { 'after.currency': { $eq: currency } }),
    ...(planUid === null ? {} : { 'after.plan_id': { $eq: planUid } }),
    ...(billingInterval === null ? {} : { 'after.billing_interval': { $eq: billingInterval } }),
    ...(statuses === null
      ? {}
      : { 'after.status': 'in' in statuses ? { $in: [...statuses.in] } : { $nin: [...statuses.notIn] } }),
    ...(counted === null ? {} : { 'after.counted': counted }),
  } as QueryFilter<RevenueChangeRecord>;
}

function encodeCursor({ asOf, id, sums }: ContributionCursor): string {
  const amounts = Object.fromEntries([...sums].map(([currency, sum]) => [currency, sum.toString()]));
  return cursorOf(['contributions', asOf.getTime(), id, amounts]);
}

/** @throws GraphQLError BAD_USER_INPUT for a cursor that the list did not give */
export function decodeCursor(text: string): ContributionCursor {
  const [list, time, id, amounts] = cursorParts(text);
  const asOf = new Date(typeof time === 'number' ? time : Number.NaN);
  if (list !== 'contributions' || typeof id !== 'string' || Number.isNaN(asOf.getTime())) throw foreignCursor();
  if (typeof amounts !== 'object' || amounts === null) throw foreignCursor();
  const sums = Object.entries(amounts).map(([currency, sum]: [string, unknown]) => {
    if (typeof sum !== 'string' || !/^\d{1,34}$/.test(sum)) throw foreignCursor();
    return [currency, BigInt(sum)] as const;
  });
  return { asOf, id, sums: new Map(sums) };
}
