import type { ConfirmedSubscription } from './confirmation';

/** What happens next to a subscription, and when. */
export interface Renewal {
  readonly label: string;
  /** ISO 8601; null when nothing follows. */
  readonly at: string | null;
}

export function renewalOf(subscription: ConfirmedSubscription): Renewal {
  const { status, trialEnd, cancelAt, cancelAtPeriodEnd, currentPeriodEnd } = subscription;
  if (status === 'CANCELED' || status === 'INCOMPLETE_EXPIRED') return { label: 'Next renewal', at: null };
  if (cancelAt) return { label: 'Ends', at: cancelAt };
  if (cancelAtPeriodEnd) return { label: 'Ends', at: currentPeriodEnd };
  if (status === 'TRIALING') return { label: 'First payment', at: trialEnd ?? currentPeriodEnd };
  return { label: 'Next renewal', at: currentPeriodEnd };
}
