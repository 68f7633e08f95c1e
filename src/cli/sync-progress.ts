import cliProgress from 'cli-progress';
import type { BackfillProgress } from '../sync/backfill.js';

/** Shows how far a backfill has come. */
export interface SyncProgress {
  show(progress: BackfillProgress): void;
  end(): void;
}

/** A bar for each kind of object in a terminal; elsewhere a line after each page, for logs. */
export function syncProgress(isTerminal: boolean): SyncProgress {
  return isTerminal ? bars() : lines();
}

function lines(): SyncProgress {
  return {
    show: ({ type, checked, done }) => console.log(`${type}: ${checked} read${done ? ', done' : ''}`),
    end: () => undefined,
  };
}

function bars(): SyncProgress {
  const bars = new cliProgress.MultiBar(
    { format: '{type} {bar} {value} of about {total}', hideCursor: true },
    cliProgress.Presets.shades_classic,
  );
  const byType = new Map<string, cliProgress.SingleBar>();
  return {
    show: ({ type, checked, expected, done }) => {
      const total = done ? checked : expected;
      const bar = byType.get(type) ?? bars.create(total, checked, { type: type.padEnd(16) });
      byType.set(type, bar);
      bar.setTotal(total);
      bar.update(checked, { type: type.padEnd(16) });
    },
    end: () => bars.stop(),
  };
}
