import { GraphQLCurrency, GraphQLSafeInt } from 'graphql-scalars';
import { Field, ID, InputType, Int } from 'type-graphql';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { BillingInterval } from '../terms/billing-interval.js';
import { type PlanDefinition, type PlanFault, readPlanDefinition } from './plan-definition.js';
import { OverageKind } from './plan.type.js';

@InputType()
export class PlanPriceInput {
  @Field(() => BillingInterval)
  readonly billingInterval!: BillingInterval;

  @Field(() => GraphQLSafeInt, { description: 'In the minor unit of the currency, from 0 to 99,999,999.' })
  readonly unitAmount!: number;

  @Field(() => GraphQLCurrency)
  readonly currency!: string;
}

@InputType()
export class PlanOverageInput {
  @Field(() => OverageKind)
  readonly kind!: OverageKind;

  @Field(() => String, {
    description: 'In the minor unit of the currency for each unit of usage, with up to 12 decimals, such as "0.05".',
  })
  readonly unitAmountDecimal!: string;

  @Field(() => GraphQLCurrency, { description: 'One in which the plan has a price.' })
  readonly currency!: string;
}

@InputType()
export class SavePlanInput {
  @Field(() => ID, {
    description:
      'Ours, of lower case letters, digits, _ and -, such as plan_starter. Its product at Stripe has it for an id.',
  })
  readonly uid!: string;

  @Field(() => String, { description: 'Up to 250 characters.' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'Up to 500 characters.' })
  readonly description?: string | null;

  @Field(() => [PlanPriceInput], { description: 'All prices of the plan, one for each interval and currency.' })
  readonly prices!: PlanPriceInput[];

  @Field(() => [PlanOverageInput], { nullable: true, description: 'One for each kind and currency.' })
  readonly overages?: PlanOverageInput[] | null;

  @Field(() => [String], { nullable: true })
  readonly features?: string[] | null;

  @Field(() => Int, { defaultValue: 0, description: 'From 0 to 730.' })
  readonly trialDays!: number;
}

@InputType()
export class ArchivePlanInput {
  @Field(() => ID)
  readonly uid!: string;
}

/** @throws BillingFault INVALID_INPUT for the first fault, with its path */
export function toPlanDefinition(input: SavePlanInput): PlanDefinition {
  const result = readPlanDefinition({
    uid: input.uid,
    name: input.name,
    ...(input.description ? { description: input.description } : {}),
    prices: input.prices.map(({ billingInterval, unitAmount, currency }) => ({
      interval: billingInterval,
      amount: unitAmount,
      currency,
    })),
    overages: (input.overages ?? []).map(({ kind, unitAmountDecimal, currency }) => ({
      kind,
      unitAmountDecimal,
      currency,
    })),
    features: input.features ?? [],
    trialDays: input.trialDays,
  });
  if (result.plan) return result.plan;
  const faults = result.faults.map((fault) => ({ ...fault, field: fieldOf(fault) }));
  throw new BillingFault(
    BillingErrorCode.INVALID_INPUT,
    faults.map(({ field, message }) => `${field.join('.')}: ${message}`).join('; '),
    { field: faults[0]?.field ?? ['input'] },
  );
}

/** The arguments that a definition calls by other names. */
const ARGUMENTS: Readonly<Record<string, string>> = { interval: 'billingInterval', amount: 'unitAmount' };

function fieldOf({ path }: PlanFault): string[] {
  return ['input', ...path.map((step) => ARGUMENTS[step] ?? String(step))];
}
