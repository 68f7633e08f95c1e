import { ArrayMaxSize, ArrayMinSize, Matches } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RepairDriftInput {
  @Field(() => [ID], { description: 'Of `driftReport`; from 1 to 100.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(/^[\w.:-]{1,255}$/, { each: true, message: 'must be ids of Stripe, such as sub_…' })
  readonly ids!: string[];

  @Field(() => Boolean, { defaultValue: false, description: 'Only say what would be repaired.' })
  readonly dryRun!: boolean;
}
