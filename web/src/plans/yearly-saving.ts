import { type Plan, planPrice } from './plan';

/** Whole percent that a year costs less than twelve months, rounded down; null when it costs no less or is not sold so. */
export function yearlySaving(plan: Plan, currency: string): number | null {
  const month = planPrice(plan, 'MONTH', currency);
  const year = planPrice(plan, 'YEAR', currency);
  if (!month || !year || month.unitPrice.amount <= 0) return null;
  const twelve = month.unitPrice.amount * 12;
  const percent = Math.floor(((twelve - year.unitPrice.amount) * 100) / twelve);
  return percent > 0 ? percent : null;
}

/** The saving of all plans in a few words; null when no plan has any. */
export function savingInWords(plans: readonly Plan[], currency: string): string | null {
  const savings = plans.map((plan) => yearlySaving(plan, currency));
  const best = Math.max(0, ...savings.map((saving) => saving ?? 0));
  if (best === 0) return null;
  return savings.every((saving) => saving === best) ? `save ${best}%` : `save up to ${best}%`;
}
