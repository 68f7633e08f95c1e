import type { QueryFilter } from 'mongoose';
import { Field, GraphQLISODateTime, ID, InputType } from 'type-graphql';
import type { WebhookEventRecord } from './webhook-event.record.js';
import { WebhookEventStatus } from './webhook-event.type.js';

@InputType()
export class WebhookEventFilter {
  @Field(() => [WebhookEventStatus], { nullable: true })
  readonly status?: WebhookEventStatus[] | null;

  @Field(() => [String], { nullable: true })
  readonly type?: string[] | null;

  @Field(() => ID, { nullable: true })
  readonly organizationId?: string | null;

  @Field(() => ID, { nullable: true })
  readonly subscriptionId?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly receivedAfter?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly receivedBefore?: Date | null;
}

export function toQuery(filter: WebhookEventFilter): QueryFilter<WebhookEventRecord> {
  const conditions: QueryFilter<WebhookEventRecord>[] = [];
  if (filter.status) conditions.push({ status: { $in: [...filter.status] } });
  if (filter.type) conditions.push({ event_type: { $in: [...filter.type] } });
  if (filter.organizationId) conditions.push({ 'processing_result.organization_id': { $eq: filter.organizationId } });
  if (filter.subscriptionId) conditions.push({ 'processing_result.subscription_id': { $eq: filter.subscriptionId } });
  if (filter.receivedAfter) conditions.push({ created_at: { $gt: filter.receivedAfter } });
  if (filter.receivedBefore) conditions.push({ created_at: { $lt: filter.receivedBefore } });
  return conditions.length > 0 ? { $and: conditions } : {};
}
