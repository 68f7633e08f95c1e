/** How the deliveries of a story went. */
export interface LoadResult {
  /** Milliseconds since 1970 of the first delivery. */
  readonly startedAt: number;
  readonly seconds: number;
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Milliseconds from the first byte sent to the last byte of the answer. */
  readonly p50: number;
  readonly p99: number;
  /** The average size of a body. */
  readonly bodyBytes: number;
}

/** The smallest of the sorted values that `share` of them do not exceed. */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
