const DAY = 24 * 60 * 60;

/** How long after each failed attempt the next one comes. */
const PAUSES = [3 * DAY, 5 * DAY, 7 * DAY];

/**
 * When a failed payment is tried again.
 * Source: https://docs.stripe.com/billing/revenue-recovery/smart-retries
 *
 * @param attempts how many there were
 * @returns Unix seconds; null when none is left
 */
export function nextAttempt(attempts: number, now: number): number | null {
  const pause = PAUSES[attempts - 1];
  return pause === undefined ? null : now + pause;
}
