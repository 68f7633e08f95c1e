import { ArrayMaxSize, IsOptional, Length, Max, Min, ValidateNested } from 'class-validator';
import { GraphQLCurrency, GraphQLJSONObject, GraphQLURL } from 'graphql-scalars';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';

export enum CheckoutMode {
  SUBSCRIPTION = 'subscription',
  PAYMENT = 'payment',
  SETUP = 'setup',
}
registerEnumType(CheckoutMode, {
  name: 'CheckoutMode',
  valuesConfig: {
    SUBSCRIPTION: { description: 'Sells at least one recurring price.' },
    PAYMENT: { description: 'Sells one-time prices.' },
    SETUP: { description: 'Sells nothing: saves a payment method.' },
  },
});

@InputType()
export class CheckoutLineItemInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly priceId!: string;

  @Field(() => Int, { nullable: true, description: 'From 1 to 999,999; 1 when absent. A metered price takes none.' })
  @IsOptional()
  @Min(1)
  @Max(999_999)
  readonly quantity?: number | null;
}

@InputType()
export class CreateCheckoutSessionInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly organizationId!: string;

  @Field(() => CheckoutMode, { defaultValue: CheckoutMode.SUBSCRIPTION })
  readonly mode!: CheckoutMode;

  @Field(() => [CheckoutLineItemInput], { description: 'Up to 100; none for SETUP.' })
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  readonly lineItems!: CheckoutLineItemInput[];

  @Field(() => GraphQLCurrency, {
    nullable: true,
    description: 'For SETUP, which has no price to tell; USD when absent.',
  })
  readonly currency?: string | null;

  @Field(() => GraphQLURL, { description: 'http or https; Stripe puts the id in for {CHECKOUT_SESSION_ID}.' })
  readonly successUrl!: URL;

  @Field(() => GraphQLURL, { nullable: true, description: 'http or https; where the way back leads.' })
  readonly cancelUrl?: URL | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'Up to 49 keys of 40 characters with texts, numbers or booleans of 500; organization_id is set by the engine.',
  })
  readonly metadata?: Record<string, unknown> | null;
}

@InputType()
export class ExpireCheckoutSessionInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly id!: string;
}
