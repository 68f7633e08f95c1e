import { Length, Max, Min } from 'class-validator';
import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, GraphQLISODateTime, ID, InputType } from 'type-graphql';
import { OverageKind } from '../catalog/plan.type.js';

/** Stripe reads a meter event's value with up to 15 digits. */
const LARGEST_QUANTITY = 999_999_999_999_999;

@InputType()
export class ReportUsageInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly organizationId!: string;

  @Field(() => OverageKind)
  readonly kind!: OverageKind;

  @Field(() => GraphQLSafeInt, { description: 'Whole units, added to what was reported before.' })
  @Min(0)
  @Max(LARGEST_QUANTITY)
  readonly quantity!: number;

  @Field(() => ID, {
    description: 'Names this usage, up to 100 characters: repeating it with the same input counts once.',
  })
  @Length(1, 100)
  readonly identifier!: string;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When it was used; now when absent. From 35 days ago to 5 minutes ahead.',
  })
  readonly at?: Date | null;
}
