import { ArrayMaxSize, IsOptional, Length, Matches, Max, Min } from 'class-validator';
import { Field, GraphQLISODateTime, ID, InputType, Int } from 'type-graphql';

@InputType()
export class RetryWebhookEventInput {
  @Field(() => ID, { description: "Stripe's id: evt_…" })
  @Length(1, 255)
  readonly id!: string;
}

@InputType({ description: 'Which of the failed events to try again; all when nothing is said.' })
export class RetryFailedWebhookEventsInput {
  @Field(() => [String], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(100)
  @Matches(/^[a-z0-9_]{1,100}(\.[a-z0-9_]{1,100}){1,5}$/, {
    each: true,
    message: 'must be types of events, such as invoice.paid',
  })
  readonly type?: string[] | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly receivedAfter?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly receivedBefore?: Date | null;

  @Field(() => Int, { defaultValue: 1000, description: 'The oldest so many; from 1 to 10,000.' })
  @Min(1)
  @Max(10_000)
  readonly limit!: number;
}
