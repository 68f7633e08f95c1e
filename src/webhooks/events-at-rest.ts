/** The states in which nobody is at an event, and nobody will be by himself. */
export const AT_REST = ['failed', 'processed', 'ignored'] as const;

/**
 * What brings an event at rest back to the workers, as if it had just come.
 *
 * @param attempts how many of its attempts it has had already
 */
export function again(now: Date, attempts = 0) {
  return {
    status: 'received' as const,
    processed: false,
    attempts,
    claim_id: null,
    processed_at: null,
    expires_at: null,
    next_attempt_at: now,
    updated_at: now,
  };
}
