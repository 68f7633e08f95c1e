/** How many subscriptions a page of the bench has. */
export const PAGE_SIZE = 50;

/** The page that every server answers, as an admin's list of subscriptions asks for it. */
export const PAGE_QUERY = `query Page($after: String) {
  subscriptions(first: ${PAGE_SIZE}, after: $after) {
    nodes {
      id
      status
      billingInterval
      currentPeriodStart
      currentPeriodEnd
      cancelAtPeriodEnd
      createdAt
      customer { id organizationId email name }
      plan { uid name prices { id billingInterval unitPrice { amount currency } } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The totals, as the top of a dashboard shows them. */
const METRICS_QUERY = `query Metrics($at: DateTimeISO) {
  revenueMetrics(at: $at) {
    asOf
    subscriptionsByStatus { status count }
    byCurrency {
      currency
      monthlyRecurringRevenue { amount currency }
      annualRecurringRevenue { amount currency }
      pastDueMonthlyRecurringRevenue { amount currency }
      activeCustomers
    }
  }
}`;

const ONE_QUERY = 'query One($id: ID!) { subscription(id: $id) { id status createdAt } }';

/** @param after the cursor of the row before the page; null for the first page */
export function pageBody(after: string | null): string {
  return JSON.stringify({ query: PAGE_QUERY, variables: { after }, operationName: 'Page' });
}

/** One subscription by its id: the cheapest read that there is, a findOne by a unique index. */
export function oneBody(id: string): string {
  return JSON.stringify({ query: ONE_QUERY, variables: { id }, operationName: 'One' });
}

/** @param at now when null */
export function metricsBody(at: Date | null): string {
  return JSON.stringify({ query: METRICS_QUERY, variables: { at }, operationName: 'Metrics' });
}
