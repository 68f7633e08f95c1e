import { GraphQLCurrency } from 'graphql-scalars';
import { Arg, Authorized, Ctx, FieldResolver, GraphQLISODateTime, Int, Query, Resolver, Root } from 'type-graphql';
import type { CatalogEdges } from '../catalog/catalog-edges.js';
import { Plan } from '../catalog/plan.type.js';
import type { SubscriptionProjection } from '../subscriptions/subscription.projection.js';
import { BillingSubscription, toSubscription } from '../subscriptions/subscription.type.js';
import type { RequestContext } from '../terms/request-context.js';
import { Role } from '../terms/viewer.js';
import {
  RevenueContribution,
  RevenueContributionConnection,
  RevenueContributionFilter,
  toChoice,
  toContributionConnection,
} from './revenue-contribution.type.js';
import { PlanRevenue, RevenueMetrics, toRevenueMetrics } from './revenue-metrics.type.js';
import { SeriesInterval } from './revenue-periods.js';
import { RevenuePoint, toRevenuePoint } from './revenue-point.type.js';
import type { RevenueService } from './revenue.service.js';

@Resolver(() => RevenueMetrics)
export class RevenueResolver {
  constructor(private readonly revenue: RevenueService) {}

  @Authorized(Role.ADMIN)
  @Query(() => RevenueMetrics, {
    description:
      'What recurs now, or did at an instant: by currency, plan and status. docs/metrics.md says what counts. [admin]',
  })
  async revenueMetrics(
    @Arg('at', () => GraphQLISODateTime, {
      nullable: true,
      description: 'Any instant that is over; now when left out. What came later does not change the answer.',
    })
    at: Date | null | undefined,
  ): Promise<RevenueMetrics> {
    return toRevenueMetrics(await this.revenue.at(at ?? null));
  }

  @Authorized(Role.ADMIN)
  @Query(() => [RevenuePoint], {
    description:
      'What happened to the recurring revenue of a currency from period to period, after `from` and up to `to` with it; at most 1,000 periods, and none after now. [admin]',
  })
  async revenueSeries(
    @Arg('from', () => GraphQLISODateTime) from: Date,
    @Arg('to', () => GraphQLISODateTime) to: Date,
    @Arg('interval', () => SeriesInterval, { defaultValue: SeriesInterval.MONTH }) interval: SeriesInterval,
    @Arg('currency', () => GraphQLCurrency) currency: string,
  ): Promise<RevenuePoint[]> {
    const series = await this.revenue.series({ from, to }, interval, currency);
    return series.map(({ period, movements }) => toRevenuePoint(period, movements, currency));
  }

  @FieldResolver(() => RevenueContributionConnection, {
    description:
      'Every subscription that was known at the instant, by id: what it brings and how, or why it is left out. The ' +
      'amounts of a list that is read to its end sum to the rounded total of its filter. Later pages are of the same instant.',
  })
  async contributions(
    @Root() { state }: RevenueMetrics,
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Arg('filter', () => RevenueContributionFilter, { nullable: true }) filter: RevenueContributionFilter | null,
  ): Promise<RevenueContributionConnection> {
    const { page, totalCount } = await this.revenue.contributions(state, toChoice(filter ?? {}), first, after ?? null);
    return toContributionConnection(page, totalCount);
  }
}

@Resolver(() => PlanRevenue)
export class PlanRevenueResolver {
  constructor(private readonly catalog: CatalogEdges) {}

  @FieldResolver(() => Plan)
  async plan(@Root() { planUid }: PlanRevenue, @Ctx() { loaders }: RequestContext): Promise<Plan> {
    const plan = await this.catalog.plan(loaders, planUid);
    if (!plan) throw new Error(`The plan ${planUid} is counted but not stored`);
    return plan;
  }
}

@Resolver(() => RevenueContribution)
export class RevenueContributionResolver {
  constructor(private readonly subscriptions: SubscriptionProjection) {}

  @FieldResolver(() => BillingSubscription, {
    nullable: true,
    description: 'As it is now; null when it is not stored any more.',
  })
  async subscription(
    @Root() { subscriptionId }: RevenueContribution,
    @Ctx() { loaders }: RequestContext,
  ): Promise<BillingSubscription | null> {
    const record = await loaders.load(this.subscriptions.subscriptionsById, subscriptionId);
    return record && toSubscription(record);
  }
}
