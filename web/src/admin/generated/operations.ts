/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ArchivePlanInput = {
  uid: string | number;
};

/** What went wrong, for a program to act on. */
export type BillingErrorCode =
  /** The organization has a live subscription to the plan. */
  | 'ALREADY_SUBSCRIBED'
  /** The customer has to authenticate the payment (3D Secure). */
  | 'AUTHENTICATION_REQUIRED'
  /** The card was declined; `declineCode` says why. */
  | 'CARD_DECLINED'
  /** The checkout session expired before it was paid; start a new one. */
  | 'CHECKOUT_EXPIRED'
  /** The checkout session is not paid yet. */
  | 'CHECKOUT_NOT_PAID'
  /** The same idempotency key with other input, or a concurrent change. */
  | 'CONFLICT'
  /** The input is not usable; `field` says which part. */
  | 'INVALID_INPUT'
  /** The object's state does not allow this. */
  | 'INVALID_STATE'
  /** The object does not exist, or is not the viewer's. */
  | 'NOT_FOUND'
  /** The organization has a customer already. */
  | 'ORGANIZATION_HAS_CUSTOMER'
  /** The plan is no longer sold. */
  | 'PLAN_ARCHIVED'
  /** No plan has this uid. */
  | 'PLAN_NOT_FOUND'
  /** Stripe says that the price or its product is archived or gone. */
  | 'PRICE_INACTIVE'
  /** The plan has no price for the interval or currency asked. */
  | 'PRICE_NOT_FOUND'
  /** The amount due moved since the preview; `details` carries the new one. */
  | 'QUOTE_CHANGED'
  /** The quote is too old; ask for a new preview. */
  | 'QUOTE_EXPIRED'
  /** Stripe timed out, refused or limited the call; safe to try again. */
  | 'STRIPE_UNAVAILABLE';

/** How often a subscription is charged. */
export type BillingInterval =
  | 'MONTH'
  | 'YEAR';

export type CancelSubscriptionInput = {
  /** False ends it now; nothing is paid back. */
  atPeriodEnd?: boolean;
  id: string | number;
  /** In the words of the customer, up to 5,000 characters. */
  reason?: string | null | undefined;
};

/** What brought a change of the stored state. */
export type ChangeCause =
  /** confirmCheckout, before the webhook came. */
  | 'CONFIRMATION'
  /** A mutation; without `actor` it is what the mutation found changed already. */
  | 'MUTATION'
  /** The repair of what differed from Stripe. */
  | 'REPAIR'
  /** A read of all that Stripe has, or a migration of the database: `actor` says which. */
  | 'SYNC'
  /** An event of Stripe; `eventId` says which. */
  | 'WEBHOOK';

/** What is not given stays as it is. */
export type ChangeSubscriptionInput = {
  /** Another interval begins a new period now. */
  billingInterval?: BillingInterval | null | undefined;
  id: string | number;
  planUid?: string | number | null | undefined;
  prorationBehavior?: ProrationBehavior;
  /** From 1 to 999,999. */
  quantity?: number | null | undefined;
  /** From subscriptionChangePreview, with the same input otherwise: the change is made at the amounts of the quote or not at all. A preview takes no notice of it. */
  quoteId?: string | number | null | undefined;
};

export type CreateRefundInput = {
  /** In the minor unit; all that is left when absent. */
  amount?: number | null | undefined;
  /** Chosen by the client, up to 255 characters: the same key with the same input gives the same refund. */
  idempotencyKey?: string | null | undefined;
  paymentIntentId: string | number;
  /** One of duplicate, fraudulent, requested_by_customer. */
  reason?: string | null | undefined;
};

export type CustomerFilter = {
  createdAfter?: string | null | undefined;
  createdBefore?: string | null | undefined;
  /** The whole email, in upper or lower case. */
  email?: string | null | undefined;
  /** Matches where the email, the name, a word of the name, or the organization’s id begins with it, in upper or lower case. */
  search?: string | null | undefined;
};

export type CustomerOrder = {
  direction?: SortDirection;
  field: CustomerOrderField;
};

export type CustomerOrderField =
  | 'CREATED_AT'
  /** In lower case; customers without one come first. */
  | 'EMAIL';

/** Stripe's words: https://docs.stripe.com/invoicing/overview#invoice-statuses */
export type InvoiceStatus =
  | 'DRAFT'
  | 'OPEN'
  | 'PAID'
  | 'UNCOLLECTIBLE'
  /** A status that Stripe added after this release; `stripeStatus` shows it. */
  | 'UNKNOWN'
  | 'VOID';

/** What is charged by usage beyond the plan. */
export type OverageKind =
  | 'API'
  | 'BANDWIDTH';

export type PlanOverageInput = {
  /** One in which the plan has a price. */
  currency: string;
  kind: OverageKind;
  /** In the minor unit of the currency for each unit of usage, with up to 12 decimals, such as "0.05". */
  unitAmountDecimal: string;
};

export type PlanPriceInput = {
  billingInterval: BillingInterval;
  currency: string;
  /** In the minor unit of the currency, from 0 to 99,999,999. */
  unitAmount: number;
};

/** How the rest of the period is settled: https://docs.stripe.com/billing/subscriptions/prorations */
export type ProrationBehavior =
  /** The difference is invoiced and charged now. */
  | 'ALWAYS_INVOICE'
  /** The difference is on the next invoice. */
  | 'CREATE_PRORATIONS'
  /** The difference is not charged; the new price counts from the next period. */
  | 'NONE';

