import { aligned } from '../table.js';
import type { Measurement } from './measurement.js';

/** By the engine's figures; null for what was not measured. */
export interface Ratios {
  /** Pages a second by those of Mercurius, and of the bare server; at the size where it is less. More is better. */
  readonly pagePerMercurius: number | null;
  readonly pagePerBare: number | null;
  /** p99 of the page with many subscriptions stored, by that with few. Less is better, in these three. */
  readonly p99At1MPer10k: number | null;
  /** p50 of page 10,000 by that of page 1. */
  readonly page10000PerPage1: number | null;
  /** p50 of revenueMetrics by that of the bare server's findOne; for now or for what is closed, whichever is more. */
  readonly metricsPerFindOne: number | null;
}

export interface Measured {
  readonly pages: readonly Measurement[];
  readonly deep: readonly Measurement[];
  readonly metrics: readonly Measurement[];
  readonly findOne: Measurement | undefined;
}

export function ratios({ pages, deep, metrics, findOne }: Measured): Ratios {
  const engines = pages.filter(({ server }) => server.name === 'engine');
  const p99s = engines.map((each) => each.percentile(0.99));
  return {
    pagePerMercurius: leastShare(pages, 'mercurius'),
    pagePerBare: leastShare(pages, 'bare'),
    p99At1MPer10k: p99s.length === 2 ? quotient(p99s[1], p99s[0]) : null,
    page10000PerPage1: quotient(deep.at(-1)?.percentile(0.5), deep[0]?.percentile(0.5)),
    metricsPerFindOne: quotient(Math.max(...metrics.map((each) => each.percentile(0.5))), findOne?.percentile(0.5)),
  };
}

function leastShare(pages: readonly Measurement[], name: string): number | null {
  const of = (server: string, size: number) =>
    pages.find((each) => each.server.name === server && each.server.size === size)?.perSecond;
  const sizes = [...new Set(pages.map(({ server }) => server.size))];
  const shares = sizes.map((size) => quotient(of('engine', size), of(name, size)));
  return shares.reduce((least, share) => (least === null || share === null ? null : Math.min(least, share)));
}

function quotient(one: number | undefined, other: number | undefined): number | null {
  return one === undefined || other === undefined ? null : Math.round((one / other) * 100) / 100;
}

const COLUMNS = ['', 'stored', 'each s', 'p50 ms', 'p99 ms', 'CPU ms', 'mongod'];

export function table(measurements: readonly Measurement[]): string {
  const rows = measurements.map((each) => [
    each.label,
    each.server.size.toLocaleString('en'),
    each.perSecond.toFixed(0),
    each.percentile(0.5).toFixed(2),
    each.percentile(0.99).toFixed(2),
    each.cpu.toFixed(2),
    each.mongoCpu.toFixed(2),
  ]);
  return aligned([COLUMNS, ...rows], 'left');
}
