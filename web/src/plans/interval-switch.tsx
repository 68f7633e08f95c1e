import type { BillingInterval } from '../generated/operations';
import './interval-switch.css';

const LABELS: Record<BillingInterval, string> = { MONTH: 'Monthly', YEAR: 'Yearly' };

interface IntervalSwitchProps {
  readonly intervals: readonly BillingInterval[];
  readonly chosen: BillingInterval;
  /** Such as "save 16%"; null when a year costs no less. */
  readonly yearlySaving: string | null;
  readonly onChoose: (interval: BillingInterval) => void;
}

/** Billing by the month or by the year: a radio group, so that the arrow keys switch it. */
export function IntervalSwitch({ intervals, chosen, yearlySaving, onChoose }: IntervalSwitchProps) {
  return (
    <fieldset className="interval-switch">
      <legend className="visually-hidden">Billing interval</legend>
      {intervals.map((interval) => (
        <label key={interval}>
          <input
            type="radio"
            name="billing-interval"
            className="visually-hidden"
            checked={interval === chosen}
            onChange={() => onChoose(interval)}
          />
          <span className="interval-switch-option">
            {LABELS[interval]}
            {interval === 'YEAR' && yearlySaving ? <span className="badge">{yearlySaving}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
