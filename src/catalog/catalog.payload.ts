import { Field, ObjectType } from 'type-graphql';
import { BillingError } from '../terms/billing-error.js';
import { Plan } from './plan.type.js';
import { Price } from './price.type.js';
import { Product } from './product.type.js';

@ObjectType()
export class CreateProductPayload {
  @Field(() => Product, { nullable: true })
  readonly product?: Product | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class CreatePricePayload {
  @Field(() => Price, { nullable: true })
  readonly price?: Price | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class SavePlanPayload {
  @Field(() => Plan, { nullable: true })
  readonly plan?: Plan | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

@ObjectType()
export class ArchivePlanPayload {
  @Field(() => Plan, { nullable: true })
  readonly plan?: Plan | null;

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}
