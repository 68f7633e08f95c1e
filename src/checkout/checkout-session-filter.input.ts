import type { QueryFilter } from 'mongoose';
import { Field, ID, InputType } from 'type-graphql';
import type { CheckoutSessionRecord } from './checkout-session.record.js';
import { CheckoutSessionStatus } from './checkout-session.type.js';

@InputType()
export class CheckoutSessionFilter {
  @Field(() => [CheckoutSessionStatus], { nullable: true })
  readonly status?: CheckoutSessionStatus[] | null;

  @Field(() => ID, { nullable: true })
  readonly organizationId?: string | null;
}

export function toQuery({ status, organizationId }: CheckoutSessionFilter): QueryFilter<CheckoutSessionRecord> {
  return {
    ...(status ? { status: { $in: [...status] } } : {}),
    ...(organizationId ? { organization_id: { $eq: organizationId } } : {}),
  };
}
