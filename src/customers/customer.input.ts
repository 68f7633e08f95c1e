import { IsOptional, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { GraphQLEmailAddress } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';

/** Source of both limits: https://docs.stripe.com/api/customers/create */
const LONGEST_EMAIL = 512;
const LONGEST_NAME = 256;

@InputType()
export class CreateCustomerInput {
  @Field(() => ID, { nullable: true, description: "The viewer's own when absent; an admin has to say it." })
  @IsOptional()
  @Matches(/^[\w.:@-]{1,200}$/, { message: 'must be 1 to 200 letters, digits or any of _ . : @ -' })
  readonly organizationId?: string | null;

  @Field(() => GraphQLEmailAddress)
  @MaxLength(LONGEST_EMAIL)
  readonly email!: string;

  @Field(() => String, { nullable: true, description: 'Up to 256 characters.' })
  @IsOptional()
  @Length(1, LONGEST_NAME)
  readonly name?: string | null;
}

@InputType()
export class UpdateCustomerInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly id!: string;

  @Field(() => GraphQLEmailAddress, { nullable: true, description: 'Stays as it is when absent; cannot be cleared.' })
  @ValidateIf((input: UpdateCustomerInput) => input.email !== undefined)
  @MaxLength(LONGEST_EMAIL, {
    message: `must be an email of up to ${LONGEST_EMAIL} characters; leave it out to keep it`,
  })
  readonly email?: string | null;

  @Field(() => String, { nullable: true, description: 'Stays as it is when absent; null clears it.' })
  @IsOptional()
  @Length(1, LONGEST_NAME)
  readonly name?: string | null;
}

@InputType()
export class DeleteCustomerInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly id!: string;
}
