import { Badge } from '../display/badge';
import { formatMoney } from '../display/money';
import { SUBSCRIPTION_STATUS } from '../display/status-words';
import type { SubscriptionRowFragment } from '../generated/operations';

/** The status, in Stripe's own word where this page knows none, and whether it is about to end. */
export function StatusCell({ status, stripeStatus, cancelAtPeriodEnd, cancelAt }: SubscriptionRowFragment) {
  const word = SUBSCRIPTION_STATUS[status];
  const ends = (cancelAtPeriodEnd || cancelAt !== null) && status !== 'CANCELED';
  return (
    <span className="cell-badges">
      <Badge label={status === 'UNKNOWN' ? stripeStatus : word.label} tone={word.tone} />
      {ends ? <Badge label="Ends" tone="warn" /> : null}
    </span>
  );
}

export function planName({ plan, billingInterval }: SubscriptionRowFragment): string {
  const interval = billingInterval === 'YEAR' ? ' · yearly' : billingInterval === 'MONTH' ? ' · monthly' : '';
  return `${plan?.name ?? 'No plan of the engine'}${interval}`;
}

/** What it brings a month; a dash where it brings nothing now. */
export function revenueText({ monthlyRecurringRevenue }: SubscriptionRowFragment): string {
  return monthlyRecurringRevenue.amount === 0 ? '–' : formatMoney(monthlyRecurringRevenue);
}

export function customerName({ customer, organizationId }: SubscriptionRowFragment): string {
  return customer?.name || customer?.email || organizationId;
}
