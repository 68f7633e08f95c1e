import DataLoader from 'dataloader';
import type { CustomerRow, PageOfRows, PageReads, PlanRow, SubscriptionRow } from './page-reads.js';

/** What of the engine's schema the page needs, for Yoga and Mercurius. */
export const TYPE_DEFS = `
  scalar DateTimeISO
  enum SubscriptionStatus { INCOMPLETE INCOMPLETE_EXPIRED TRIALING ACTIVE PAST_DUE CANCELED UNPAID PAUSED UNKNOWN }
  enum BillingInterval { MONTH YEAR }
  type Money { amount: Int! currency: String! }
  type Price { id: ID! billingInterval: BillingInterval unitPrice: Money }
  type Plan { uid: ID! name: String! prices: [Price!]! }
  type Customer { id: ID! organizationId: ID! email: String name: String }
  type BillingSubscription {
    id: ID!
    status: SubscriptionStatus!
    billingInterval: BillingInterval
    currentPeriodStart: DateTimeISO!
    currentPeriodEnd: DateTimeISO!
    cancelAtPeriodEnd: Boolean!
    createdAt: DateTimeISO!
    customer: Customer
    plan: Plan
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type BillingSubscriptionConnection { nodes: [BillingSubscription!]! pageInfo: PageInfo! }
  type Query { subscriptions(first: Int! = 10, after: String): BillingSubscriptionConnection! }
`;

/** The batches of one request. */
export interface ContestantContext {
  readonly customers: DataLoader<string, CustomerRow | null>;
  readonly plans: DataLoader<string, PlanRow | null>;
}

export function contestantContext(reads: PageReads): ContestantContext {
  return {
    customers: new DataLoader(async (ids) => {
      const rows = new Map((await reads.customers(ids)).map((row) => [row.stripe_customer_id, row]));
      return ids.map((id) => rows.get(id) ?? null);
    }),
    plans: new DataLoader(async (uids) => {
      const rows = new Map((await reads.plans(uids)).map((row) => [row.plan_uid, row]));
      return uids.map((uid) => rows.get(uid) ?? null);
    }),
  };
}

/** As one would write them: rows as they are, a resolver for each field that is named otherwise. */
export function contestantResolvers(reads: PageReads) {
  return {
    Query: {
      subscriptions: (_root: unknown, { first, after }: { first: number; after?: string | null }) =>
        reads.page(first, after),
    },
    BillingSubscriptionConnection: {
      nodes: ({ rows }: PageOfRows) => rows,
      pageInfo: (page: PageOfRows) => page,
    },
    BillingSubscription: {
      id: (row: SubscriptionRow) => row.stripe_subscription_id,
      status: (row: SubscriptionRow) => row.status.toUpperCase(),
      billingInterval: (row: SubscriptionRow) => row.billing_interval?.toUpperCase(),
      currentPeriodStart: (row: SubscriptionRow) => row.current_period_start,
      currentPeriodEnd: (row: SubscriptionRow) => row.current_period_end,
      cancelAtPeriodEnd: (row: SubscriptionRow) => row.is_ending,
      createdAt: (row: SubscriptionRow) => row.created_at,
      customer: (row: SubscriptionRow, _args: unknown, { customers }: ContestantContext) =>
        customers.load(row.stripe_customer_id),
      plan: (row: SubscriptionRow, _args: unknown, { plans }: ContestantContext) =>
        row.plan_id === null ? null : plans.load(row.plan_id),
    },
    Customer: {
      id: (row: CustomerRow) => row.stripe_customer_id,
      organizationId: (row: CustomerRow) => row.organization_id,
    },
    Plan: { uid: (row: PlanRow) => row.plan_uid },
    Price: {
      id: (price: PlanRow['prices'][number]) => price.stripe_price_id,
      billingInterval: (price: PlanRow['prices'][number]) => price.billing_interval.toUpperCase(),
      unitPrice: ({ unit_amount: amount, currency }: PlanRow['prices'][number]) => ({
        amount,
        currency: currency.toUpperCase(),
      }),
    },
  };
}

export function serializeDate(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  throw new TypeError('Not a date');
}
