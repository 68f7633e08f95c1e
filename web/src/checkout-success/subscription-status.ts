import type { SubscriptionStatus } from '../generated/operations';

interface StatusWords {
  readonly label: string;
  readonly tone: 'good' | 'warn' | 'bad';
}

/** Each status in words: https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses */
export const STATUS_WORDS: Record<SubscriptionStatus, StatusWords> = {
  ACTIVE: { label: 'Active', tone: 'good' },
  TRIALING: { label: 'Free trial', tone: 'good' },
  INCOMPLETE: { label: 'Waiting for the first payment', tone: 'warn' },
  PAST_DUE: { label: 'Payment overdue', tone: 'warn' },
  PAUSED: { label: 'Paused', tone: 'warn' },
  UNPAID: { label: 'Unpaid', tone: 'bad' },
  CANCELED: { label: 'Canceled', tone: 'bad' },
  INCOMPLETE_EXPIRED: { label: 'Never paid', tone: 'bad' },
  UNKNOWN: { label: 'Unknown', tone: 'warn' },
};

/** What the page says above the subscription. */
export function headlineOf(status: SubscriptionStatus): string {
  switch (status) {
    case 'ACTIVE':
      return 'Your subscription is active';
    case 'TRIALING':
      return 'Your free trial has begun';
    default:
      return 'Your subscription needs a look';
  }
}
