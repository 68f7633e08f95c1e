/** What whoever watches asks about the comparisons with Stripe; the same from every process. */
export interface DriftWatch {
  /** How many objects drift, as the last comparison found it and nobody has repaired since. */
  driftingObjects(): Promise<number>;
  /** When a comparison last left everything as Stripe has it; null when none has. */
  lastCleanAt(): Promise<Date | null>;
}
