import { GraphQLError } from 'graphql';
import type { QueryFilter } from 'mongoose';
import { Field, GraphQLISODateTime, InputType, registerEnumType } from 'type-graphql';
import { SortDirection } from '../terms/page.js';
import type { CustomerRecord } from './customer.record.js';
import { beginsWith, folded, LONGEST_SEARCH } from './customer-search.js';

@InputType()
export class CustomerFilter {
  @Field(() => String, { nullable: true, description: 'The whole email, in upper or lower case.' })
  readonly email?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Matches where the email, the name, a word of the name, or the organization’s id begins with it, in upper or lower case.',
  })
  readonly search?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly createdAfter?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly createdBefore?: Date | null;
}

export enum CustomerOrderField {
  CREATED_AT = 'created_at',
  EMAIL = 'email_key',
}
registerEnumType(CustomerOrderField, {
  name: 'CustomerOrderField',
  valuesConfig: { EMAIL: { description: 'In lower case; customers without one come first.' } },
});

@InputType()
export class CustomerOrder {
  @Field(() => CustomerOrderField)
  readonly field!: CustomerOrderField;

  @Field(() => SortDirection, { defaultValue: SortDirection.DESC })
  readonly direction!: SortDirection;
}

/** @throws GraphQLError BAD_USER_INPUT for a search that is too long */
export function toQuery({ email, search, createdAfter, createdBefore }: CustomerFilter): QueryFilter<CustomerRecord> {
  const conditions: QueryFilter<CustomerRecord>[] = [];
  if (typeof email === 'string') conditions.push({ email_key: { $eq: folded(email) } });
  if (search && folded(search) !== '') conditions.push({ search_terms: beginsWith(searchable(search)) });
  if (createdAfter) conditions.push({ created_at: { $gt: createdAfter } });
  if (createdBefore) conditions.push({ created_at: { $lt: createdBefore } });
  return conditions.length > 0 ? { $and: conditions } : {};
}

function searchable(search: string): string {
  if (search.length <= LONGEST_SEARCH) return search;
  throw new GraphQLError(`search must have ${LONGEST_SEARCH} characters at most`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
