import { IsOptional, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { PAYMENT_METHOD_ID } from '../terms/payment-method-id.js';
import { GraphQLCurrency } from 'graphql-scalars';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { BillingInterval } from '../terms/billing-interval.js';

/** Stripe's limit: https://docs.stripe.com/api/subscriptions/create#create_subscription-trial_period_days */
const LONGEST_TRIAL_DAYS = 730;
/** Stripe's limit: https://docs.stripe.com/api/subscriptions/cancel#cancel_subscription-cancellation_details-comment */
const LONGEST_COMMENT = 5000;
/** Four times what a quote is. */
const LONGEST_QUOTE_ID = 4096;

export enum ProrationBehavior {
  CREATE_PRORATIONS = 'create_prorations',
  ALWAYS_INVOICE = 'always_invoice',
  NONE = 'none',
}
registerEnumType(ProrationBehavior, {
  name: 'ProrationBehavior',
  description: 'How the rest of the period is settled: https://docs.stripe.com/billing/subscriptions/prorations',
  valuesConfig: {
    CREATE_PRORATIONS: { description: 'The difference is on the next invoice.' },
    ALWAYS_INVOICE: { description: 'The difference is invoiced and charged now.' },
    NONE: { description: 'The difference is not charged; the new price counts from the next period.' },
  },
});

@InputType()
export class CreateSubscriptionInput {
  @Field(() => ID, { description: 'Letters, digits and _ . : @ -, up to 200.' })
  @Matches(/^[\w.:@-]{1,200}$/)
  readonly organizationId!: string;

  @Field(() => ID)
  @Length(1, 64)
  readonly planUid!: string;

  @Field(() => BillingInterval)
  readonly billingInterval!: BillingInterval;

  @Field(() => GraphQLCurrency, { nullable: true, description: "The plan's first currency when absent." })
  readonly currency?: string | null;

  @Field(() => Int, { defaultValue: 1, description: 'Seats or other units; from 1 to 999,999.' })
  @Min(1)
  @Max(999_999)
  readonly quantity!: number;

  @Field(() => Int, { nullable: true, description: "Instead of the plan's own trial; 0 for none, 730 at most." })
  @IsOptional()
  @Min(0)
  @Max(LONGEST_TRIAL_DAYS)
  readonly trialDays?: number | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "Stripe's id, pm_…: becomes the customer's default and is charged at once. Without it the customer pays by clientSecret.",
  })
  @IsOptional()
  @Matches(PAYMENT_METHOD_ID, { message: 'must be the id of a payment method, such as pm_1…' })
  readonly paymentMethodId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Chosen by the client, up to 255 characters: the same key with the same input gives the same subscription.',
  })
  @IsOptional()
  @Length(1, 255)
  readonly idempotencyKey?: string | null;
}

@InputType({ description: 'What is not given stays as it is.' })
export class ChangeSubscriptionInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly id!: string;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @Length(1, 64)
  readonly planUid?: string | null;

  @Field(() => BillingInterval, { nullable: true, description: 'Another interval begins a new period now.' })
  readonly billingInterval?: BillingInterval | null;

  @Field(() => Int, { nullable: true, description: 'From 1 to 999,999.' })
  @IsOptional()
  @Min(1)
  @Max(999_999)
  readonly quantity?: number | null;

  @Field(() => ProrationBehavior, { defaultValue: ProrationBehavior.CREATE_PRORATIONS })
  readonly prorationBehavior!: ProrationBehavior;

  @Field(() => ID, {
    nullable: true,
    description:
      'From subscriptionChangePreview, with the same input otherwise: the change is made at the amounts of the quote or ' +
      'not at all. A preview takes no notice of it.',
  })
  @IsOptional()
  @Length(1, LONGEST_QUOTE_ID)
  readonly quoteId?: string | null;
}

@InputType()
export class CancelSubscriptionInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly id!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'False ends it now; nothing is paid back.' })
  readonly atPeriodEnd!: boolean;

  @Field(() => String, { nullable: true, description: 'In the words of the customer, up to 5,000 characters.' })
  @IsOptional()
  @MaxLength(LONGEST_COMMENT)
  readonly reason?: string | null;
}

@InputType()
export class ResumeSubscriptionInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly id!: string;
}
