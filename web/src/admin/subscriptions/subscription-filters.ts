import type { SubscriptionFilter, SubscriptionOrder, SubscriptionStatus } from '../generated/operations';
import { SUBSCRIPTION_STATUS } from '../display/status-words';
import type { Filters } from '../list/use-filters';

export const ORDERS: Readonly<Record<string, SubscriptionOrder>> = {
  newest: { field: 'CREATED_AT', direction: 'DESC' },
  oldest: { field: 'CREATED_AT', direction: 'ASC' },
  ending: { field: 'CURRENT_PERIOD_END', direction: 'ASC' },
  'ending-back': { field: 'CURRENT_PERIOD_END', direction: 'DESC' },
  changed: { field: 'UPDATED_AT', direction: 'DESC' },
  'changed-back': { field: 'UPDATED_AT', direction: 'ASC' },
};

/** `ENDING` is no status of Stripe's: those that go on until their period ends. */
export const STATUS_OPTIONS: readonly (readonly [value: string, text: string])[] = [
  ['', 'All'],
  ...Object.entries(SUBSCRIPTION_STATUS).map(([status, { label }]): [string, string] => [status, label]),
  ['ENDING', 'Ends with its period'],
];

export const INTERVAL_OPTIONS: readonly (readonly [value: string, text: string])[] = [
  ['', 'All'],
  ['MONTH', 'Monthly'],
  ['YEAR', 'Yearly'],
];

/** The filter that the page's address asks for. */
export function subscriptionFilter({ get }: Pick<Filters, 'get'>): SubscriptionFilter {
  const status = get('status');
  const interval = get('interval');
  const planUid = get('plan');
  const search = get('search');
  return {
    ...(status === 'ENDING' ? { cancelAtPeriodEnd: true } : isStatus(status) ? { status: [status] } : {}),
    ...(interval === 'MONTH' || interval === 'YEAR' ? { billingInterval: interval } : {}),
    ...(planUid ? { planUid: [planUid] } : {}),
    ...(search ? (search.startsWith('cus_') ? { customerId: search } : { organizationId: search }) : {}),
  };
}

function isStatus(text: string): text is SubscriptionStatus {
  return text in SUBSCRIPTION_STATUS;
}
