import type { FixedPrice } from './plan';

interface PlanPriceProps {
  readonly price: FixedPrice | null;
  readonly interval: 'MONTH' | 'YEAR';
  readonly saving: number | null;
  readonly trialDays: number;
}

/** What a plan costs for the interval, or that it is not sold so. */
export function PlanPrice({ price, interval, saving, trialDays }: PlanPriceProps) {
  const words = interval === 'YEAR' ? 'year' : 'month';
  if (!price) return <p className="plan-price-none">Not sold by the {words} in this currency.</p>;
  const notes = [
    trialDays > 0 ? `First ${trialDays} days free` : null,
    interval === 'YEAR' && saving !== null ? `${saving}% less than paying monthly` : null,
  ].filter((note) => note !== null);
  return (
    <div className="plan-price">
      <p>
        <strong>{price.unitPrice.formatted}</strong> <span className="muted">a {words}</span>
      </p>
      <p className="plan-price-note">{notes.join(' · ')}</p>
    </div>
  );
}
