import { Field, ID, ObjectType } from 'type-graphql';
import { BillingError } from '../terms/billing-error.js';
import { Customer } from './customer.type.js';

@ObjectType()
export class CreateCustomerPayload {
  @Field(() => Customer, { nullable: true })
  readonly customer?: Customer | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class UpdateCustomerPayload {
  @Field(() => Customer, { nullable: true })
  readonly customer?: Customer | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class DeleteCustomerPayload {
  @Field(() => ID, { nullable: true })
  readonly deletedCustomerId?: string | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}
