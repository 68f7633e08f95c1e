import { GraphQLEmailAddress } from 'graphql-scalars';
import { Field, GraphQLISODateTime, ID, ObjectType } from 'type-graphql';
import { Connection, type Page } from '../terms/page.js';
import type { FieldSources } from '../terms/stored-fields.js';
import type { CustomerRecord } from './customer.record.js';

@ObjectType({ description: "An organization's customer at Stripe." })
export class Customer {
  @Field(() => ID, { description: "Stripe's id: cus_…" })
  readonly id!: string;

  @Field(() => ID)
  readonly organizationId!: string;

  @Field(() => GraphQLEmailAddress, { nullable: true })
  readonly email!: string | null;

  @Field(() => String, { nullable: true })
  readonly name!: string | null;

  @Field(() => GraphQLISODateTime)
  readonly createdAt!: Date;

  @Field(() => GraphQLISODateTime)
  readonly updatedAt!: Date;
}

/** What of a record each field of its type needs; a field that is not here needs all that is shown. */
export const CUSTOMER_SOURCES = {
  id: ['stripe_customer_id'],
  organizationId: ['organization_id'],
  email: ['email'],
  name: ['name'],
  createdAt: ['created_at'],
  updatedAt: ['updated_at'],
} as const satisfies FieldSources<CustomerRecord>;

/** @param record may lack what is not asked for; see CUSTOMER_SOURCES */
export function toCustomer(record: CustomerRecord): Customer {
  return Object.assign(new Customer(), {
    id: record.stripe_customer_id,
    organizationId: record.organization_id,
    email: record.email ?? null,
    name: record.name ?? null,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
  });
}

@ObjectType()
export class CustomerConnection extends Connection<CustomerRecord> {
  @Field(() => [Customer])
  readonly nodes: Customer[];

  constructor(page: Page<CustomerRecord>) {
    super(page);
    this.nodes = page.rows.map(toCustomer);
  }
}
