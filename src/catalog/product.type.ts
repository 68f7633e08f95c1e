import { Field, GraphQLISODateTime, ID, ObjectType } from 'type-graphql';
import { Connection, type Page } from '../terms/page.js';
import type { ProductRecord } from './product.record.js';

@ObjectType({ description: 'What Stripe sells: https://docs.stripe.com/api/products/object' })
export class Product {
  @Field(() => ID, { description: "Stripe's id." })
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true })
  readonly description!: string | null;

  @Field(() => Boolean, { description: 'False when it is archived at Stripe.' })
  readonly active!: boolean;

  @Field(() => GraphQLISODateTime)
  readonly createdAt!: Date;
}

export function toProduct(record: ProductRecord): Product {
  return Object.assign(new Product(), {
    id: record.stripe_product_id,
    name: record.name,
    description: record.description ?? null,
    active: record.active,
    createdAt: record.created_at,
  });
}

@ObjectType()
export class ProductConnection extends Connection<ProductRecord> {
  @Field(() => [Product])
  readonly nodes: Product[];

  constructor(page: Page<ProductRecord>) {
    super(page);
    this.nodes = page.rows.map(toProduct);
  }
}
