import { useId, useState } from 'react';
import { NoticeBox } from '../billing-error/notice-box';
import type { Remedy } from '../billing-error/notice';
import type { BillingInterval, OverageKind } from '../generated/operations';
import { useIdentity } from '../identity/identity-context';
import { overageRate } from './overage-rate';
import { OverageSwitches } from './overage-switches';
import { type Plan, planPrice } from './plan';
import { PlanPrice } from './plan-price';
import { useCheckout } from './use-checkout';
import './plan-card.css';

interface PlanCardProps {
  readonly plan: Plan;
  readonly interval: BillingInterval;
  readonly currency: string;
  readonly onReload: () => void;
}

/** One plan, and the way to buy it. */
export function PlanCard({ plan, interval, currency, onReload }: PlanCardProps) {
  const titleId = useId();
  const { identify } = useIdentity();
  const { busy, notice, buy, dismiss } = useCheckout();
  const [overages, setOverages] = useState<ReadonlySet<OverageKind>>(new Set());
  const sold = planPrice(plan, interval, currency) !== null;
  const kinds = [...new Set(plan.overages.map((overage) => overage.kind))];

  function buyPlan(): void {
    void buy({
      planUid: plan.uid,
      billingInterval: interval,
      currency,
      overagesEnabled: overages.size > 0,
      overageBandwidth: overages.has('BANDWIDTH'),
      overageApi: overages.has('API'),
    });
  }

  function toggle(kind: OverageKind): void {
    const next = new Set(overages);
    if (!next.delete(kind)) next.add(kind);
    setOverages(next);
  }

  function remedy(chosen: Remedy): void {
    if (chosen === 'retry') buyPlan();
    else dismiss();
    if (chosen === 'reload') onReload();
    if (chosen === 'identify') void identify();
  }

  return (
    <article className="card plan-card" aria-labelledby={titleId}>
      <h2 id={titleId}>{plan.name}</h2>
      {plan.description ? <p className="plan-card-description">{plan.description}</p> : null}
      <PlanPrice plan={plan} interval={interval} currency={currency} />
      <ul className="plan-features">
        {plan.features.map((feature) => (
          <li key={feature}>{feature}</li>
        ))}
      </ul>
      <div className="plan-card-end">
        {kinds.length > 0 ? (
          <OverageSwitches
            kinds={kinds}
            enabled={overages}
            rateOf={(kind) => overageRate(plan, kind, interval, currency)}
            onToggle={toggle}
          />
        ) : null}
        {notice ? <NoticeBox notice={notice} onRemedy={remedy} /> : null}
        <button type="button" className="button button-primary" disabled={!sold || busy} onClick={buyPlan}>
          {busy ? 'Opening the checkout…' : `Buy ${plan.name}`}
        </button>
        <p className="visually-hidden" role="status">
          {busy ? `Opening the checkout for ${plan.name}` : ''}
        </p>
      </div>
    </article>
  );
}
