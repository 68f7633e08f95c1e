import { GraphQLError } from 'graphql';
import {
  type ContributionChoice,
  type ContributionPage,
  type RevenueContributions,
  decodeCursor,
  isChosen,
} from './revenue-contributions.js';
import { planAmounts } from './revenue-metrics.type.js';
import type { Movements } from './revenue-movements.js';
import { type Period, type SeriesInterval, periodsBetween } from './revenue-periods.js';
import type { RevenueReader, RevenueState } from './revenue-reader.js';

/** Answers what the revenue is and was. */
export class RevenueService {
  constructor(
    private readonly reader: RevenueReader,
    private readonly list: RevenueContributions,
    private readonly clock: () => Date,
  ) {}

  /**
   * @param instant now when null
   * @throws GraphQLError BAD_USER_INPUT for an instant that is still to come
   */
  async at(instant: Date | null): Promise<RevenueState> {
    if (instant === null) return this.reader.now();
    if (instant > this.clock()) throw badInput('at must not be in the future; leave it out for now');
    return this.reader.at(instant);
  }

  /** @throws GraphQLError BAD_USER_INPUT for a range that is empty or has too many periods */
  async series(
    { from, to }: Period,
    interval: SeriesInterval,
    currency: string,
  ): Promise<readonly { readonly period: Period; readonly movements: Movements }[]> {
    const periods = periodsBetween(from, to, interval, this.clock());
    const movements = periods.length > 0 ? await this.reader.movements(currency.toLowerCase(), periods) : [];
    return periods.flatMap((period, index) => {
      const found = movements[index];
      return found ? [{ period, movements: found }] : [];
    });
  }

  /** A page of the subscriptions that the figures are made of; a later page is of the instant of the first. */
  async contributions(
    state: RevenueState,
    choice: ContributionChoice,
    first: number,
    after: string | null,
  ): Promise<{ readonly page: ContributionPage; readonly totalCount: number }> {
    const cursor = after === null ? null : decodeCursor(after);
    const shown = await this.reader.at(cursor?.asOf ?? state.asOf);
    const page = await this.list.page(shown, choice, (currency) => shownTotal(shown, choice, currency), first, cursor);
    return { page, totalCount: shown.totals.sum((group) => isChosen(choice, group)).count };
  }
}

/** What the figures show of a plan by an interval, which are rounded together with those beside it. */
function shownTotal({ totals }: RevenueState, choice: ContributionChoice, currency: string): number | null {
  const { planUid, billingInterval, statuses } = choice;
  if (planUid === null || billingInterval === null || statuses !== null) return null;
  const { plans } = planAmounts(currency, totals);
  const shown = plans.find((plan) => plan.planUid === planUid && plan.billingInterval === billingInterval);
  return shown?.amount ?? null;
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
