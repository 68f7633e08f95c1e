import {
  type RevenueContributionFilter,
  RevenueContributionsDocument,
  type RevenueContributionsQuery,
  type RevenueContributionsQueryVariables,
  RevenueMetricsDocument,
  RevenueSeriesDocument,
  type SeriesInterval,
} from './generated/operations.js';
import type { OracleCurrency, OraclePoint } from './revenue-oracle.js';
import type { GraphqlAnswer } from './graphql-client.js';
import type { RunningEngine } from './running-engine.js';

/** Asks the engine by GraphQL, and puts its answers in the words of the oracle. */
export class RevenueAnswers {
  constructor(private readonly engine: () => RunningEngine) {}

  async figuresAt(instant: Date | null) {
    const { data, errors } = await this.engine().asAdmin()(RevenueMetricsDocument, {
      ...(instant ? { at: instant.toISOString() } : {}),
    });
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    const { asOf, byCurrency, subscriptionsByStatus } = data.revenueMetrics;
    const currencies = byCurrency.map(
      (each): OracleCurrency => ({
        currency: each.currency,
        monthly: each.monthlyRecurringRevenue.amount,
        annual: each.annualRecurringRevenue.amount,
        perCustomer: each.averageRevenuePerCustomer.amount,
        pastDue: each.pastDueMonthlyRecurringRevenue.amount,
        customers: each.activeCustomers,
        byPlan: each.byPlan.map((plan) => ({
          plan: plan.plan.uid,
          interval: plan.billingInterval?.toLowerCase() ?? null,
          count: plan.activeSubscriptions,
          amount: plan.monthlyRecurringRevenue.amount,
        })),
        withoutPlan: each.withoutPlan.amount,
      }),
    );
    const statuses = Object.fromEntries(
      subscriptionsByStatus.map(({ status, count }) => [status.toLowerCase(), count]),
    );
    return { asOf: new Date(asOf), currencies, statuses };
  }

  /** All pages. */
  async contributionsAt(instant: Date | null, filter: RevenueContributionFilter | null = null) {
    const rows: RevenueContributionsQuery['revenueMetrics']['contributions']['nodes'] = [];
    let after: string | null = null;
    for (;;) {
      const variables: RevenueContributionsQueryVariables = {
        at: instant?.toISOString() ?? null,
        first: 80,
        after,
        filter,
      };
      const answer: GraphqlAnswer<RevenueContributionsQuery> = await this.engine().asAdmin()(
        RevenueContributionsDocument,
        variables,
      );
      if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
      const { nodes, pageInfo, totalCount } = answer.data.revenueMetrics.contributions;
      rows.push(...nodes);
      if (!pageInfo.hasNextPage) {
        if (rows.length !== totalCount) throw new Error(`${rows.length} were listed, ${totalCount} counted`);
        return rows;
      }
      after = pageInfo.endCursor ?? null;
    }
  }

  async everythingAt(instant: Date) {
    return [await this.figuresAt(instant), await this.contributionsAt(instant)];
  }

  async series(currency: string, from: Date, to: Date, interval: SeriesInterval): Promise<OraclePoint[]> {
    return (await this.periods(currency, from, to, interval)).map(({ point }) => point);
  }

  async periods(currency: string, from: Date, to: Date, interval: SeriesInterval) {
    const { data, errors } = await this.engine().asAdmin()(RevenueSeriesDocument, {
      from: from.toISOString(),
      to: to.toISOString(),
      interval,
      currency: currency.toUpperCase(),
    });
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data.revenueSeries.map((each) => ({
      from: new Date(each.from),
      to: new Date(each.to),
      point: {
        opening: each.openingRecurringRevenue.amount,
        new: each.new.amount,
        expansion: each.expansion.amount,
        contraction: each.contraction.amount,
        churned: each.churned.amount,
        reactivated: each.reactivated.amount,
        closing: each.closingRecurringRevenue.amount,
        churnRate: each.customerChurnRate,
        retention: each.netRevenueRetention,
      } satisfies OraclePoint,
    }));
  }
}
