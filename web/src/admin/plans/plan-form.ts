import { decimalOf, minorUnitDigits, parseAmount } from '../display/money';
import type { BillingInterval, OverageKind, PlanPartsFragment, SavePlanInput } from '../generated/operations';

/** A plan as its form shows it: amounts as people type them. */
export interface PlanForm {
  readonly uid: string;
  readonly name: string;
  readonly description: string;
  readonly trialDays: string;
  /** One a line. */
  readonly features: string;
  readonly prices: readonly PriceForm[];
  readonly overages: readonly OverageForm[];
}

export interface PriceForm {
  readonly billingInterval: BillingInterval;
  readonly currency: string;
  readonly amount: string;
}

export interface OverageForm {
  readonly kind: OverageKind;
  readonly currency: string;
  /** In the minor unit, with decimals: prices of use are often less than a cent. */
  readonly unitAmountDecimal: string;
}

export const NEW_PLAN: PlanForm = {
  uid: 'plan_',
  name: '',
  description: '',
  trialDays: '0',
  features: '',
  prices: [{ billingInterval: 'MONTH', currency: 'USD', amount: '' }],
  overages: [],
};

export function toPlanForm(plan: PlanPartsFragment): PlanForm {
  const overages = plan.overages
    .filter(({ price }) => price.active || plan.archived)
    .map(({ kind, price }) => ({
      kind,
      currency: price.unitPrice?.currency ?? currencyOf(plan),
      unitAmountDecimal: price.unitAmountDecimal ?? '',
    }));
  return {
    uid: plan.uid,
    name: plan.name,
    description: plan.description ?? '',
    trialDays: String(plan.trialDays),
    features: plan.features.join('\n'),
    prices: plan.prices.flatMap(({ active, unitPrice, billingInterval }) =>
      unitPrice && billingInterval && (active || plan.archived)
        ? [
            {
              billingInterval,
              currency: unitPrice.currency,
              amount: decimalOf(unitPrice.amount, minorUnitDigits(unitPrice.currency)),
            },
          ]
        : [],
    ),
    // Stripe has a price of use for each interval; the plan names its rate once.
    overages: [...new Map(overages.map((overage) => [`${overage.kind} ${overage.currency}`, overage])).values()],
  };
}

export function toSavePlanInput(form: PlanForm): SavePlanInput {
  return {
    uid: form.uid.trim(),
    name: form.name.trim(),
    ...(form.description.trim() ? { description: form.description.trim() } : {}),
    trialDays: Number(form.trialDays),
    features: form.features
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    prices: form.prices.map(({ billingInterval, currency, amount }) => ({
      billingInterval,
      currency: currency.toUpperCase(),
      unitAmount: parseAmount(amount, currency.toUpperCase()) ?? 0,
    })),
    overages: form.overages.map(({ kind, currency, unitAmountDecimal }) => ({
      kind,
      currency: currency.toUpperCase(),
      unitAmountDecimal: unitAmountDecimal.trim(),
    })),
  };
}

/** Why a text is no amount of the currency, or nothing. */
export function amountFault(text: string, currency: string): string | undefined {
  if (currencyFault(currency)) return undefined;
  const digits = minorUnitDigits(currency.toUpperCase());
  if (parseAmount(text, currency.toUpperCase()) !== null) return undefined;
  return digits === 0
    ? 'Enter a whole amount, such as 1900.'
    : `Enter an amount such as ${decimalOf(1900 * 10 ** (digits - 2), digits)}.`;
}

export function currencyFault(text: string): string | undefined {
  return /^[a-z]{3}$/i.test(text) ? undefined : 'Three letters, such as USD.';
}

function currencyOf(plan: PlanPartsFragment): string {
  return plan.prices.find(({ unitPrice }) => unitPrice)?.unitPrice?.currency ?? 'USD';
}
