import { Field, GraphQLISODateTime, ObjectType } from 'type-graphql';
import { Plan } from '../catalog/plan.type.js';
import { BillingSubscription } from './subscription.type.js';

@ObjectType({ description: 'A feature that an organization may use now, and by what.' })
export class Entitlement {
  @Field(() => String)
  readonly feature: string;

  @Field(() => Plan)
  readonly plan: Plan;

  @Field(() => BillingSubscription)
  readonly subscription: BillingSubscription;

  @Field(() => GraphQLISODateTime, {
    description: "The period's end or, where it comes first, the subscription's; a renewal moves it.",
  })
  readonly validUntil: Date;

  constructor(feature: string, plan: Plan, subscription: BillingSubscription) {
    this.feature = feature;
    this.plan = plan;
    this.subscription = subscription;
    this.validUntil = validUntil(subscription);
  }
}

function validUntil({ currentPeriodEnd, cancelAt, endedAt }: BillingSubscription): Date {
  const ends = [currentPeriodEnd, cancelAt, endedAt].filter((end) => end !== null).map((end) => end.getTime());
  return new Date(Math.min(...ends));
}
