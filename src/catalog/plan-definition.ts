import { parse } from 'yaml';
import { z } from 'zod';

/** Of one plan; more than there are currencies to sell it in by month and year. */
const MOST_PRICES = 300;

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
    prices: z.array(planPrice).min(1).max(MOST_PRICES),
    overages: z.array(planOverage).max(MOST_PRICES).default([]),
    features: z.array(z.string().min(1).max(500)).max(100).default([]),
    trialDays: z.int().min(0).max(730).default(0),
  })
  .superRefine(({ prices, overages }, context) => {
    const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    for (const price of repeated(prices.map(({ interval, currency }) => `${interval} in ${currency}`))) {
      fault(['prices'], `has two prices by ${price}`);
    }
    for (const overage of repeated(overages.map(({ kind, currency }) => `${kind} in ${currency}`))) {
      fault(['overages'], `has two overages of ${overage}`);
    }
    overages.forEach(({ currency }, place) => {
      // It would be sold by no interval.
      if (prices.some((price) => price.currency === currency)) return;
      fault(['overages', place, 'currency'], `the plan has no price in ${currency}`);
    });
  });

function repeated(texts: readonly string[]): Set<string> {
  return new Set(texts.filter((text, place) => texts.indexOf(text) !== place));
}

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

/** What of a plan is faulty, and where: a path such as `['prices', 0, 'amount']`. */
export interface PlanFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Reads one plan. */
export function readPlanDefinition(
  candidate: unknown,
): { readonly plan: PlanDefinition } | { readonly plan: null; readonly faults: readonly PlanFault[] } {
  const result = planDefinition.safeParse(candidate);
  if (result.success) return { plan: result.data };
  const faults = result.error.issues.map(({ path, message }) => ({
    path: path.filter((step) => typeof step !== 'symbol'),
    message,
  }));
  return { plan: null, faults };
}
