import { decimalOf, minorUnitDigits } from '../display/money';
import type { SubscriptionRowFragment } from '../generated/operations';
import type { CsvColumn } from '../list/csv-text';

export const SUBSCRIPTION_CSV: readonly CsvColumn<SubscriptionRowFragment>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'organization_id', value: ({ organizationId }) => organizationId },
  { header: 'customer_id', value: ({ customer }) => customer?.id },
  { header: 'customer_email', value: ({ customer }) => customer?.email },
  { header: 'customer_name', value: ({ customer }) => customer?.name },
  { header: 'plan_uid', value: ({ plan }) => plan?.uid },
  { header: 'billing_interval', value: ({ billingInterval }) => billingInterval },
  { header: 'status', value: ({ stripeStatus }) => stripeStatus },
  {
    header: 'monthly_recurring_revenue',
    value: ({ monthlyRecurringRevenue: { amount, currency } }) => decimalOf(amount, minorUnitDigits(currency)),
  },
  { header: 'currency', value: ({ monthlyRecurringRevenue }) => monthlyRecurringRevenue.currency },
  { header: 'current_period_end', value: ({ currentPeriodEnd }) => currentPeriodEnd },
  { header: 'cancel_at_period_end', value: ({ cancelAtPeriodEnd }) => cancelAtPeriodEnd },
  { header: 'created_at', value: ({ createdAt }) => createdAt },
  { header: 'updated_at', value: ({ updatedAt }) => updatedAt },
];
