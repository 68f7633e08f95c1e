import type { Config } from '../config.js';
import type { ReconcileResult } from '../sync/reconciliation.js';
import { Money } from '../terms/money.js';
import { withEngine } from './engine-parts.js';

/** Compares everything with Stripe, prints what it came to, and ends with code 1 when drift is left. */
export async function reconcile(config: Config, repair: boolean): Promise<void> {
  await withEngine(config, async (app) => {
    app.worker.start();
    const result = await app.reconciliation.run({
      repair,
      actor: 'revenue-engine reconcile',
      wake: () => app.worker.wake(),
    });
    console.log(summary(result));
    if (result.run.drift_left) process.exitCode = 1;
  });
}

function summary({ run, unrepaired }: ReconcileResult): string {
  const kinds = Object.entries(run.checked).map(([type, count]) => `${count} ${type}`);
  const stakes = (run.at_stake ?? []).map(({ amount, currency }) => new Money(amount, currency).formatted('en-US'));
  const lines = [
    ['checked', `${run.checked_count} objects (${kinds.join(', ')})`],
    ['drifting', `${run.drift_found ?? 0}, of which ${run.drift_left ?? 0} are left`],
    ['at stake', stakes.length > 0 ? `${stakes.join(', ')} a month` : 'nothing'],
    ['missed', `${run.missed_events ?? 0} events, taken into the inbox`],
    ['in flight', `${run.in_flight ?? 0} objects whose events are still to be processed`],
    ...Object.entries(run.skipped).map(([reason, count]) => ['left out', `${count} ${reason}`]),
    ...[...unrepaired].map(([id, reason]) => ['not repaired', `${id}: ${reason}`]),
  ];
  return lines.map(([name = '', value = '']) => `${name.padEnd(14)}${value}`).join('\n');
}
