/** Asks the load generator to send requests for so long, in a closed loop over so many connections. */
export interface LoadOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in turn. */
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly milliseconds: number;
}

/** How it went; latencies in milliseconds, from the first byte sent to the last of the answer. */
export interface LoadFigures {
  readonly perSecond: number;
  readonly latencies: readonly number[];
  /** How many answers had another status than 200. */
  readonly failures: number;
}
