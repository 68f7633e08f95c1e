import { IsOptional, Length, Max, Min } from 'class-validator';
import { GraphQLCurrency } from 'graphql-scalars';
import { Field, ID, InputType, Int } from 'type-graphql';
import { BillingInterval } from '../terms/billing-interval.js';

@InputType()
export class CreateCheckoutInput {
  @Field(() => ID)
  @Length(1, 64)
  readonly planUid!: string;

  @Field(() => BillingInterval)
  readonly billingInterval!: BillingInterval;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether usage beyond the plan may be charged at all.' })
  readonly overagesEnabled!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'With overagesEnabled: bandwidth beyond the plan.' })
  readonly overageBandwidth!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'With overagesEnabled: API calls beyond the plan.' })
  readonly overageApi!: boolean;

  @Field(() => GraphQLCurrency, { nullable: true, description: "The plan's first currency when absent." })
  readonly currency?: string | null;

  @Field(() => Int, { defaultValue: 1, description: 'Seats or other units; from 1 to 999,999.' })
  @Min(1)
  @Max(999_999)
  readonly quantity!: number;

  @Field(() => String, {
    nullable: true,
    description: 'A promotion code as customers know it, in any case; what it takes off is shown on the hosted page.',
  })
  @IsOptional()
  @Length(1, 255)
  readonly promotionCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Chosen by the client, up to 255 characters: the same key with the same input gives the same session.',
  })
  @IsOptional()
  @Length(1, 255)
  readonly idempotencyKey?: string | null;
}

@InputType()
export class ConfirmCheckoutInput {
  @Field(() => ID, { description: 'What Stripe put into the success URL: cs_…' })
  @Length(1, 255)
  readonly sessionId!: string;
}