export type RepairDriftInput = {
  /** Only say what would be repaired. */
  dryRun?: boolean;
  /** Of `driftReport`; from 1 to 100. */
  ids: Array<string | number>;
};

export type ResumeSubscriptionInput = {
  id: string | number;
};

/** Which of the failed events to try again; all when nothing is said. */
export type RetryFailedWebhookEventsInput = {
  /** The oldest so many; from 1 to 10,000. */
  limit?: number;
  receivedAfter?: string | null | undefined;
  receivedBefore?: string | null | undefined;
  type?: Array<string> | null | undefined;
};

export type RetryWebhookEventInput = {
  /** Stripe's id: evt_… */
  id: string | number;
};

/** What a viewer may see. */
export type Role =
  /** Every organization. */
  | 'ADMIN'
  /** No identity: the catalogue only. */
  | 'ANONYMOUS'
  /** One organization's own data. */
  | 'MEMBER';

export type SavePlanInput = {
  /** Up to 500 characters. */
  description?: string | null | undefined;
  features?: Array<string> | null | undefined;
  /** Up to 250 characters. */
  name: string;
  /** One for each kind and currency. */
  overages?: Array<PlanOverageInput> | null | undefined;
  /** All prices of the plan, one for each interval and currency. */
  prices: Array<PlanPriceInput>;
  /** From 0 to 730. */
  trialDays?: number;
  /** Ours, of lower case letters, digits, _ and -, such as plan_starter. Its product at Stripe has it for an id. */
  uid: string | number;
};

/** Periods of the calendar, UTC; weeks begin on Monday. */
export type SeriesInterval =
  | 'DAY'
  | 'MONTH'
  | 'WEEK';

export type SortDirection =
  | 'ASC'
  | 'DESC';

export type SubscriptionFilter = {
  billingInterval?: BillingInterval | null | undefined;
  /** Whether it will end by itself. */
  cancelAtPeriodEnd?: boolean | null | undefined;
  currentPeriodEndAfter?: string | null | undefined;
  currentPeriodEndBefore?: string | null | undefined;
  customerId?: string | number | null | undefined;
  organizationId?: string | number | null | undefined;
  planUid?: Array<string | number> | null | undefined;
  status?: Array<SubscriptionStatus> | null | undefined;
};

export type SubscriptionOrder = {
  direction?: SortDirection;
  field: SubscriptionOrderField;
};

export type SubscriptionOrderField =
  | 'CREATED_AT'
  | 'CURRENT_PERIOD_END'
  | 'UPDATED_AT';

/** Stripe's words: https://docs.stripe.com/api/subscriptions/object#subscription_object-status */
export type SubscriptionStatus =
  | 'ACTIVE'
  | 'CANCELED'
  | 'INCOMPLETE'
  | 'INCOMPLETE_EXPIRED'
  | 'PAST_DUE'
  | 'PAUSED'
  | 'TRIALING'
  /** A status that Stripe added after this release; `stripeStatus` shows it. */
  | 'UNKNOWN'
  | 'UNPAID';

/** LICENSED: charged by quantity. METERED: charged by what was used. */
export type UsageType =
  | 'LICENSED'
  | 'METERED';

export type WebhookEventFilter = {
  organizationId?: string | number | null | undefined;
  receivedAfter?: string | null | undefined;
  receivedBefore?: string | null | undefined;
  status?: Array<WebhookEventStatus> | null | undefined;
  subscriptionId?: string | number | null | undefined;
  type?: Array<string> | null | undefined;
};

export type WebhookEventStatus =
  /** No attempt is left; waits for an operator. */
  | 'FAILED'
  /** Nothing is to be done for its type. */
  | 'IGNORED'
  /** What it tells of is stored. */
  | 'PROCESSED'
  /** A worker is at it. */
  | 'PROCESSING'
  /** Stored; waits for its first or next attempt. */
  | 'RECEIVED';

export type WebhookFailureClass =
  /** It is about nothing that Stripe knows, or lacks what is needed. */
  | 'BAD_DATA'
  /** A fault of the engine. */
  | 'BUG'
  /** No organization is known for its customer. */
  | 'CUSTOMER_UNKNOWN'
  /** MongoDB did not do what it was asked. */
  | 'DATABASE_UNAVAILABLE'
  /** A handler of the program that hosts the engine threw, or took too long. */
  | 'OWN_HANDLER'
  /** Stripe timed out, limited the request or did not serve it. */
  | 'STRIPE_UNAVAILABLE';

export type BillingErrorPartsFragment = { code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null };

export type AdminCustomersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: CustomerFilter | null | undefined;
  orderBy?: CustomerOrder | null | undefined;
  counted: boolean;
}>;


