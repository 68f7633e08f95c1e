import { Field, GraphQLISODateTime, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Money } from '../terms/money.js';
import type { RefundRecord } from './refund.record.js';

export enum RefundStatus {
  PENDING = 'pending',
  REQUIRES_ACTION = 'requires_action',
  SUCCEEDED = 'succeeded',
  FAILED = 'failed',
  CANCELED = 'canceled',
  UNKNOWN = 'unknown',
}
registerEnumType(RefundStatus, {
  name: 'RefundStatus',
  description: "Stripe's words: https://docs.stripe.com/api/refunds/object#refund_object-status",
  valuesConfig: {
    UNKNOWN: { description: 'A status that Stripe added after this release; `stripeStatus` shows it.' },
  },
});

@ObjectType({ description: 'Money given back: https://docs.stripe.com/api/refunds/object' })
export class Refund {
  @Field(() => ID, { description: "Stripe's id: re_…" })
  readonly id!: string;

  readonly paymentIntentId!: string;

  @Field(() => Money)
  readonly amount!: Money;

  @Field(() => RefundStatus)
  readonly status!: RefundStatus;

  @Field(() => String, { description: "The status in Stripe's own word, also one that is newer than this release." })
  readonly stripeStatus!: string;

  @Field(() => String, {
    nullable: true,
    description: 'duplicate, fraudulent or requested_by_customer, if one was given.',
  })
  readonly reason!: string | null;

  @Field(() => GraphQLISODateTime)
  readonly createdAt!: Date;
}

export function toRefund(record: RefundRecord): Refund {
  return Object.assign(new Refund(), {
    id: record.stripe_refund_id,
    paymentIntentId: record.stripe_payment_intent_id,
    amount: new Money(record.amount, record.currency),
    status: Object.values(RefundStatus).find((known) => known === record.status) ?? RefundStatus.UNKNOWN,
    stripeStatus: record.status,
    reason: record.reason ?? null,
    createdAt: record.created_at,
  });
}
