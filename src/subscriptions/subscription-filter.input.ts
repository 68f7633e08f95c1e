import type { QueryFilter } from 'mongoose';
import { Field, GraphQLISODateTime, ID, InputType, registerEnumType } from 'type-graphql';
import { BillingInterval } from '../terms/billing-interval.js';
import { SortDirection } from '../terms/page.js';
import type { SubscriptionRecord } from './subscription.record.js';
import { SubscriptionStatus } from './subscription.type.js';

@InputType()
export class SubscriptionFilter {
  @Field(() => ID, { nullable: true })
  readonly organizationId?: string | null;

  @Field(() => ID, { nullable: true })
  readonly customerId?: string | null;

  @Field(() => [ID], { nullable: true })
  readonly planUid?: string[] | null;

  @Field(() => [SubscriptionStatus], { nullable: true })
  readonly status?: SubscriptionStatus[] | null;

  @Field(() => BillingInterval, { nullable: true })
  readonly billingInterval?: BillingInterval | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it will end by itself.' })
  readonly cancelAtPeriodEnd?: boolean | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly currentPeriodEndBefore?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly currentPeriodEndAfter?: Date | null;
}

export enum SubscriptionOrderField {
  CREATED_AT = 'created_at',
  CURRENT_PERIOD_END = 'current_period_end',
  UPDATED_AT = 'updated_at',
}
registerEnumType(SubscriptionOrderField, { name: 'SubscriptionOrderField' });

@InputType()
export class SubscriptionOrder {
  @Field(() => SubscriptionOrderField)
  readonly field!: SubscriptionOrderField;

  @Field(() => SortDirection, { defaultValue: SortDirection.DESC })
  readonly direction!: SortDirection;
}

const WORDS_OF_STRIPE = Object.values(SubscriptionStatus).filter((status) => status !== SubscriptionStatus.UNKNOWN);

export function toQuery(filter: SubscriptionFilter): QueryFilter<SubscriptionRecord> {
  const conditions: QueryFilter<SubscriptionRecord>[] = [];
  if (filter.organizationId) conditions.push({ organization_id: { $eq: filter.organizationId } });
  if (filter.customerId) conditions.push({ stripe_customer_id: { $eq: filter.customerId } });
  if (filter.planUid) conditions.push({ plan_id: { $in: filter.planUid } });
  if (filter.status) conditions.push(withStatus(filter.status));
  if (filter.billingInterval) conditions.push({ billing_interval: { $eq: filter.billingInterval } });
  if (typeof filter.cancelAtPeriodEnd === 'boolean') {
    conditions.push({ is_ending: filter.cancelAtPeriodEnd });
  }
  if (filter.currentPeriodEndBefore) conditions.push({ current_period_end: { $lt: filter.currentPeriodEndBefore } });
  if (filter.currentPeriodEndAfter) conditions.push({ current_period_end: { $gt: filter.currentPeriodEndAfter } });
  return conditions.length > 0 ? { $and: conditions } : {};
}

function withStatus(statuses: readonly SubscriptionStatus[]): QueryFilter<SubscriptionRecord> {
  const named: QueryFilter<SubscriptionRecord> = { status: { $in: [...statuses] } };
  if (!statuses.includes(SubscriptionStatus.UNKNOWN)) return named;
  return { $or: [named, { status: { $nin: WORDS_OF_STRIPE } }] };
}
