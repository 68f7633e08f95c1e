import { GraphQLJSONObject, GraphQLURL } from 'graphql-scalars';
import { Field, GraphQLISODateTime, ID, ObjectType, registerEnumType } from 'type-graphql';
import { BillingInterval, toBillingInterval } from '../terms/billing-interval.js';
import { Connection, type Page } from '../terms/page.js';
import type { CheckoutSessionRecord } from './checkout-session.record.js';

export enum CheckoutSessionStatus {
  PENDING = 'pending',
  COMPLETED = 'completed',
  EXPIRED = 'expired',
}
registerEnumType(CheckoutSessionStatus, {
  name: 'CheckoutSessionStatus',
  valuesConfig: {
    PENDING: { description: 'Open: the customer can pay.' },
    COMPLETED: { description: 'The customer is through; see paymentStatus for whether the money is there.' },
    EXPIRED: { description: 'It can no longer be paid.' },
  },
});

@ObjectType({
  description: 'A checkout that an organization started: https://docs.stripe.com/api/checkout/sessions/object',
})
export class CheckoutSession {
  @Field(() => ID, { description: "Stripe's id: cs_…" })
  readonly id!: string;

  @Field(() => ID)
  readonly organizationId!: string;

  readonly customerId!: string;
  readonly planUid!: string | null;
  readonly subscriptionId!: string | null;

  @Field(() => BillingInterval, { nullable: true })
  readonly billingInterval!: BillingInterval | null;

  @Field(() => CheckoutSessionStatus)
  readonly status!: CheckoutSessionStatus;

  @Field(() => GraphQLURL, { nullable: true, description: 'The page on which to pay, while it is open.' })
  readonly url!: string | null;

  @Field(() => GraphQLJSONObject)
  readonly metadata!: Record<string, unknown>;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When an unpaid session expires.' })
  readonly expiresAt!: Date | null;

  @Field(() => GraphQLISODateTime)
  readonly createdAt!: Date;

  @Field(() => GraphQLISODateTime)
  readonly updatedAt!: Date;
}

const STATUS = {
  pending: CheckoutSessionStatus.PENDING,
  completed: CheckoutSessionStatus.COMPLETED,
  expired: CheckoutSessionStatus.EXPIRED,
} as const;

export function toCheckoutSession(record: CheckoutSessionRecord): CheckoutSession {
  return Object.assign(new CheckoutSession(), {
    id: record.stripe_session_id,
    organizationId: record.organization_id,
    customerId: record.stripe_customer_id,
    planUid: record.plan_id ?? null,
    subscriptionId: record.stripe_subscription_id ?? null,
    billingInterval: toBillingInterval(record.billing_interval),
    status: STATUS[record.status],
    url: record.status === 'pending' ? (record.url ?? null) : null,
    metadata: record.metadata ?? {},
    expiresAt: record.expires_at ?? null,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
  });
}

@ObjectType()
export class CheckoutSessionConnection extends Connection<CheckoutSessionRecord> {
  @Field(() => [CheckoutSession])
  readonly nodes: CheckoutSession[];

  constructor(page: Page<CheckoutSessionRecord>) {
    super(page);
    this.nodes = page.rows.map(toCheckoutSession);
  }
}
