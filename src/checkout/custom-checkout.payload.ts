import { GraphQLURL } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { BillingError } from '../terms/billing-error.js';
import { CheckoutSession } from './checkout-session.type.js';

@ObjectType()
export class CreateCheckoutSessionPayload {
  @Field(() => GraphQLURL, { nullable: true, description: 'Send the customer there.' })
  readonly checkoutUrl?: string | null;

  @Field(() => CheckoutSession, { nullable: true })
  readonly checkoutSession?: CheckoutSession | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class ExpireCheckoutSessionPayload {
  @Field(() => CheckoutSession, { nullable: true })
  readonly checkoutSession?: CheckoutSession | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}
