import { GraphQLURL } from 'graphql-scalars';
import { Field, InputType } from 'type-graphql';

@InputType()
export class CreatePortalSessionInput {
  @Field(() => GraphQLURL, {
    nullable: true,
    description: 'Where the portal leads back to, by http or https; the frontend when absent.',
  })
  readonly returnUrl?: URL | null;
}