export type AdminCustomersQuery = { customers: { totalCount?: number, nodes: Array<{ id: string, organizationId: string, email: string | null, name: string | null, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AdminCustomerQueryVariables = Exact<{
  id: string | number;
}>;


export type AdminCustomerQuery = { customer: { updatedAt: string, id: string, organizationId: string, email: string | null, name: string | null, createdAt: string, subscriptions: { nodes: Array<{ id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, createdAt: string, updatedAt: string, monthlyRecurringRevenue: { amount: number, currency: string }, plan: { uid: string, name: string } | null, customer: { id: string, email: string | null, name: string | null } | null }>, pageInfo: { hasNextPage: boolean } } } | null };

export type AdminCustomerInvoicesQueryVariables = Exact<{
  organizationId: string | number;
}>;


export type AdminCustomerInvoicesQuery = { invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, stripeStatus: string, createdAt: string, hostedInvoiceUrl: string | null, total: { amount: number, currency: string }, amountPaid: { amount: number, currency: string } }> } };

export type CustomerRowFragment = { id: string, organizationId: string, email: string | null, name: string | null, createdAt: string };

export type AmountFragment = { amount: number, currency: string };

export type AdminDriftReportQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type AdminDriftReportQuery = { driftReport: { checkedAt: string | null, checkedCount: number, total: number, nodes: Array<{ id: string, objectType: string, organizationId: string | null, fields: Array<{ path: string, ours: string | null, stripes: string | null }>, monthlyRevenueAtStake: { amount: number, currency: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AdminRepairDriftMutationVariables = Exact<{
  input: RepairDriftInput;
}>;


export type AdminRepairDriftMutation = { repairDrift: { repaired: Array<{ id: string, objectType: string, organizationId: string | null, fields: Array<{ path: string, ours: string | null, stripes: string | null }>, monthlyRevenueAtStake: { amount: number, currency: string } | null }>, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type DriftRowFragment = { id: string, objectType: string, organizationId: string | null, fields: Array<{ path: string, ours: string | null, stripes: string | null }>, monthlyRevenueAtStake: { amount: number, currency: string } | null };

export type AdminSubscriptionChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AdminSubscriptionChangedSubscription = { subscriptionChanged: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, createdAt: string, updatedAt: string, monthlyRecurringRevenue: { amount: number, currency: string }, plan: { uid: string, name: string } | null, customer: { id: string, email: string | null, name: string | null } | null } };

export type AdminWebhookEventChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AdminWebhookEventChangedSubscription = { webhookEventChanged: { id: string, type: string, status: WebhookEventStatus, attempts: number, nextAttemptAt: string | null, createdAt: string, occurredAt: string, processedAt: string | null, result: { success: boolean, error: string | null, failure: WebhookFailureClass | null, subscriptionId: string | null, organizationId: string | null } | null } };

export type AdminHealthQueryVariables = Exact<{ [key: string]: never; }>;


export type AdminHealthQuery = { webhookEvents: { totalCount: number }, driftReport: { checkedAt: string | null, total: number } };

export type AdminRevenueQueryVariables = Exact<{ [key: string]: never; }>;


export type AdminRevenueQuery = { revenueMetrics: { asOf: string, subscriptionsByStatus: Array<{ status: SubscriptionStatus, count: number }>, byCurrency: Array<{ currency: string, activeCustomers: number, monthlyRecurringRevenue: { amount: number, currency: string }, annualRecurringRevenue: { amount: number, currency: string }, averageRevenuePerCustomer: { amount: number, currency: string }, pastDueMonthlyRecurringRevenue: { amount: number, currency: string }, byPlan: Array<{ billingInterval: BillingInterval | null, activeSubscriptions: number, plan: { uid: string, name: string }, monthlyRecurringRevenue: { amount: number, currency: string } }> }> } };

export type AdminRevenueSeriesQueryVariables = Exact<{
  from: string;
  to: string;
  interval: SeriesInterval;
  currency: string;
}>;


export type AdminRevenueSeriesQuery = { revenueSeries: Array<{ from: string, to: string, customerChurnRate: number, netRevenueRetention: number, openingRecurringRevenue: { amount: number }, new: { amount: number }, expansion: { amount: number }, contraction: { amount: number }, churned: { amount: number }, reactivated: { amount: number }, closingRecurringRevenue: { amount: number } }> };

export type AdminPlansQueryVariables = Exact<{ [key: string]: never; }>;


export type AdminPlansQuery = { plans: Array<{ uid: string, name: string, description: string | null, archived: boolean, features: Array<string>, trialDays: number, prices: Array<{ id: string, active: boolean, billingInterval: BillingInterval | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, active: boolean, billingInterval: BillingInterval | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string } | null } }> }> };

export type AdminSavePlanMutationVariables = Exact<{
  input: SavePlanInput;
}>;


export type AdminSavePlanMutation = { savePlan: { plan: { uid: string, name: string, description: string | null, archived: boolean, features: Array<string>, trialDays: number, prices: Array<{ id: string, active: boolean, billingInterval: BillingInterval | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, active: boolean, billingInterval: BillingInterval | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string } | null } }> } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type AdminArchivePlanMutationVariables = Exact<{
  input: ArchivePlanInput;
}>;


export type AdminArchivePlanMutation = { archivePlan: { plan: { uid: string, name: string, description: string | null, archived: boolean, features: Array<string>, trialDays: number, prices: Array<{ id: string, active: boolean, billingInterval: BillingInterval | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, active: boolean, billingInterval: BillingInterval | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string } | null } }> } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type PlanPartsFragment = { uid: string, name: string, description: string | null, archived: boolean, features: Array<string>, trialDays: number, prices: Array<{ id: string, active: boolean, billingInterval: BillingInterval | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, active: boolean, billingInterval: BillingInterval | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string } | null } }> };

export type AdminViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type AdminViewerQuery = { viewer: { role: Role, organizationId: string | null, email: string | null } };

export type AdminCancelSubscriptionMutationVariables = Exact<{
  input: CancelSubscriptionInput;
}>;


export type AdminCancelSubscriptionMutation = { cancelSubscription: { subscription: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, createdAt: string, updatedAt: string, monthlyRecurringRevenue: { amount: number, currency: string }, plan: { uid: string, name: string } | null, customer: { id: string, email: string | null, name: string | null } | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type AdminResumeSubscriptionMutationVariables = Exact<{
  input: ResumeSubscriptionInput;
}>;


export type AdminResumeSubscriptionMutation = { resumeSubscription: { subscription: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, createdAt: string, updatedAt: string, monthlyRecurringRevenue: { amount: number, currency: string }, plan: { uid: string, name: string } | null, customer: { id: string, email: string | null, name: string | null } | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type AdminChangePreviewQueryVariables = Exact<{
  input: ChangeSubscriptionInput;
}>;


export type AdminChangePreviewQuery = { subscriptionChangePreview: { quoteId: string | null, quoteExpiresAt: string | null, amountDueNow: { amount: number, currency: string } | null, nextInvoiceTotal: { amount: number, currency: string } | null, lines: Array<{ description: string | null, quantity: number | null, proration: boolean, amount: { amount: number, currency: string } }>, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type AdminChangeSubscriptionMutationVariables = Exact<{
  input: ChangeSubscriptionInput;
}>;


export type AdminChangeSubscriptionMutation = { changeSubscription: { subscription: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, createdAt: string, updatedAt: string, monthlyRecurringRevenue: { amount: number, currency: string }, plan: { uid: string, name: string } | null, customer: { id: string, email: string | null, name: string | null } | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type AdminCreateRefundMutationVariables = Exact<{
  input: CreateRefundInput;
}>;


export type AdminCreateRefundMutation = { createRefund: { refund: { id: string, stripeStatus: string, amount: { amount: number, currency: string } } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type AdminInvoicePaymentsQueryVariables = Exact<{
  id: string | number;
}>;


export type AdminInvoicePaymentsQuery = { invoice: { id: string, paymentIntentIds: Array<string> } | null };

export type AdminPaymentQueryVariables = Exact<{
  id: string | number;
}>;


export type AdminPaymentQuery = { paymentIntent: { id: string, stripeStatus: string, createdAt: string, amount: { amount: number, currency: string }, amountReceived: { amount: number, currency: string }, amountRefunded: { amount: number, currency: string } } | null };

export type AdminSubscriptionsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: SubscriptionFilter | null | undefined;
  orderBy?: SubscriptionOrder | null | undefined;
  counted: boolean;
}>;


export type AdminSubscriptionsQuery = { subscriptions: { totalCount?: number, nodes: Array<{ id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, createdAt: string, updatedAt: string, monthlyRecurringRevenue: { amount: number, currency: string }, plan: { uid: string, name: string } | null, customer: { id: string, email: string | null, name: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AdminSubscriptionQueryVariables = Exact<{
  id: string | number;
}>;


export type AdminSubscriptionQuery = { subscription: { currentPeriodStart: string, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, metadata: Record<string, unknown>, id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, createdAt: string, updatedAt: string, items: Array<{ id: string, quantity: number | null, price: { id: string, active: boolean, usageType: UsageType | null, billingInterval: BillingInterval | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string } | null, product: { id: string, name: string } } }>, history: Array<{ at: string, cause: ChangeCause, eventId: string | null, actor: string | null, before: Record<string, unknown> | null, after: Record<string, unknown> }>, monthlyRecurringRevenue: { amount: number, currency: string }, plan: { uid: string, name: string } | null, customer: { id: string, email: string | null, name: string | null } | null } | null };

export type AdminSubscriptionInvoicesQueryVariables = Exact<{
  id: string | number;
}>;


export type AdminSubscriptionInvoicesQuery = { invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, stripeStatus: string, createdAt: string, hostedInvoiceUrl: string | null, total: { amount: number, currency: string }, amountPaid: { amount: number, currency: string } }> } };

export type AdminUpcomingInvoiceQueryVariables = Exact<{
  id: string | number;
}>;


export type AdminUpcomingInvoiceQuery = { upcomingInvoice: { nextPaymentAttempt: string | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ description: string | null, quantity: number | null, proration: boolean, amount: { amount: number, currency: string } }> } | null };

export type SubscriptionRowFragment = { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, createdAt: string, updatedAt: string, monthlyRecurringRevenue: { amount: number, currency: string }, plan: { uid: string, name: string } | null, customer: { id: string, email: string | null, name: string | null } | null };

export type InvoiceRowFragment = { id: string, number: string | null, status: InvoiceStatus, stripeStatus: string, createdAt: string, hostedInvoiceUrl: string | null, total: { amount: number, currency: string }, amountPaid: { amount: number, currency: string } };

export type AdminWebhookEventsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: WebhookEventFilter | null | undefined;
  counted: boolean;
}>;


export type AdminWebhookEventsQuery = { webhookEvents: { totalCount?: number, nodes: Array<{ id: string, type: string, status: WebhookEventStatus, attempts: number, nextAttemptAt: string | null, createdAt: string, occurredAt: string, processedAt: string | null, result: { success: boolean, error: string | null, failure: WebhookFailureClass | null, subscriptionId: string | null, organizationId: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AdminWebhookEventQueryVariables = Exact<{
  id: string | number;
}>;


export type AdminWebhookEventQuery = { webhookEvent: { payload: Record<string, unknown>, id: string, type: string, status: WebhookEventStatus, attempts: number, nextAttemptAt: string | null, createdAt: string, occurredAt: string, processedAt: string | null, result: { success: boolean, error: string | null, failure: WebhookFailureClass | null, subscriptionId: string | null, organizationId: string | null } | null } | null };

export type AdminRetryWebhookEventMutationVariables = Exact<{
  input: RetryWebhookEventInput;
}>;


export type AdminRetryWebhookEventMutation = { retryWebhookEvent: { webhookEvent: { id: string, type: string, status: WebhookEventStatus, attempts: number, nextAttemptAt: string | null, createdAt: string, occurredAt: string, processedAt: string | null, result: { success: boolean, error: string | null, failure: WebhookFailureClass | null, subscriptionId: string | null, organizationId: string | null } | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type AdminRetryFailedWebhookEventsMutationVariables = Exact<{
  input: RetryFailedWebhookEventsInput;
}>;


export type AdminRetryFailedWebhookEventsMutation = { retryFailedWebhookEvents: { retriedCount: number, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type WebhookEventRowFragment = { id: string, type: string, status: WebhookEventStatus, attempts: number, nextAttemptAt: string | null, createdAt: string, occurredAt: string, processedAt: string | null, result: { success: boolean, error: string | null, failure: WebhookFailureClass | null, subscriptionId: string | null, organizationId: string | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const BillingErrorPartsFragmentDoc = new TypedDocumentString(`
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}
    `, {"fragmentName":"BillingErrorParts"}) as unknown as TypedDocumentString<BillingErrorPartsFragment, unknown>;
export const CustomerRowFragmentDoc = new TypedDocumentString(`
    fragment CustomerRow on Customer {
  id
  organizationId
  email
  name
  createdAt
}
    `, {"fragmentName":"CustomerRow"}) as unknown as TypedDocumentString<CustomerRowFragment, unknown>;
export const AmountFragmentDoc = new TypedDocumentString(`
    fragment Amount on Money {
  amount
  currency
}
    `, {"fragmentName":"Amount"}) as unknown as TypedDocumentString<AmountFragment, unknown>;
export const DriftRowFragmentDoc = new TypedDocumentString(`
    fragment DriftRow on Drift {
  id
  objectType
  organizationId
  fields {
    path
    ours
    stripes
  }
  monthlyRevenueAtStake {
    ...Amount
  }
}
    fragment Amount on Money {
  amount
  currency
}`, {"fragmentName":"DriftRow"}) as unknown as TypedDocumentString<DriftRowFragment, unknown>;
export const PlanPartsFragmentDoc = new TypedDocumentString(`
    fragment PlanParts on Plan {
  uid
  name
  description
  archived
  features
  trialDays
  prices {
    id
    active
    billingInterval
    unitAmountDecimal
    unitPrice {
      ...Amount
    }
  }
  overages {
    kind
    price {
      id
      active
      billingInterval
      unitAmountDecimal
      unitPrice {
        ...Amount
      }
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}`, {"fragmentName":"PlanParts"}) as unknown as TypedDocumentString<PlanPartsFragment, unknown>;
export const SubscriptionRowFragmentDoc = new TypedDocumentString(`
    fragment SubscriptionRow on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  currentPeriodEnd
  cancelAtPeriodEnd
  cancelAt
  createdAt
  updatedAt
  monthlyRecurringRevenue {
    ...Amount
  }
  plan {
    uid
    name
  }
  customer {
    id
    email
    name
  }
}
    fragment Amount on Money {
  amount
  currency
}`, {"fragmentName":"SubscriptionRow"}) as unknown as TypedDocumentString<SubscriptionRowFragment, unknown>;
export const InvoiceRowFragmentDoc = new TypedDocumentString(`
    fragment InvoiceRow on Invoice {
  id
  number
  status
  stripeStatus
  createdAt
  hostedInvoiceUrl
  total {
    ...Amount
  }
  amountPaid {
    ...Amount
  }
}
    fragment Amount on Money {
  amount
  currency
}`, {"fragmentName":"InvoiceRow"}) as unknown as TypedDocumentString<InvoiceRowFragment, unknown>;
export const WebhookEventRowFragmentDoc = new TypedDocumentString(`
    fragment WebhookEventRow on WebhookEvent {
  id
  type
  status
  attempts
  nextAttemptAt
  createdAt
  occurredAt
  processedAt
  result {
    success
    error
    failure
    subscriptionId
    organizationId
  }
}
    `, {"fragmentName":"WebhookEventRow"}) as unknown as TypedDocumentString<WebhookEventRowFragment, unknown>;
export const AdminCustomersDocument = new TypedDocumentString(`
    query AdminCustomers($first: Int!, $after: String, $filter: CustomerFilter, $orderBy: CustomerOrder, $counted: Boolean!) {
  customers(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes {
      ...CustomerRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount @include(if: $counted)
  }
}
    fragment CustomerRow on Customer {
  id
  organizationId
  email
  name
  createdAt
}`) as unknown as TypedDocumentString<AdminCustomersQuery, AdminCustomersQueryVariables>;
export const AdminCustomerDocument = new TypedDocumentString(`
    query AdminCustomer($id: ID!) {
  customer(id: $id) {
    ...CustomerRow
    updatedAt
    subscriptions(first: 50) {
      nodes {
        ...SubscriptionRow
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}
    fragment CustomerRow on Customer {
  id
  organizationId
  email
  name
  createdAt
}
fragment Amount on Money {
  amount
  currency
}
fragment SubscriptionRow on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  currentPeriodEnd
  cancelAtPeriodEnd
  cancelAt
  createdAt
  updatedAt
  monthlyRecurringRevenue {
    ...Amount
  }
  plan {
    uid
    name
  }
  customer {
    id
    email
    name
  }
}`) as unknown as TypedDocumentString<AdminCustomerQuery, AdminCustomerQueryVariables>;
export const AdminCustomerInvoicesDocument = new TypedDocumentString(`
    query AdminCustomerInvoices($organizationId: ID!) {
  invoices(first: 20, filter: {organizationId: $organizationId}) {
    nodes {
      ...InvoiceRow
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment InvoiceRow on Invoice {
  id
  number
  status
  stripeStatus
  createdAt
  hostedInvoiceUrl
  total {
    ...Amount
  }
  amountPaid {
    ...Amount
  }
}`) as unknown as TypedDocumentString<AdminCustomerInvoicesQuery, AdminCustomerInvoicesQueryVariables>;
export const AdminDriftReportDocument = new TypedDocumentString(`
    query AdminDriftReport($first: Int!, $after: String) {
  driftReport(first: $first, after: $after) {
    checkedAt
    checkedCount
    total
    nodes {
      ...DriftRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment DriftRow on Drift {
  id
  objectType
  organizationId
  fields {
    path
    ours
    stripes
  }
  monthlyRevenueAtStake {
    ...Amount
  }
}`) as unknown as TypedDocumentString<AdminDriftReportQuery, AdminDriftReportQueryVariables>;
export const AdminRepairDriftDocument = new TypedDocumentString(`
    mutation AdminRepairDrift($input: RepairDriftInput!) {
  repairDrift(input: $input) {
    repaired {
      ...DriftRow
    }
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}
fragment Amount on Money {
  amount
  currency
}
fragment DriftRow on Drift {
  id
  objectType
  organizationId
  fields {
    path
    ours
    stripes
  }
  monthlyRevenueAtStake {
    ...Amount
  }
}`) as unknown as TypedDocumentString<AdminRepairDriftMutation, AdminRepairDriftMutationVariables>;
export const AdminSubscriptionChangedDocument = new TypedDocumentString(`
    subscription AdminSubscriptionChanged {
  subscriptionChanged {
    ...SubscriptionRow
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment SubscriptionRow on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  currentPeriodEnd
  cancelAtPeriodEnd
  cancelAt
  createdAt
  updatedAt
  monthlyRecurringRevenue {
    ...Amount
  }
  plan {
    uid
    name
  }
  customer {
    id
    email
    name
  }
}`) as unknown as TypedDocumentString<AdminSubscriptionChangedSubscription, AdminSubscriptionChangedSubscriptionVariables>;
export const AdminWebhookEventChangedDocument = new TypedDocumentString(`
    subscription AdminWebhookEventChanged {
  webhookEventChanged {
    ...WebhookEventRow
  }
}
    fragment WebhookEventRow on WebhookEvent {
  id
  type
  status
  attempts
  nextAttemptAt
  createdAt
  occurredAt
  processedAt
  result {
    success
    error
    failure
    subscriptionId
    organizationId
  }
}`) as unknown as TypedDocumentString<AdminWebhookEventChangedSubscription, AdminWebhookEventChangedSubscriptionVariables>;
export const AdminHealthDocument = new TypedDocumentString(`
    query AdminHealth {
  webhookEvents(first: 1, filter: {status: [FAILED]}) {
    totalCount
  }
  driftReport(first: 1) {
    checkedAt
    total
  }
}
    `) as unknown as TypedDocumentString<AdminHealthQuery, AdminHealthQueryVariables>;
export const AdminRevenueDocument = new TypedDocumentString(`
    query AdminRevenue {
  revenueMetrics {
    asOf
    subscriptionsByStatus {
      status
      count
    }
    byCurrency {
      currency
      monthlyRecurringRevenue {
        ...Amount
      }
      annualRecurringRevenue {
        ...Amount
      }
      averageRevenuePerCustomer {
        ...Amount
      }
      pastDueMonthlyRecurringRevenue {
        ...Amount
      }
      activeCustomers
      byPlan {
        plan {
          uid
          name
        }
        billingInterval
        activeSubscriptions
        monthlyRecurringRevenue {
          ...Amount
        }
      }
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}`) as unknown as TypedDocumentString<AdminRevenueQuery, AdminRevenueQueryVariables>;
export const AdminRevenueSeriesDocument = new TypedDocumentString(`
    query AdminRevenueSeries($from: DateTimeISO!, $to: DateTimeISO!, $interval: SeriesInterval!, $currency: Currency!) {
  revenueSeries(from: $from, to: $to, interval: $interval, currency: $currency) {
    from
    to
    openingRecurringRevenue {
      amount
    }
    new {
      amount
    }
    expansion {
      amount
    }
    contraction {
      amount
    }
    churned {
      amount
    }
    reactivated {
      amount
    }
    closingRecurringRevenue {
      amount
    }
    customerChurnRate
    netRevenueRetention
  }
}
    `) as unknown as TypedDocumentString<AdminRevenueSeriesQuery, AdminRevenueSeriesQueryVariables>;
export const AdminPlansDocument = new TypedDocumentString(`
    query AdminPlans {
  plans(includeArchived: true) {
    ...PlanParts
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment PlanParts on Plan {
  uid
  name
  description
  archived
  features
  trialDays
  prices {
    id
    active
    billingInterval
    unitAmountDecimal
    unitPrice {
      ...Amount
    }
  }
  overages {
    kind
    price {
      id
      active
      billingInterval
      unitAmountDecimal
      unitPrice {
        ...Amount
      }
    }
  }
}`) as unknown as TypedDocumentString<AdminPlansQuery, AdminPlansQueryVariables>;
export const AdminSavePlanDocument = new TypedDocumentString(`
    mutation AdminSavePlan($input: SavePlanInput!) {
  savePlan(input: $input) {
    plan {
      ...PlanParts
    }
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}
fragment Amount on Money {
  amount
  currency
}
fragment PlanParts on Plan {
  uid
  name
  description
  archived
  features
  trialDays
  prices {
    id
    active
    billingInterval
    unitAmountDecimal
    unitPrice {
      ...Amount
    }
  }
  overages {
    kind
    price {
      id
      active
      billingInterval
      unitAmountDecimal
      unitPrice {
        ...Amount
      }
    }
  }
}`) as unknown as TypedDocumentString<AdminSavePlanMutation, AdminSavePlanMutationVariables>;
export const AdminArchivePlanDocument = new TypedDocumentString(`
    mutation AdminArchivePlan($input: ArchivePlanInput!) {
  archivePlan(input: $input) {
    plan {
      ...PlanParts
    }
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}
fragment Amount on Money {
  amount
  currency
}
fragment PlanParts on Plan {
  uid
  name
  description
  archived
  features
  trialDays
  prices {
    id
    active
    billingInterval
    unitAmountDecimal
    unitPrice {
      ...Amount
    }
  }
  overages {
    kind
    price {
      id
      active
      billingInterval
      unitAmountDecimal
      unitPrice {
        ...Amount
      }
    }
  }
}`) as unknown as TypedDocumentString<AdminArchivePlanMutation, AdminArchivePlanMutationVariables>;
export const AdminViewerDocument = new TypedDocumentString(`
    query AdminViewer {
  viewer {
    role
    organizationId
    email
  }
}
    `) as unknown as TypedDocumentString<AdminViewerQuery, AdminViewerQueryVariables>;
export const AdminCancelSubscriptionDocument = new TypedDocumentString(`
    mutation AdminCancelSubscription($input: CancelSubscriptionInput!) {
  cancelSubscription(input: $input) {
    subscription {
      ...SubscriptionRow
    }
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}
fragment Amount on Money {
  amount
  currency
}
fragment SubscriptionRow on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  currentPeriodEnd
  cancelAtPeriodEnd
  cancelAt
  createdAt
  updatedAt
  monthlyRecurringRevenue {
    ...Amount
  }
  plan {
    uid
    name
  }
  customer {
    id
    email
    name
  }
}`) as unknown as TypedDocumentString<AdminCancelSubscriptionMutation, AdminCancelSubscriptionMutationVariables>;
export const AdminResumeSubscriptionDocument = new TypedDocumentString(`
    mutation AdminResumeSubscription($input: ResumeSubscriptionInput!) {
  resumeSubscription(input: $input) {
    subscription {
      ...SubscriptionRow
    }
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}
fragment Amount on Money {
  amount
  currency
}
fragment SubscriptionRow on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  currentPeriodEnd
  cancelAtPeriodEnd
  cancelAt
  createdAt
  updatedAt
  monthlyRecurringRevenue {
    ...Amount
  }
  plan {
    uid
    name
  }
  customer {
    id
    email
    name
  }
}`) as unknown as TypedDocumentString<AdminResumeSubscriptionMutation, AdminResumeSubscriptionMutationVariables>;
export const AdminChangePreviewDocument = new TypedDocumentString(`
    query AdminChangePreview($input: ChangeSubscriptionInput!) {
  subscriptionChangePreview(input: $input) {
    quoteId
    quoteExpiresAt
    amountDueNow {
      ...Amount
    }
    nextInvoiceTotal {
      ...Amount
    }
    lines {
      description
      quantity
      proration
      amount {
        ...Amount
      }
    }
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}
fragment Amount on Money {
  amount
  currency
}`) as unknown as TypedDocumentString<AdminChangePreviewQuery, AdminChangePreviewQueryVariables>;
export const AdminChangeSubscriptionDocument = new TypedDocumentString(`
    mutation AdminChangeSubscription($input: ChangeSubscriptionInput!) {
  changeSubscription(input: $input) {
    subscription {
      ...SubscriptionRow
    }
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}
fragment Amount on Money {
  amount
  currency
}
fragment SubscriptionRow on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  currentPeriodEnd
  cancelAtPeriodEnd
  cancelAt
  createdAt
  updatedAt
  monthlyRecurringRevenue {
    ...Amount
  }
  plan {
    uid
    name
  }
  customer {
    id
    email
    name
  }
}`) as unknown as TypedDocumentString<AdminChangeSubscriptionMutation, AdminChangeSubscriptionMutationVariables>;
export const AdminCreateRefundDocument = new TypedDocumentString(`
    mutation AdminCreateRefund($input: CreateRefundInput!) {
  createRefund(input: $input) {
    refund {
      id
      stripeStatus
      amount {
        ...Amount
      }
    }
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}
fragment Amount on Money {
  amount
  currency
}`) as unknown as TypedDocumentString<AdminCreateRefundMutation, AdminCreateRefundMutationVariables>;
export const AdminInvoicePaymentsDocument = new TypedDocumentString(`
    query AdminInvoicePayments($id: ID!) {
  invoice(id: $id) {
    id
    paymentIntentIds
  }
}
    `) as unknown as TypedDocumentString<AdminInvoicePaymentsQuery, AdminInvoicePaymentsQueryVariables>;
export const AdminPaymentDocument = new TypedDocumentString(`
    query AdminPayment($id: ID!) {
  paymentIntent(id: $id) {
    id
    stripeStatus
    createdAt
    amount {
      ...Amount
    }
    amountReceived {
      ...Amount
    }
    amountRefunded {
      ...Amount
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}`) as unknown as TypedDocumentString<AdminPaymentQuery, AdminPaymentQueryVariables>;
export const AdminSubscriptionsDocument = new TypedDocumentString(`
    query AdminSubscriptions($first: Int!, $after: String, $filter: SubscriptionFilter, $orderBy: SubscriptionOrder, $counted: Boolean!) {
  subscriptions(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes {
      ...SubscriptionRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount @include(if: $counted)
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment SubscriptionRow on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  currentPeriodEnd
  cancelAtPeriodEnd
  cancelAt
  createdAt
  updatedAt
  monthlyRecurringRevenue {
    ...Amount
  }
  plan {
    uid
    name
  }
  customer {
    id
    email
    name
  }
}`) as unknown as TypedDocumentString<AdminSubscriptionsQuery, AdminSubscriptionsQueryVariables>;
export const AdminSubscriptionDocument = new TypedDocumentString(`
    query AdminSubscription($id: ID!) {
  subscription(id: $id) {
    ...SubscriptionRow
    currentPeriodStart
    canceledAt
    endedAt
    trialEnd
    metadata
    items {
      id
      quantity
      price {
        id
        active
        usageType
        billingInterval
        unitAmountDecimal
        unitPrice {
          ...Amount
        }
        product {
          id
          name
        }
      }
    }
    history {
      at
      cause
      eventId
      actor
      before
      after
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment SubscriptionRow on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  currentPeriodEnd
  cancelAtPeriodEnd
  cancelAt
  createdAt
  updatedAt
  monthlyRecurringRevenue {
    ...Amount
  }
  plan {
    uid
    name
  }
  customer {
    id
    email
    name
  }
}`) as unknown as TypedDocumentString<AdminSubscriptionQuery, AdminSubscriptionQueryVariables>;
export const AdminSubscriptionInvoicesDocument = new TypedDocumentString(`
    query AdminSubscriptionInvoices($id: ID!) {
  invoices(first: 20, filter: {subscriptionId: $id}) {
    nodes {
      ...InvoiceRow
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment InvoiceRow on Invoice {
  id
  number
  status
  stripeStatus
  createdAt
  hostedInvoiceUrl
  total {
    ...Amount
  }
  amountPaid {
    ...Amount
  }
}`) as unknown as TypedDocumentString<AdminSubscriptionInvoicesQuery, AdminSubscriptionInvoicesQueryVariables>;
export const AdminUpcomingInvoiceDocument = new TypedDocumentString(`
    query AdminUpcomingInvoice($id: ID!) {
  upcomingInvoice(subscriptionId: $id) {
    total {
      ...Amount
    }
    amountDue {
      ...Amount
    }
    nextPaymentAttempt
    lines {
      description
      quantity
      proration
      amount {
        ...Amount
      }
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}`) as unknown as TypedDocumentString<AdminUpcomingInvoiceQuery, AdminUpcomingInvoiceQueryVariables>;
export const AdminWebhookEventsDocument = new TypedDocumentString(`
    query AdminWebhookEvents($first: Int!, $after: String, $filter: WebhookEventFilter, $counted: Boolean!) {
  webhookEvents(first: $first, after: $after, filter: $filter) {
    nodes {
      ...WebhookEventRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount @include(if: $counted)
  }
}
    fragment WebhookEventRow on WebhookEvent {
  id
  type
  status
  attempts
  nextAttemptAt
  createdAt
  occurredAt
  processedAt
  result {
    success
    error
    failure
    subscriptionId
    organizationId
  }
}`) as unknown as TypedDocumentString<AdminWebhookEventsQuery, AdminWebhookEventsQueryVariables>;
export const AdminWebhookEventDocument = new TypedDocumentString(`
    query AdminWebhookEvent($id: ID!) {
  webhookEvent(id: $id) {
    ...WebhookEventRow
    payload
  }
}
    fragment WebhookEventRow on WebhookEvent {
  id
  type
  status
  attempts
  nextAttemptAt
  createdAt
  occurredAt
  processedAt
  result {
    success
    error
    failure
    subscriptionId
    organizationId
  }
}`) as unknown as TypedDocumentString<AdminWebhookEventQuery, AdminWebhookEventQueryVariables>;
export const AdminRetryWebhookEventDocument = new TypedDocumentString(`
    mutation AdminRetryWebhookEvent($input: RetryWebhookEventInput!) {
  retryWebhookEvent(input: $input) {
    webhookEvent {
      ...WebhookEventRow
    }
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}
fragment WebhookEventRow on WebhookEvent {
  id
  type
  status
  attempts
  nextAttemptAt
  createdAt
  occurredAt
  processedAt
  result {
    success
    error
    failure
    subscriptionId
    organizationId
  }
}`) as unknown as TypedDocumentString<AdminRetryWebhookEventMutation, AdminRetryWebhookEventMutationVariables>;
export const AdminRetryFailedWebhookEventsDocument = new TypedDocumentString(`
    mutation AdminRetryFailedWebhookEvents($input: RetryFailedWebhookEventsInput!) {
  retryFailedWebhookEvents(input: $input) {
    retriedCount
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  declineCode
  stripeRequestId
}`) as unknown as TypedDocumentString<AdminRetryFailedWebhookEventsMutation, AdminRetryFailedWebhookEventsMutationVariables>;