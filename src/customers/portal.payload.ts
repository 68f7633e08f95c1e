import { GraphQLURL } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { BillingError } from '../terms/billing-error.js';

@ObjectType()
export class CreatePortalSessionPayload {
  @Field(() => GraphQLURL, { nullable: true, description: 'Send the customer there; it is good for one short visit.' })
  readonly portalUrl?: string | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}
