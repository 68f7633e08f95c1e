import { parse } from 'yaml';
import { z } from 'zod';

const currency = z
  .string()
  .regex(/^[a-z]{3}$/i, 'must be a three-letter ISO 4217 code')
  .toLowerCase();

const planPrice = z.strictObject({
  interval: z.enum(['month', 'year']),
  /** In the minor unit: 1900 is 19.00 USD. */
  amount: z.int().min(0).max(99_999_999),
  currency,
});

const planOverage = z.strictObject({
  kind: z.enum(['bandwidth', 'api']),
  /** In the minor unit for each unit of usage, with up to 12 decimals; text, so that YAML makes no float of it. */
  unitAmountDecimal: z.string().regex(/^\d{1,8}(\.\d{1,12})?$/, 'must be a decimal number in quotes, such as "0.5"'),
  currency,
});

const planDefinition = z
  .strictObject({
    uid: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,63}$/, 'must be lower case letters, digits, _ and -, such as plan_starter'),
    name: z.string().min(1).max(250),
    description: z.string().max(500).optional(),
    prices: z.array(planPrice).min(1),
    overages: z.array(planOverage).default([]),
    features: z.array(z.string().min(1)).default([]),
    trialDays: z.int().min(0).max(730).default(0),
  })
  .superRefine((plan, context) => {
    const seen = new Set<string>();
    for (const price of plan.prices) {
      const key = `${price.interval} in ${price.currency}`;
      if (seen.has(key)) context.addIssue({ code: 'custom', path: ['prices'], message: `has two prices by ${key}` });
      seen.add(key);
    }
  });

/** A plan as a person writes it down; see plans.yaml. */
export type PlanDefinition = z.infer<typeof planDefinition>;

const planFile = z.strictObject({ plans: z.array(planDefinition).min(1) });

/**
 * Reads a file of plans.
 *
 * @throws Error that names every fault with its place
 */
export function parsePlanFile(text: string): PlanDefinition[] {
  const result = planFile.safeParse(parse(text));
  if (!result.success) throw new Error(`The plan file has faults:\n${z.prettifyError(result.error)}`);
  const uids = result.data.plans.map(({ uid }) => uid);
  const twice = uids.find((uid, index) => uids.indexOf(uid) !== index);
  if (twice) throw new Error(`The plan file has two plans with the uid ${twice}`);
  return result.data.plans;
}
