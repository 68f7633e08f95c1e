/** Statuses of a subscription that is over or never began; every other one, unknown ones too, is live. */
export const NOT_LIVE: readonly string[] = ['canceled', 'incomplete', 'incomplete_expired'];

/** Statuses in which an organization may use what it has subscribed to; see EntitlementService for the rule. */
export const ENTITLING: readonly string[] = ['active', 'trialing', 'past_due'];

/** Whether nothing can change any more. */
export function isOver(status: string): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}
