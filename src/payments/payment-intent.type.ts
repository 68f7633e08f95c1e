import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, GraphQLISODateTime, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Money } from '../terms/money.js';
import type { PaymentIntentRecord } from './payment-intent.record.js';

export enum PaymentIntentStatus {
  REQUIRES_PAYMENT_METHOD = 'requires_payment_method',
  REQUIRES_CONFIRMATION = 'requires_confirmation',
  REQUIRES_ACTION = 'requires_action',
  PROCESSING = 'processing',
  REQUIRES_CAPTURE = 'requires_capture',
  CANCELED = 'canceled',
  SUCCEEDED = 'succeeded',
  UNKNOWN = 'unknown',
}
registerEnumType(PaymentIntentStatus, {
  name: 'PaymentIntentStatus',
  description: "Stripe's words: https://docs.stripe.com/payments/paymentintents/lifecycle",
  valuesConfig: {
    REQUIRES_PAYMENT_METHOD: { description: 'Nothing was tried yet, or the last card was declined.' },
    REQUIRES_ACTION: { description: 'The customer has to act, for 3D Secure say.' },
    UNKNOWN: { description: 'A status that Stripe added after this release; `stripeStatus` shows it.' },
  },
});

@ObjectType({ description: 'A payment of an organization: https://docs.stripe.com/api/payment_intents/object' })
export class PaymentIntent {
  @Field(() => ID, { description: "Stripe's id: pi_…" })
  readonly id!: string;

  @Field(() => ID, { nullable: true })
  readonly organizationId!: string | null;

  /** What a mutation's answer brought with it; null for a payment read from the projection. */
  readonly knownClientSecret!: string | null;

  @Field(() => Money)
  readonly amount!: Money;

  @Field(() => Money, { description: 'What was paid of it.' })
  readonly amountReceived!: Money;

  @Field(() => Money, { description: 'What was given back of that.' })
  readonly amountRefunded!: Money;

  @Field(() => PaymentIntentStatus)
  readonly status!: PaymentIntentStatus;

  @Field(() => String, { description: "The status in Stripe's own word, also one that is newer than this release." })
  readonly stripeStatus!: string;

  @Field(() => GraphQLJSONObject)
  readonly metadata!: Record<string, unknown>;

  @Field(() => GraphQLISODateTime)
  readonly createdAt!: Date;
}

export function toPaymentIntent(record: PaymentIntentRecord, clientSecret: string | null = null): PaymentIntent {
  return Object.assign(new PaymentIntent(), {
    id: record.stripe_payment_intent_id,
    organizationId: record.organization_id,
    knownClientSecret: clientSecret,
    amount: new Money(record.amount, record.currency),
    amountReceived: new Money(record.amount_received, record.currency),
    amountRefunded: new Money(record.amount_refunded, record.currency),
    status: Object.values(PaymentIntentStatus).find((known) => known === record.status) ?? PaymentIntentStatus.UNKNOWN,
    stripeStatus: record.status,
    metadata: record.metadata ?? {},
    createdAt: record.created_at,
  });
}
