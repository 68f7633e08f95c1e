import { overageForSale, priceForSale } from '../catalog/plan.service.js';
import type { OverageKindState, PlanRecord } from '../catalog/plan.record.js';
import type { BillingInterval } from '../terms/billing-interval.js';

export interface CheckoutWishes {
  readonly billingInterval: BillingInterval;
  readonly currency?: string | null | undefined;
  readonly quantity: number;
  readonly overagesEnabled: boolean;
  readonly overageBandwidth: boolean;
  readonly overageApi: boolean;
}

/** What somebody wants to buy, found in the catalogue. */
export interface CheckoutChoice {
  readonly plan: PlanRecord;
  /** The plan's price first, then those of the overages, which are metered and so have no quantity. */
  readonly lineItems: readonly { readonly priceId: string; readonly quantity: number | null }[];
  /** Written on the session and its subscription at Stripe. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** @throws BillingFault PRICE_NOT_FOUND when the plan has no such price or overage */
export function chosen(plan: PlanRecord, wishes: CheckoutWishes): CheckoutChoice {
  const price = priceForSale(plan, wishes.billingInterval, wishes.currency ?? null);
  const kinds = overageKinds(wishes);
  const overages = kinds.map((kind) => overageForSale(plan, kind, price, ARGUMENTS[kind]));
  return {
    plan,
    lineItems: [
      { priceId: price.stripe_price_id, quantity: wishes.quantity },
      ...overages.map((overage) => ({ priceId: overage.stripe_price_id, quantity: null })),
    ],
    metadata: {
      plan_uid: plan.plan_uid,
      billing_interval: wishes.billingInterval,
      currency: price.currency,
      quantity: String(wishes.quantity),
      ...(kinds.length > 0 ? { overages: kinds.join(',') } : {}),
      ...(plan.trial_days > 0 ? { trial_days: String(plan.trial_days) } : {}),
      price_ids: [price, ...overages].map(({ stripe_price_id: id }) => id).join(','),
    },
  };
}

/**
 * The same choice in one line; null for a session whose metadata is not ours. The prices and the trial are part of it,
 * so that nobody is sent to a session of before the plan was changed.
 */
export function choiceLine(metadata: Readonly<Record<string, string>>): string | null {
  const { plan_uid: plan, quantity, trial_days: trial = '0', price_ids: prices } = metadata;
  if (!plan || !quantity || !prices) return null;
  return [plan, quantity, trial, prices].join(' ');
}

const ARGUMENTS = { bandwidth: 'overageBandwidth', api: 'overageApi' } as const;

function overageKinds({ overagesEnabled, overageBandwidth, overageApi }: CheckoutWishes): OverageKindState[] {
  if (!overagesEnabled) return [];
  return [...(overageBandwidth ? (['bandwidth'] as const) : []), ...(overageApi ? (['api'] as const) : [])];
}
