import { GraphQLCurrency } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { SubscriptionStatus } from '../subscriptions/subscription.type.js';
import { BillingInterval, toBillingInterval } from '../terms/billing-interval.js';
import { Money } from '../terms/money.js';
import { PageInfo } from '../terms/page.js';
import { decimalGrains, fromStoredGrains } from './grains.js';
import type { Contribution, ContributionChoice, ContributionPage } from './revenue-contributions.js';
import { toKnownStatus } from './revenue-metrics.type.js';

@ObjectType({ description: 'A subscription in the figures of an instant, as it was then.' })
export class RevenueContribution {
  @Field(() => ID, { description: "Stripe's id: sub_…" })
  readonly subscriptionId!: string;

  @Field(() => ID)
  readonly organizationId!: string;

  @Field(() => ID, { nullable: true })
  readonly planUid!: string | null;

  @Field(() => BillingInterval, { nullable: true })
  readonly billingInterval!: BillingInterval | null;

  @Field(() => SubscriptionStatus)
  readonly status!: SubscriptionStatus;

  @Field(() => Money, { description: 'A month, rounded so that the list sums to the total; 0 when it is left out.' })
  readonly amount!: Money;

  @Field(() => String, { description: 'A month, in the minor unit, to twelve decimals.' })
  readonly exactAmount!: string;

  @Field(() => String, {
    nullable: true,
    description: 'How the amount comes about, in the minor unit: `2 × 1500 ÷ 1 month`. Null when it is left out.',
  })
  readonly formula!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it is left out; null when it counts.' })
  readonly excludedReason!: string | null;
}

@ObjectType()
export class RevenueContributionConnection {
  @Field(() => [RevenueContribution])
  readonly nodes!: RevenueContribution[];

  @Field(() => PageInfo)
  readonly pageInfo!: PageInfo;

  @Field(() => Int, { description: 'All that match the filter.' })
  readonly totalCount!: number;
}

@InputType()
export class RevenueContributionFilter {
  @Field(() => GraphQLCurrency, { nullable: true })
  readonly currency?: string | null;

  @Field(() => ID, { nullable: true })
  readonly planUid?: string | null;

  @Field(() => BillingInterval, { nullable: true })
  readonly billingInterval?: BillingInterval | null;

  @Field(() => SubscriptionStatus, { nullable: true })
  readonly status?: SubscriptionStatus | null;

  @Field(() => Boolean, { nullable: true, description: 'False for those that are left out.' })
  readonly counted?: boolean | null;
}

const WORDS_OF_STRIPE = Object.values(SubscriptionStatus).filter((status) => status !== SubscriptionStatus.UNKNOWN);

export function toChoice(filter: RevenueContributionFilter): ContributionChoice {
  const { currency, planUid, billingInterval, status, counted } = filter;
  return {
    currency: currency?.toLowerCase() ?? null,
    planUid: planUid ?? null,
    billingInterval: billingInterval ?? null,
    statuses: status ? (status === SubscriptionStatus.UNKNOWN ? { notIn: WORDS_OF_STRIPE } : { in: [status] }) : null,
    counted: counted ?? null,
  };
}

export function toContributionConnection(page: ContributionPage, totalCount: number): RevenueContributionConnection {
  return Object.assign(new RevenueContributionConnection(), {
    nodes: page.rows.map(toContribution),
    pageInfo: Object.assign(new PageInfo(), { hasNextPage: page.hasNextPage, endCursor: page.endCursor }),
    totalCount,
  });
}

function toContribution({ subscriptionId, facts, amount }: Contribution): RevenueContribution {
  return Object.assign(new RevenueContribution(), {
    subscriptionId,
    organizationId: facts.organization_id,
    planUid: facts.plan_id,
    billingInterval: toBillingInterval(facts.billing_interval),
    status: toKnownStatus(facts.status),
    amount: new Money(amount, facts.currency),
    exactAmount: decimalGrains(fromStoredGrains(facts.amount)),
    formula: facts.counted ? facts.explanation : null,
    excludedReason: facts.counted ? null : facts.explanation,
  });
}
