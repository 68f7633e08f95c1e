import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { PlanOverageRecord, PlanPriceRecord, PlanRecord } from './plan.record.js';
import { type Price, toKnownPrice } from './price.type.js';

export enum OverageKind {
  BANDWIDTH = 'bandwidth',
  API = 'api',
}
registerEnumType(OverageKind, { name: 'OverageKind', description: 'What is charged by usage beyond the plan.' });

@ObjectType({
  description: 'The metered price of what is used beyond the plan, one for each kind, interval and currency.',
})
export class PlanOverage {
  @Field(() => OverageKind)
  readonly kind!: OverageKind;

  readonly priceId!: string;
}

@ObjectType({
  description: 'What is sold. It mirrors a Stripe Product; Stripe’s own Plan object is an old form of a price.',
})
export class Plan {
  @Field(() => ID, { description: 'Ours, such as plan_starter.' })
  readonly uid!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true })
  readonly description!: string | null;

  @Field(() => Boolean, { description: 'True when it is no longer sold; who has it keeps it.' })
  readonly archived!: boolean;

  readonly productId!: string;
  readonly priceRecords!: readonly PlanPriceRecord[];
  /** Its prices with the fields of KNOWN_TO_PLAN only. */
  readonly knownPrices!: readonly Price[];

  @Field(() => [PlanOverage])
  readonly overages!: PlanOverage[];

  @Field(() => [String])
  readonly features!: string[];

  @Field(() => Int)
  readonly trialDays!: number;
}

export function toPlan(record: PlanRecord): Plan {
  return Object.assign(new Plan(), {
    uid: record.plan_uid,
    name: record.name,
    description: record.description ?? null,
    archived: record.archived,
    productId: record.stripe_product_id,
    priceRecords: record.prices,
    knownPrices: record.prices.map(toKnownPrice),
    overages: record.overages.map(toPlanOverage),
    features: record.features,
    trialDays: record.trial_days,
  });
}

function toPlanOverage(record: PlanOverageRecord): PlanOverage {
  return Object.assign(new PlanOverage(), {
    kind: record.kind === 'api' ? OverageKind.API : OverageKind.BANDWIDTH,
    priceId: record.stripe_price_id,
  });
}
