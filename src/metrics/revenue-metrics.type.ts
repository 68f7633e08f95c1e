import { GraphQLCurrency } from 'graphql-scalars';
import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { SubscriptionStatus } from '../subscriptions/subscription.type.js';
import { BillingInterval, toBillingInterval } from '../terms/billing-interval.js';
import { Money } from '../terms/money.js';
import { apportioned, roundedGrains } from './grains.js';
import type { RevenueState } from './revenue-reader.js';
import type { GroupTotal, RevenueTotals } from './revenue-totals.js';

@ObjectType({ description: 'How many subscriptions have a status.' })
export class StatusCount {
  @Field(() => SubscriptionStatus)
  readonly status!: SubscriptionStatus;

  @Field(() => Int)
  readonly count!: number;
}

@ObjectType({ description: 'What the subscriptions of a plan by an interval bring.' })
export class PlanRevenue {
  readonly planUid!: string;

  @Field(() => BillingInterval, { nullable: true, description: 'Null for intervals that the engine does not sell.' })
  readonly billingInterval!: BillingInterval | null;

  @Field(() => Int, { description: 'Those that count: active or past due, and not paused.' })
  readonly activeSubscriptions!: number;

  @Field(() => Money)
  readonly monthlyRecurringRevenue!: Money;
}

@ObjectType({ description: 'What recurs in a currency. docs/metrics.md has the policy.' })
export class CurrencyRevenue {
  @Field(() => GraphQLCurrency)
  readonly currency!: string;

  @Field(() => Money)
  readonly monthlyRecurringRevenue!: Money;

  @Field(() => Money, { description: '12 times the exact monthly amount.' })
  readonly annualRecurringRevenue!: Money;

  @Field(() => Money, { description: 'A month, of each active customer; 0 without any.' })
  readonly averageRevenuePerCustomer!: Money;

  @Field(() => Money, { description: 'At risk: of subscriptions that are past due. The total has it too.' })
  readonly pastDueMonthlyRecurringRevenue!: Money;

  @Field(() => Int, { description: 'Organizations whose amounts come to more than nothing.' })
  readonly activeCustomers!: number;

  @Field(() => [PlanRevenue], { description: 'With withoutPlan it sums to monthlyRecurringRevenue.' })
  readonly byPlan!: PlanRevenue[];

  @Field(() => Money, { description: 'Of subscriptions to what is no plan of the engine.' })
  readonly withoutPlan!: Money;
}

@ObjectType({ description: 'What recurs at an instant. docs/metrics.md has the policy.' })
export class RevenueMetrics {
  readonly state!: RevenueState;

  @Field(() => GraphQLISODateTime, { description: 'What changed then or before is in it.' })
  readonly asOf!: Date;

  @Field(() => [StatusCount], { description: 'Of all subscriptions, whether they count or not.' })
  readonly subscriptionsByStatus!: StatusCount[];

  @Field(() => [CurrencyRevenue], { description: 'Currencies are never added.' })
  readonly byCurrency!: CurrencyRevenue[];
}

type Figures = Pick<RevenueMetrics, 'subscriptionsByStatus' | 'byCurrency'>;

/** Totals that are shown again, as for now as long as nothing changes, are the same object. */
const figures = new WeakMap<RevenueTotals, Figures>();

export function toRevenueMetrics(state: RevenueState): RevenueMetrics {
  const { asOf, totals } = state;
  const known = figures.get(totals) ?? toFigures(totals);
  figures.set(totals, known);
  return Object.assign(new RevenueMetrics(), { state, asOf, ...known });
}

function toFigures(totals: RevenueTotals): Figures {
  const counted = totals.groups().filter((group) => group.counted);
  const currencies = [...new Set(counted.map(({ currency }) => currency))].sort();
  return {
    subscriptionsByStatus: byStatus(totals.groups()),
    byCurrency: currencies.map((currency) => toCurrencyRevenue(currency, totals)),
  };
}

export function toKnownStatus(status: string): SubscriptionStatus {
  return Object.values(SubscriptionStatus).find((known) => known === status) ?? SubscriptionStatus.UNKNOWN;
}

function byStatus(groups: readonly GroupTotal[]): StatusCount[] {
  const known = Map.groupBy(groups, ({ status }) => toKnownStatus(status));
  return Object.values(SubscriptionStatus).flatMap((status) => {
    const count = (known.get(status) ?? []).reduce((sum, group) => sum + group.count, 0);
    return count > 0 ? [Object.assign(new StatusCount(), { status, count })] : [];
  });
}

function toCurrencyRevenue(currency: string, totals: RevenueTotals): CurrencyRevenue {
  const money = (amount: number) => new Money(amount, currency);
  const { amount } = totals.sum((group) => group.currency === currency);
  const pastDue = totals.sum((group) => group.currency === currency && group.status === 'past_due').amount;
  const customers = totals.customers(currency);
  const { plans, withoutPlan } = planAmounts(currency, totals);
  return Object.assign(new CurrencyRevenue(), {
    currency: currency.toUpperCase(),
    monthlyRecurringRevenue: money(roundedGrains(amount)),
    annualRecurringRevenue: money(roundedGrains(12n * amount)),
    averageRevenuePerCustomer: money(customers === 0 ? 0 : roundedGrains(amount, BigInt(customers))),
    pastDueMonthlyRecurringRevenue: money(roundedGrains(pastDue)),
    activeCustomers: customers,
    byPlan: plans.map((plan) =>
      Object.assign(new PlanRevenue(), {
        planUid: plan.planUid,
        billingInterval: toBillingInterval(plan.billingInterval),
        activeSubscriptions: plan.count,
        monthlyRecurringRevenue: money(plan.amount),
      }),
    ),
    withoutPlan: money(withoutPlan),
  });
}

export interface PlanAmount {
  readonly planUid: string;
  readonly billingInterval: string | null;
  readonly count: number;
  /** In whole minor units. */
  readonly amount: number;
}

/** The parts of a currency's total, rounded so that they sum to it. */
export function planAmounts(currency: string, totals: RevenueTotals) {
  const counted = totals.groups().filter((group) => group.counted && group.currency === currency);
  const byPlan = Map.groupBy(
    counted.filter(({ plan_id: uid }) => uid !== null),
    (group) => JSON.stringify([group.plan_id, group.billing_interval ?? '']),
  );
  const plans = [...byPlan.values()]
    .map((groups) => ({
      planUid: groups[0]?.plan_id ?? '',
      billingInterval: groups[0]?.billing_interval ?? null,
      count: groups.reduce((sum, { count }) => sum + count, 0),
      exact: groups.reduce((sum, { amount }) => sum + amount, 0n),
    }))
    .sort(
      (one, other) =>
        inOrder(one.planUid, other.planUid) || inOrder(one.billingInterval ?? '', other.billingInterval ?? ''),
    );
  const total = counted.reduce((sum, { amount }) => sum + amount, 0n);
  const without = counted.filter(({ plan_id: uid }) => uid === null).reduce((sum, { amount }) => sum + amount, 0n);
  const amounts = apportioned(roundedGrains(total), [...plans.map(({ exact }) => exact), without]);
  return {
    plans: plans.map(({ exact: _exact, ...plan }, index): PlanAmount => ({ ...plan, amount: amounts[index] ?? 0 })),
    withoutPlan: amounts.at(-1) ?? 0,
  };
}

function inOrder(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
