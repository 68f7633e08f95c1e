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
