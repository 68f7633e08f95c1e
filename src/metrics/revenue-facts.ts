import { monthlyAmountOf } from '../subscriptions/monthly-recurring-revenue.js';
import { toRecurring } from '../subscriptions/stored-revenue.js';
import type { RevenueState } from '../subscriptions/stored-changes.js';
import { NO_GRAINS, type StoredGrains, storedGrains, toGrains } from './grains.js';
import { reasonToExclude, revenueFormula } from './revenue-formula.js';

/** All that the metrics have to know of a subscription between two of its changes. */
export interface RevenueFacts {
  readonly organization_id: string;
  /** ISO 4217, lower case. */
  readonly currency: string;
  readonly plan_id: string | null;
  readonly billing_interval: string | null;
  /** Stripe's word. */
  readonly status: string;
  readonly counted: boolean;
  /** A month, in grains; zero when it is not counted. */
  readonly amount: StoredGrains;
  /** How the amount comes about, or why it is not counted, for people to read. */
  readonly explanation: string;
}

/** ISO 4217's code for no currency, where Stripe's own object is missing. */
const NO_CURRENCY = 'xxx';

export function factsOf(state: RevenueState): RevenueFacts {
  const common = {
    organization_id: state.organization_id,
    plan_id: state.plan_id ?? null,
    billing_interval: state.billing_interval ?? null,
    status: state.status,
  };
  if (!state.stripe_data) {
    const explanation = 'what Stripe says of it is not stored';
    return { ...common, currency: NO_CURRENCY, counted: false, amount: NO_GRAINS, explanation };
  }
  const recurring = toRecurring(state);
  const reason = reasonToExclude(recurring);
  return {
    ...common,
    currency: recurring.currency,
    counted: reason === null,
    amount: storedGrains(toGrains(monthlyAmountOf(recurring))),
    explanation: reason ?? revenueFormula(recurring),
  };
}

export function sameFacts(one: RevenueFacts | null, other: RevenueFacts): boolean {
  return (
    one !== null &&
    one.organization_id === other.organization_id &&
    one.currency === other.currency &&
    one.plan_id === other.plan_id &&
    one.billing_interval === other.billing_interval &&
    one.status === other.status &&
    one.counted === other.counted &&
    one.explanation === other.explanation &&
    one.amount === other.amount
  );
}
