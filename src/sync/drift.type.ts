import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql';
import { Money } from '../terms/money.js';
import { PageInfo } from '../terms/page.js';
import type { DriftRecord } from './drift.record.js';
import type { FoundDrift } from './found-drift.js';

@ObjectType({ description: 'A field that is stored otherwise than Stripe shows it.' })
export class DriftField {
  @Field(() => String, { description: 'With dots, in the words of the stored record: `items.0.quantity`.' })
  readonly path!: string;

  @Field(() => String, { nullable: true, description: 'As it is stored; null where there is nothing.' })
  readonly ours!: string | null;

  @Field(() => String, { nullable: true, description: 'As Stripe shows it; null where there is nothing.' })
  readonly stripes!: string | null;
}

@ObjectType({ description: 'An object that is stored otherwise than Stripe shows it.' })
export class Drift {
  @Field(() => ID, { description: "Stripe's id of the object." })
  readonly id!: string;

  @Field(() => String, { description: "Stripe's word: `subscription`, `customer`, …" })
  readonly objectType!: string;

  @Field(() => ID, { nullable: true, description: "Whose it is by Stripe's word; null for the catalogue." })
  readonly organizationId!: string | null;

  @Field(() => [DriftField], { description: 'The path `id` alone when one of the two sides lacks the object.' })
  readonly fields!: DriftField[];

  @Field(() => Money, {
    nullable: true,
    description:
      'Of a subscription: how far apart its recurring revenue a month is, here and at Stripe. All of it when it is stored under another organization.',
  })
  readonly monthlyRevenueAtStake!: Money | null;
}

@ObjectType({ description: 'What the last comparison with Stripe found and nobody has repaired since.' })
export class DriftReport {
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was done; null before the first one.' })
  readonly checkedAt!: Date | null;

  @Field(() => Int, { description: 'How many objects were compared.' })
  readonly checkedCount!: number;

  @Field(() => Int, { description: 'How many objects drift.' })
  readonly total!: number;

  @Field(() => [Drift])
  readonly nodes!: Drift[];

  @Field(() => PageInfo)
  readonly pageInfo!: PageInfo;
}

export function toDrift(record: DriftRecord): Drift {
  return Object.assign(new Drift(), {
    id: record.object_id,
    objectType: record.object_type,
    organizationId: record.organization_id,
    fields: record.fields.map((field) => Object.assign(new DriftField(), field)),
    monthlyRevenueAtStake:
      record.stake_amount === null || record.stake_currency === null
        ? null
        : new Money(record.stake_amount, record.stake_currency),
  });
}

export function fromFound({ objectId, objectType, organizationId, fields, stake }: FoundDrift): Drift {
  return Object.assign(new Drift(), {
    id: objectId,
    objectType,
    organizationId,
    fields: fields.map((field) => Object.assign(new DriftField(), field)),
    monthlyRevenueAtStake: stake && new Money(stake.amount, stake.currency),
  });
}
