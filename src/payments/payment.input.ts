import { IsIn, IsOptional, Length, Matches, Max, Min } from 'class-validator';
import { PAYMENT_METHOD_ID } from '../terms/payment-method-id.js';
import { GraphQLCurrency, GraphQLEmailAddress, GraphQLJSONObject, GraphQLSafeInt, GraphQLURL } from 'graphql-scalars';
import { Field, ID, InputType, Int } from 'type-graphql';
import { LARGEST_AMOUNT } from './payment-amount.js';

/** Source: https://docs.stripe.com/api/payment_intents/cancel#cancel_payment_intent-cancellation_reason */
const CANCELLATION_REASONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'];
/** Source: https://docs.stripe.com/api/refunds/create#create_refund-reason */
const REFUND_REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'];

@InputType({ description: 'Either amount and currency, or priceId and quantity.' })
export class CreatePaymentIntentInput {
  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description: 'In the minor unit, up to 99,999,999; beside priceId it may only repeat what the price says.',
  })
  @IsOptional()
  @Min(1)
  @Max(LARGEST_AMOUNT)
  readonly amount?: number | null;

  @Field(() => GraphQLCurrency, { nullable: true, description: 'Of the amount.' })
  readonly currency?: string | null;

  @Field(() => ID, { nullable: true, description: 'A one-time price; its amount is looked up at Stripe.' })
  @IsOptional()
  @Length(1, 255)
  readonly priceId?: string | null;

  @Field(() => Int, { defaultValue: 1, description: 'Units of priceId; from 1 to 999,999.' })
  @Min(1)
  @Max(999_999)
  readonly quantity!: number;

  @Field(() => GraphQLEmailAddress, { nullable: true, description: 'Where Stripe sends the receipt.' })
  @IsOptional()
  @Length(1, 512)
  readonly customerEmail?: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'Up to 49 keys of 40 characters with texts, numbers or booleans of 500; organization_id is set by the engine.',
  })
  readonly metadata?: Record<string, unknown> | null;

  @Field(() => String, {
    nullable: true,
    description: 'Chosen by the client, up to 255 characters: the same key with the same input gives the same payment.',
  })
  @IsOptional()
  @Length(1, 255)
  readonly idempotencyKey?: string | null;
}

@InputType()
export class ConfirmPaymentIntentInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly id!: string;

  @Field(() => ID, { nullable: true, description: 'pm_…, made in the browser or saved; absent: the one it has.' })
  @IsOptional()
  @Matches(PAYMENT_METHOD_ID, { message: 'must be the id of a payment method, such as pm_1…' })
  readonly paymentMethodId?: string | null;

  @Field(() => GraphQLURL, {
    nullable: true,
    description: 'Where the customer comes back to after 3D Secure, http or https; the frontend’s address when absent.',
  })
  readonly returnUrl?: URL | null;
}

@InputType()
export class CancelPaymentIntentInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: `One of ${CANCELLATION_REASONS.join(', ')}.` })
  @IsOptional()
  @IsIn(CANCELLATION_REASONS)
  readonly reason?: string | null;
}

@InputType()
export class CreateRefundInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly paymentIntentId!: string;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'In the minor unit; all that is left when absent.' })
  @IsOptional()
  @Min(1)
  @Max(LARGEST_AMOUNT)
  readonly amount?: number | null;

  @Field(() => String, { nullable: true, description: `One of ${REFUND_REASONS.join(', ')}.` })
  @IsOptional()
  @IsIn(REFUND_REASONS)
  readonly reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Chosen by the client, up to 255 characters: the same key with the same input gives the same refund.',
  })
  @IsOptional()
  @Length(1, 255)
  readonly idempotencyKey?: string | null;
}
