import type { QueryFilter } from 'mongoose';
import { Field, ID, InputType } from 'type-graphql';
import type { InvoiceRecord } from './invoice.record.js';
import { InvoiceStatus } from './invoice.type.js';

@InputType()
export class InvoiceFilter {
  @Field(() => ID, { nullable: true })
  readonly organizationId?: string | null;

  @Field(() => ID, { nullable: true })
  readonly subscriptionId?: string | null;

  @Field(() => [InvoiceStatus], { nullable: true })
  readonly status?: InvoiceStatus[] | null;
}

const WORDS_OF_STRIPE = Object.values(InvoiceStatus).filter((status) => status !== InvoiceStatus.UNKNOWN);

export function toQuery({ organizationId, subscriptionId, status }: InvoiceFilter): QueryFilter<InvoiceRecord> {
  const conditions: QueryFilter<InvoiceRecord>[] = [];
  if (organizationId) conditions.push({ organization_id: { $eq: organizationId } });
  if (subscriptionId) conditions.push({ stripe_subscription_id: { $eq: subscriptionId } });
  if (status) conditions.push(withStatus(status));
  return conditions.length > 0 ? { $and: conditions } : {};
}

function withStatus(statuses: readonly InvoiceStatus[]): QueryFilter<InvoiceRecord> {
  const named: QueryFilter<InvoiceRecord> = { status: { $in: [...statuses] } };
  if (!statuses.includes(InvoiceStatus.UNKNOWN)) return named;
  return { $or: [named, { status: { $nin: WORDS_OF_STRIPE } }] };
}
