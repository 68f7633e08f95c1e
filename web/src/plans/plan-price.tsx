import type { BillingInterval } from '../generated/operations';
import { type Plan, planPrice } from './plan';
import { yearlySaving } from './yearly-saving';

const WORDS: Record<BillingInterval, string> = { MONTH: 'month', YEAR: 'year' };

interface PlanPriceProps {
  readonly plan: Plan;
  readonly interval: BillingInterval;
  readonly currency: string;
}

/** What a plan costs for the interval, or how it is sold instead. */
export function PlanPrice({ plan, interval, currency }: PlanPriceProps) {
  const price = planPrice(plan, interval, currency);
  if (!price) return <p className="plan-price-none">{soldInstead(plan, interval, currency)}</p>;
  const saving = yearlySaving(plan, currency);
  return (
    <div className="plan-price">
      <p>
        <strong>{price.unitPrice.formatted}</strong> <span className="muted">a {WORDS[interval]}</span>
      </p>
      {plan.trialDays > 0 ? (
        <p className="plan-price-trial">First {plan.trialDays === 1 ? 'day' : `${plan.trialDays} days`} free</p>
      ) : null}
      {saving === null ? null : interval === 'YEAR' ? (
        <p className="plan-price-saving">{saving}% less than paying monthly</p>
      ) : (
        <p className="plan-price-note">{saving}% less when paid yearly</p>
      )}
    </div>
  );
}

function soldInstead(plan: Plan, interval: BillingInterval, currency: string): string {
  const other = interval === 'YEAR' ? 'MONTH' : 'YEAR';
  return planPrice(plan, other, currency) ? `Sold only by the ${WORDS[other]}.` : `Not sold in ${currency}.`;
}
