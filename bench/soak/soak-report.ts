import { aligned } from '../table.js';
import type { SoakRow } from './soak-rows.js';

const COLUMNS = ['minute', 'RSS MB', 'heap MB', 'lag p50 ms', 'lag p99 ms', 'queued', 'oldest s'];

export function soakTable(rows: readonly SoakRow[], startedAt: number): string {
  const cells = rows.map((row) => [
    ((row.at - startedAt) / 60_000).toFixed(1),
    row.rssMegabytes.toFixed(0),
    row.heapMegabytes.toFixed(0),
    row.lagP50.toFixed(0),
    row.lagP99.toFixed(0),
    row.queued.toFixed(0),
    row.oldestSeconds.toFixed(1),
  ]);
  return aligned([COLUMNS, ...cells], 'right');
}
