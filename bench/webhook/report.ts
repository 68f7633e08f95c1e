import { aligned } from '../table.js';
import type { MemorySample } from './memory-watch.js';
import type { Measurement } from './run-contestant.js';
import type { StoredSize } from './stored-sizes.js';

/** The engine's figures by those of the others, measured in the same run; null for a server that did not run. */
export interface Ratios {
  readonly acceptedPerFloor: number | null;
  readonly appliedPerFloor: number | null;
  readonly appliedPerNaive: number | null;
  readonly p99PerFloor: number | null;
}

export function ratios(measurements: readonly Measurement[]): Ratios {
  const [floor, naive, engine] = (['floor', 'naive', 'engine'] as const).map((name) =>
    measurements.find((each) => each.name === name),
  );
  return {
    acceptedPerFloor: quotient(engine?.acceptedPerSecond, floor?.acceptedPerSecond),
    appliedPerFloor: quotient(engine?.appliedPerSecond, floor?.acceptedPerSecond),
    appliedPerNaive: quotient(engine?.appliedPerSecond, naive?.appliedPerSecond),
    p99PerFloor: quotient(engine?.load.p99, floor?.load.p99),
  };
}

function quotient(one: number | null | undefined, other: number | null | undefined): number | null {
  return one == null || other == null ? null : Math.round((one / other) * 100) / 100;
}

const COLUMNS = [
  '',
  'accepted/s',
  'applied/s',
  'p50 ms',
  'p99 ms',
  'CPU ms/event',
  'mongod',
  'commands',
  'reads',
  'RSS MB',
  'end state',
];

export function table(measurements: readonly Measurement[]): string {
  const rows = measurements.map((each) => [
    each.name,
    each.acceptedPerSecond.toFixed(0),
    each.appliedPerSecond?.toFixed(0) ?? '–',
    each.load.p50.toFixed(1),
    each.load.p99.toFixed(1),
    each.serverCpu.toFixed(2),
    each.mongoCpu.toFixed(2),
    each.mongoCommands.toFixed(2),
    each.stripeReads.toFixed(2),
    each.memory.highest.toFixed(0),
    each.faults.length === 0 ? 'right' : `${each.faults.length} faults`,
  ]);
  return aligned([COLUMNS, ...rows], 'right');
}

/** What each collection takes: documents, bytes of one, megabytes of all and of their indexes. */
export function sizesTable(sizes: readonly StoredSize[]): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const rows = sizes.map(({ collection, documents, bytesEach, dataBytes, indexBytes }) => [
    collection,
    ...[documents, bytesEach].map(String),
    ...[dataBytes, indexBytes].map(megabytes),
  ]);
  return aligned([['', 'documents', 'bytes each', 'data MB', 'indexes MB'], ...rows], 'right');
}

const MOST_SAMPLES = 25;

/** Memory over time, in at most so many lines. */
export function memoryOverTime(samples: readonly MemorySample[]): string {
  const step = Math.max(1, Math.ceil(samples.length / MOST_SAMPLES));
  return samples
    .filter((_, index) => index % step === 0 || index === samples.length - 1)
    .map(({ seconds, megabytes }) => `${seconds.toFixed(0).padStart(6)} s ${megabytes.toFixed(0).padStart(6)} MB`)
    .join('\n');
}
