import { Field, ID, ObjectType } from 'type-graphql';
import { BillingError } from '../terms/billing-error.js';

@ObjectType()
export class ReportUsagePayload {
  @Field(() => ID, { nullable: true })
  readonly identifier?: string | null;

  @Field(() => Boolean, { description: 'Whether it counts; true again for a repetition, which counts once.' })
  readonly accepted: boolean = false;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}
