import { Field, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BillingInterval, toBillingInterval } from '../terms/billing-interval.js';
import { Money } from '../terms/money.js';
import { Connection, type Page } from '../terms/page.js';
import type { FieldSources } from '../terms/stored-fields.js';
import type { PlanPriceRecord } from './plan.record.js';
import type { PriceRecord } from './price.record.js';

export enum PriceType {
  ONE_TIME = 'one_time',
  RECURRING = 'recurring',
}
registerEnumType(PriceType, { name: 'PriceType' });

export enum UsageType {
  LICENSED = 'licensed',
  METERED = 'metered',
}
registerEnumType(UsageType, {
  name: 'UsageType',
  description: 'LICENSED: charged by quantity. METERED: charged by what was used.',
});

@ObjectType({ description: 'What a product costs: https://docs.stripe.com/api/prices/object' })
export class Price {
  @Field(() => ID, { description: "Stripe's id: price_…" })
  readonly id!: string;

  readonly productId!: string;

  @Field(() => PriceType)
  readonly type!: PriceType;

  @Field(() => UsageType, { nullable: true, description: 'Null for a one-time price.' })
  readonly usageType!: UsageType | null;

  @Field(() => Money, {
    nullable: true,
    description: 'Null when the amount has decimals of the minor unit or is tiered; see unitAmountDecimal.',
  })
  readonly unitPrice!: Money | null;

  @Field(() => String, { nullable: true, description: 'The exact amount in the minor unit, with up to 12 decimals.' })
  readonly unitAmountDecimal!: string | null;

  @Field(() => BillingInterval, { nullable: true, description: 'Null for a one-time, daily or weekly price.' })
  readonly billingInterval!: BillingInterval | null;

  @Field(() => Int, { nullable: true, description: 'Charged every so many intervals.' })
  readonly intervalCount!: number | null;

  @Field(() => Boolean, { description: 'False when it is archived at Stripe.' })
  readonly active!: boolean;

  @Field(() => String, { nullable: true })
  readonly lookupKey!: string | null;

  @Field(() => GraphQLISODateTime)
  readonly createdAt!: Date;
}

export function toPrice(record: PriceRecord): Price {
  return Object.assign(new Price(), {
    id: record.stripe_price_id,
    productId: record.stripe_product_id,
    type: record.type === 'recurring' ? PriceType.RECURRING : PriceType.ONE_TIME,
    usageType: Object.values(UsageType).find((known) => known === record.usage_type) ?? null,
    unitPrice: record.unit_amount === null ? null : new Money(record.unit_amount, record.currency),
    unitAmountDecimal: record.unit_amount_decimal,
    billingInterval: toBillingInterval(record.billing_interval),
    intervalCount: record.interval_count,
    active: record.active,
    lookupKey: record.lookup_key,
    createdAt: record.created_at,
  });
}

/** What a plan's own record says of its prices, which never change at Stripe: so much needs no further read. */
export const KNOWN_TO_PLAN = {
  id: ['stripe_price_id'],
  billingInterval: ['billing_interval'],
  unitPrice: ['unit_amount', 'currency'],
} as const satisfies FieldSources<PlanPriceRecord>;

/** A price with these fields only. */
export function toKnownPrice(record: PlanPriceRecord): Price {
  return Object.assign(new Price(), {
    id: record.stripe_price_id,
    billingInterval: toBillingInterval(record.billing_interval),
    unitPrice: new Money(record.unit_amount, record.currency),
  });
}

@ObjectType()
export class PriceConnection extends Connection<PriceRecord> {
  @Field(() => [Price])
  readonly nodes: Price[];

  constructor(page: Page<PriceRecord>) {
    super(page);
    this.nodes = page.rows.map(toPrice);
  }
}
