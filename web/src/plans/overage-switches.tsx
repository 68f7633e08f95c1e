import type { OverageKind } from '../generated/operations';
import './overage-switches.css';

const LABELS: Record<OverageKind, string> = { BANDWIDTH: 'More bandwidth', API: 'More API calls' };

interface OverageSwitchesProps {
  readonly kinds: readonly OverageKind[];
  readonly enabled: ReadonlySet<OverageKind>;
  /** Such as "$0.08 a GB"; null when it cannot be told. */
  readonly rateOf: (kind: OverageKind) => string | null;
  readonly onToggle: (kind: OverageKind) => void;
}

/** Whether the plan goes on, charged by use, where what is included ends. */
export function OverageSwitches({ kinds, enabled, rateOf, onToggle }: OverageSwitchesProps) {
  return (
    <fieldset className="overage-switches">
      <legend>Beyond what is included</legend>
      {kinds.map((kind) => (
        <label key={kind} className="switch">
          <input
            type="checkbox"
            role="switch"
            checked={enabled.has(kind)}
            aria-checked={enabled.has(kind)}
            onChange={() => onToggle(kind)}
          />
          <span className="switch-label">
            {LABELS[kind]}
            <span className="muted">{rateOf(kind) ?? 'charged by use'}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
