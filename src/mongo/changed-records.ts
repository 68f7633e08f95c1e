import { setTimeout as pause } from 'node:timers/promises';
import type { TenantScope } from '../terms/tenant-scope.js';
import type { Change } from './change-cursor.js';
import type { ChangeSource } from './change-source.js';

const RETRY_PAUSE_MS = 250;

interface Patience {
  readonly isWanted: () => boolean;
  /** Told of each failure that is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

/** What is stored now of what changed, by its key; what is gone again is absent. Outages are waited for. */
export async function readChanged<R>(
  source: ChangeSource<R>,
  scope: TenantScope,
  changes: readonly Change[],
  { isWanted, onTrouble }: Patience,
): Promise<ReadonlyMap<string, R>> {
  if (changes.length === 0) return new Map();
  const keys = [...new Set(changes.map(({ key }) => key))];
  while (isWanted()) {
    try {
      const records = await source.read(scope, keys);
      return new Map(records.map((record) => [String(record._id), record]));
    } catch (error) {
      onTrouble(error);
      await pause(RETRY_PAUSE_MS);
    }
  }
  return new Map();
}
