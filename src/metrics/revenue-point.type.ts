import { Field, Float, GraphQLISODateTime, ObjectType } from 'type-graphql';
import { Money } from '../terms/money.js';
import { apportioned, ratio, roundedGrains } from './grains.js';
import { type Movements, closingOf } from './revenue-movements.js';
import type { Period } from './revenue-periods.js';

@ObjectType({
  description:
    'What happened in a period, to the minor unit: opening + new + reactivated + expansion − contraction − churned = closing.',
})
export class RevenuePoint {
  @Field(() => GraphQLISODateTime, { description: 'What changed then is in the opening.' })
  readonly from!: Date;

  @Field(() => GraphQLISODateTime, { description: 'What changed then is in the closing.' })
  readonly to!: Date;

  @Field(() => Money)
  readonly openingRecurringRevenue!: Money;

  @Field(() => Money, { name: 'new', description: 'Of organizations that had never brought anything.' })
  readonly gained!: Money;

  @Field(() => Money)
  readonly expansion!: Money;

  @Field(() => Money)
  readonly contraction!: Money;

  @Field(() => Money, { description: 'Of organizations that bring nothing any more.' })
  readonly churned!: Money;

  @Field(() => Money, { description: 'Of organizations that bring something again.' })
  readonly reactivated!: Money;

  @Field(() => Money)
  readonly closingRecurringRevenue!: Money;

  @Field(() => Float, { description: 'Customers lost, of those at the start; 0 without any.' })
  readonly customerChurnRate!: number;

  @Field(() => Float, {
    description: '(Opening + expansion − contraction − churned) ÷ opening; 1 when opening is nothing.',
  })
  readonly netRevenueRetention!: number;
}

export function toRevenuePoint({ from, to }: Period, movements: Movements, currency: string): RevenuePoint {
  const { opening, gained, reactivated, expansion, contraction, churned, customers, churnedCustomers } = movements;
  const [start, end] = [roundedGrains(opening), roundedGrains(closingOf(movements))];
  const parts = apportioned(end - start, [gained, reactivated, expansion, -contraction, -churned]);
  // Zero times minus one is another zero, which JSON would show.
  const money = (amount = 0) => new Money(amount === 0 ? 0 : amount, currency);
  return Object.assign(new RevenuePoint(), {
    from,
    to,
    openingRecurringRevenue: money(start),
    gained: money(parts[0]),
    reactivated: money(parts[1]),
    expansion: money(parts[2]),
    contraction: money(-(parts[3] ?? 0)),
    churned: money(-(parts[4] ?? 0)),
    closingRecurringRevenue: money(end),
    customerChurnRate: customers === 0 ? 0 : ratio(BigInt(churnedCustomers), BigInt(customers)),
    netRevenueRetention: opening === 0n ? 1 : ratio(opening + expansion - contraction - churned, opening),
  });
}
