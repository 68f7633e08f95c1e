import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql';
import { type Page, PageInfo } from '../terms/page.js';
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
export class ProductConnection {
  @Field(() => [Product])
  readonly nodes: Product[];

  @Field(() => PageInfo)
  readonly pageInfo: PageInfo;

  readonly #count: () => Promise<number>;

  constructor(page: Page<ProductRecord>) {
    this.nodes = page.rows.map(toProduct);
    this.pageInfo = page.pageInfo;
    this.#count = page.count;
  }

  @Field(() => Int, { description: 'All that match the filter; counted only when asked for.' })
  totalCount(): Promise<number> {
    return this.#count();
  }
}
