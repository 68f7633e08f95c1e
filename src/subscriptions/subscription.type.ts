import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BillingInterval, toBillingInterval } from '../terms/billing-interval.js';
import { Money } from '../terms/money.js';
import { Connection, type Page } from '../terms/page.js';
import type { FieldSources } from '../terms/stored-fields.js';
import type { StateChangeRecord } from './state-change.record.js';
import { monthlyRecurringRevenueOf } from './monthly-recurring-revenue.js';
import { type StoredSubscription, toRecurring } from './stored-revenue.js';
import type { SubscriptionItemRecord, SubscriptionRecord } from './subscription.record.js';

export enum SubscriptionStatus {
  INCOMPLETE = 'incomplete',
  INCOMPLETE_EXPIRED = 'incomplete_expired',
  TRIALING = 'trialing',
  ACTIVE = 'active',
  PAST_DUE = 'past_due',
  CANCELED = 'canceled',
  UNPAID = 'unpaid',
  PAUSED = 'paused',
  UNKNOWN = 'unknown',
}
registerEnumType(SubscriptionStatus, {
  name: 'SubscriptionStatus',
  description: "Stripe's words: https://docs.stripe.com/api/subscriptions/object#subscription_object-status",
  valuesConfig: {
    UNKNOWN: { description: 'A status that Stripe added after this release; `stripeStatus` shows it.' },
  },
});

const STATUSES: ReadonlyMap<string, SubscriptionStatus> = new Map(
  Object.values(SubscriptionStatus).map((status) => [status, status]),
);

@ObjectType()
export class SubscriptionItem {
  @Field(() => ID, { description: "Stripe's id: si_…" })
  readonly id!: string;

  readonly priceId!: string;

  @Field(() => Int, { nullable: true, description: 'Null for a metered price.' })
  readonly quantity!: number | null;
}

@ObjectType({ description: 'A subscription of an organization, as Stripe shows it now.' })
export class BillingSubscription {
  @Field(() => ID, { description: "Stripe's id: sub_…" })
  readonly id!: string;

  @Field(() => ID)
  readonly organizationId!: string;

  readonly customerId!: string;
  readonly planUid!: string | null;
  /** The newest of its history, as read with this state. */
  readonly lastChange!: StateChangeRecord | null;

  @Field(() => BillingInterval, { nullable: true })
  readonly billingInterval!: BillingInterval | null;

  @Field(() => SubscriptionStatus)
  readonly status!: SubscriptionStatus;

  @Field(() => String, { description: "The status in Stripe's own word, also one that is newer than this release." })
  readonly stripeStatus!: string;

  @Field(() => [SubscriptionItem])
  readonly items!: SubscriptionItem[];

  @Field(() => GraphQLISODateTime, { description: 'Of the item whose period began first.' })
  readonly currentPeriodStart!: Date;

  @Field(() => GraphQLISODateTime, { description: 'Of the item whose period ends last.' })
  readonly currentPeriodEnd!: Date;

  @Field(() => Boolean, { description: 'True when it will end by itself, at the period’s end or at cancelAt.' })
  readonly cancelAtPeriodEnd!: boolean;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly cancelAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the cancellation was asked for.' })
  readonly canceledAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly endedAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly trialEnd!: Date | null;

  @Field(() => GraphQLJSONObject)
  readonly metadata!: Record<string, unknown>;

  @Field(() => GraphQLISODateTime)
  readonly createdAt!: Date;

  @Field(() => GraphQLISODateTime, { description: 'When the stored state last changed.' })
  readonly updatedAt!: Date;

  readonly stored!: StoredSubscription;

  @Field(() => Money, {
    description:
      'What it brings a month: licensed items by their interval, less inclusive tax and coupons that last forever. Zero when it does not recur now, as in a trial or when it is over.',
  })
  monthlyRecurringRevenue(): Money {
    const recurring = toRecurring(this.stored);
    return new Money(monthlyRecurringRevenueOf(recurring), recurring.currency);
  }
}

/** What of a record each field of its type needs; a field that is not here needs it whole. */
export const SUBSCRIPTION_SOURCES = {
  id: ['stripe_subscription_id'],
  organizationId: ['organization_id'],
  customer: ['stripe_customer_id'],
  plan: ['plan_id'],
  billingInterval: ['billing_interval'],
  status: ['status'],
  stripeStatus: ['status'],
  items: ['items'],
  currentPeriodStart: ['current_period_start'],
  currentPeriodEnd: ['current_period_end'],
  cancelAtPeriodEnd: ['is_ending'],
  cancelAt: ['cancel_at'],
  canceledAt: ['canceled_at'],
  endedAt: ['ended_at'],
  trialEnd: ['trial_end'],
  metadata: ['metadata'],
  createdAt: ['created_at'],
  updatedAt: ['updated_at'],
  history: ['stripe_subscription_id', 'last_change'],
  monthlyRecurringRevenue: ['stripe_subscription_id', 'status', 'items', 'stripe_data'],
} as const satisfies FieldSources<SubscriptionRecord>;

/** @param record may lack what is not asked for; see SUBSCRIPTION_SOURCES */
export function toSubscription(record: SubscriptionRecord): BillingSubscription {
  return Object.assign(new BillingSubscription(), {
    id: record.stripe_subscription_id,
    organizationId: record.organization_id,
    customerId: record.stripe_customer_id,
    planUid: record.plan_id ?? null,
    lastChange: record.last_change ?? null,
    billingInterval: toBillingInterval(record.billing_interval),
    status: STATUSES.get(record.status) ?? SubscriptionStatus.UNKNOWN,
    stripeStatus: record.status,
    items: (record.items ?? []).map(toSubscriptionItem),
    currentPeriodStart: record.current_period_start,
    currentPeriodEnd: record.current_period_end,
    cancelAtPeriodEnd: record.is_ending,
    cancelAt: record.cancel_at ?? null,
    canceledAt: record.canceled_at ?? null,
    endedAt: record.ended_at ?? null,
    trialEnd: record.trial_end ?? null,
    metadata: record.metadata ?? {},
    createdAt: record.created_at,
    updatedAt: record.updated_at,
    stored: record,
  });
}

function toSubscriptionItem(record: SubscriptionItemRecord): SubscriptionItem {
  return Object.assign(new SubscriptionItem(), {
    id: record.stripe_item_id,
    priceId: record.stripe_price_id,
    quantity: record.quantity,
  });
}

@ObjectType()
export class BillingSubscriptionConnection extends Connection<SubscriptionRecord> {
  @Field(() => [BillingSubscription])
  readonly nodes: BillingSubscription[];

  constructor(page: Page<SubscriptionRecord>) {
    super(page);
    this.nodes = page.rows.map(toSubscription);
  }
}
