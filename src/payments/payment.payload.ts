import { GraphQLURL } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { BillingError } from '../terms/billing-error.js';
import { PaymentIntent } from './payment-intent.type.js';
import { Refund } from './refund.type.js';

@ObjectType()
export class CreatePaymentIntentPayload {
  @Field(() => PaymentIntent, { nullable: true })
  readonly paymentIntent?: PaymentIntent | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class ConfirmPaymentIntentPayload {
  @Field(() => PaymentIntent, { nullable: true })
  readonly paymentIntent?: PaymentIntent | null;

  @Field(() => GraphQLURL, {
    nullable: true,
    description: 'While the status is REQUIRES_ACTION: send the customer there, for 3D Secure say.',
  })
  readonly nextActionUrl?: string | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class CancelPaymentIntentPayload {
  @Field(() => PaymentIntent, { nullable: true })
  readonly paymentIntent?: PaymentIntent | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class CreateRefundPayload {
  @Field(() => Refund, { nullable: true })
  readonly refund?: Refund | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}
