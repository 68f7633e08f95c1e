import { useState } from 'react';
import type { BillingInterval } from '../generated/operations';
import { CurrencySelect } from './currency-select';
import { IntervalSwitch } from './interval-switch';
import { currenciesOf, intervalsOf, type Plan } from './plan';
import { PlanCard } from './plan-card';
import { savingInWords } from './yearly-saving';

interface PlanListProps {
  readonly plans: readonly Plan[];
  readonly onReload: () => void;
}

/** The plans side by side, with what is chosen for all of them: interval and currency. */
export function PlanList({ plans, onReload }: PlanListProps) {
  const currencies = currenciesOf(plans);
  const [wantedCurrency, setCurrency] = useState<string | null>(null);
  const [wantedInterval, setInterval] = useState<BillingInterval>('MONTH');
  // A reload may bring other prices; what was chosen holds only while it is sold.
  const currency = currencies.find((code) => code === wantedCurrency) ?? currencies[0] ?? 'USD';
  const intervals = intervalsOf(plans, currency);
  const interval = intervals.find((sold) => sold === wantedInterval) ?? intervals[0] ?? 'MONTH';

  return (
    <>
      <div className="plan-choices">
        {intervals.length > 1 ? (
          <IntervalSwitch
            intervals={intervals}
            chosen={interval}
            yearlySaving={savingInWords(plans, currency)}
            onChoose={setInterval}
          />
        ) : null}
        {currencies.length > 1 ? (
          <CurrencySelect currencies={currencies} chosen={currency} onChoose={setCurrency} />
        ) : null}
      </div>
      <div className="plan-list">
        {plans.map((plan) => (
          <PlanCard key={plan.uid} plan={plan} interval={interval} currency={currency} onReload={onReload} />
        ))}
      </div>
    </>
  );
}
