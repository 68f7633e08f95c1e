import { IsOptional, Length, Max, MaxLength, Min } from 'class-validator';
import { GraphQLCurrency, GraphQLSafeInt } from 'graphql-scalars';
import type { QueryFilter } from 'mongoose';
import { Field, ID, InputType } from 'type-graphql';
import { BillingInterval } from '../terms/billing-interval.js';
import type { PriceRecord } from './price.record.js';
import { PriceType } from './price.type.js';
import type { ProductRecord } from './product.record.js';

@InputType()
export class ProductFilter {
  @Field(() => Boolean, { nullable: true, description: 'False for those that are archived at Stripe.' })
  readonly active?: boolean | null;
}

@InputType()
export class PriceFilter {
  @Field(() => ID, { nullable: true })
  readonly productId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'False for those that are archived at Stripe.' })
  readonly active?: boolean | null;

  @Field(() => PriceType, { nullable: true })
  readonly type?: PriceType | null;
}

@InputType()
export class CreateProductInput {
  @Field(() => String, { description: 'Up to 250 characters.' })
  @Length(1, 250)
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'Up to 500 characters.' })
  @IsOptional()
  @MaxLength(500)
  readonly description?: string | null;
}

@InputType()
export class CreatePriceInput {
  @Field(() => ID)
  @Length(1, 255)
  readonly productId!: string;

  @Field(() => GraphQLSafeInt, { description: 'In the minor unit of the currency, from 0 to 99,999,999.' })
  @Min(0)
  @Max(99_999_999)
  readonly unitAmount!: number;

  @Field(() => GraphQLCurrency)
  readonly currency!: string;

  @Field(() => BillingInterval, { nullable: true, description: 'Absent for a price that is paid once.' })
  readonly billingInterval?: BillingInterval | null;

  @Field(() => String, { nullable: true, description: 'Finds the price by a name of yours; one price at most has it.' })
  @IsOptional()
  @Length(1, 200)
  readonly lookupKey?: string | null;
}

export function toProductQuery({ active }: ProductFilter): QueryFilter<ProductRecord> {
  return typeof active === 'boolean' ? { active } : {};
}

export function toPriceQuery({ productId, active, type }: PriceFilter): QueryFilter<PriceRecord> {
  return {
    ...(productId ? { stripe_product_id: { $eq: productId } } : {}),
    ...(typeof active === 'boolean' ? { active } : {}),
    ...(type ? { type: { $eq: type } } : {}),
  };
}
