import { Field, ObjectType } from 'type-graphql';
import { BillingError } from '../terms/billing-error.js';
import { Drift } from './drift.type.js';

@ObjectType()
export class RepairDriftPayload {
  @Field(() => [Drift], {
    description:
      'What was stored as Stripe shows it now, with the differences that there were; of a dry run, what would be.',
  })
  readonly repaired: Drift[] = [];

  @Field(() => [BillingError], { description: 'One for each id that could not be repaired; the others are.' })
  readonly errors!: BillingError[];
}
