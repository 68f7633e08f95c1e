import { Field, ObjectType } from 'type-graphql';
import { BillingError } from '../terms/billing-error.js';
import { BillingSubscription } from './subscription.type.js';

@ObjectType()
export class CreateSubscriptionPayload {
  @Field(() => BillingSubscription, { nullable: true })
  readonly subscription?: BillingSubscription | null;

  @Field(() => String, {
    nullable: true,
    description:
      'For Stripe.js, when the customer has to pay the first invoice, authenticate it, or leave a card; null otherwise.',
  })
  readonly clientSecret?: string | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class ChangeSubscriptionPayload {
  @Field(() => BillingSubscription, { nullable: true })
  readonly subscription?: BillingSubscription | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class CancelSubscriptionPayload {
  @Field(() => BillingSubscription, { nullable: true })
  readonly subscription?: BillingSubscription | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class ResumeSubscriptionPayload {
  @Field(() => BillingSubscription, { nullable: true })
  readonly subscription?: BillingSubscription | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}
