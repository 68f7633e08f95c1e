/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

/** What is not given stays as it is. */
export type ChangeSubscriptionInput = {
  /** Another interval begins a new period now. */
  billingInterval?: BillingInterval | null | undefined;
  id: string | number;
  planUid?: string | number | null | undefined;
  prorationBehavior?: ProrationBehavior;
  /** From 1 to 999,999. */
  quantity?: number | null | undefined;
  /** Refused: quotes are not offered yet. */
  quoteId?: string | number | null | undefined;
};

export type CheckoutSessionFilter = {
  organizationId?: string | number | null | undefined;
  status?: Array<CheckoutSessionStatus> | null | undefined;
};

export type CheckoutSessionStatus =
  /** The customer is through; see paymentStatus for whether the money is there. */
  | 'COMPLETED'
  /** It can no longer be paid. */
  | 'EXPIRED'
  /** Open: the customer can pay. */
  | 'PENDING';

export type ConfirmCheckoutInput = {
  /** What Stripe put into the success URL: cs_… */
  sessionId: string | number;
};

export type CreateCheckoutInput = {
  billingInterval: BillingInterval;
  /** The plan's first currency when absent. */
  currency?: string | null | undefined;
  /** Chosen by the client, up to 255 characters: the same key with the same input gives the same session. */
  idempotencyKey?: string | null | undefined;
  /** With overagesEnabled: API calls beyond the plan. */
  overageApi?: boolean;
  /** With overagesEnabled: bandwidth beyond the plan. */
  overageBandwidth?: boolean;
  /** Whether usage beyond the plan may be charged at all. */
  overagesEnabled?: boolean;
  planUid: string | number;
  /** Seats or other units; from 1 to 999,999. */
  quantity?: number;
};

export type CreateSubscriptionInput = {
  billingInterval: BillingInterval;
  /** The plan's first currency when absent. */
  currency?: string | null | undefined;
  /** Chosen by the client, up to 255 characters: the same key with the same input gives the same subscription. */
  idempotencyKey?: string | null | undefined;
  /** Letters, digits and _ . : @ -, up to 200. */
  organizationId: string | number;
  /** Stripe's id, pm_…: becomes the customer's default and is charged at once. Without it the customer pays by clientSecret. */
  paymentMethodId?: string | number | null | undefined;
  planUid: string | number;
  /** Seats or other units; from 1 to 999,999. */
  quantity?: number;
  /** Instead of the plan's own trial; 0 for none, 730 at most. */
  trialDays?: number | null | undefined;
};

export type InvoiceFilter = {
  organizationId?: string | number | null | undefined;
  status?: Array<InvoiceStatus> | null | undefined;
  subscriptionId?: string | number | null | undefined;
};

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

/** https://docs.stripe.com/api/checkout/sessions/object#checkout_session_object-payment_status */
export type PaymentStatus =
  | 'NO_PAYMENT_REQUIRED'
  | 'PAID'
  | 'UNPAID';

/** How the rest of the period is settled: https://docs.stripe.com/billing/subscriptions/prorations */
export type ProrationBehavior =
  /** The difference is invoiced and charged now. */
  | 'ALWAYS_INVOICE'
  /** The difference is on the next invoice. */
  | 'CREATE_PRORATIONS'
  /** The difference is not charged; the new price counts from the next period. */
  | 'NONE';

export type ResumeSubscriptionInput = {
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

export type CreateCheckoutMutationVariables = Exact<{
  input: CreateCheckoutInput;
}>;


export type CreateCheckoutMutation = { createCheckout: { checkoutUrl: string | null, checkoutSession: { id: string, organizationId: string, status: CheckoutSessionStatus, url: string | null, billingInterval: BillingInterval | null, metadata: Record<string, unknown>, expiresAt: string | null, plan: { uid: string } | null, customer: { id: string, organizationId: string } | null, subscription: { id: string, status: SubscriptionStatus } | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type ConfirmCheckoutMutationVariables = Exact<{
  input: ConfirmCheckoutInput;
}>;


export type ConfirmCheckoutMutation = { confirmCheckout: { session: { id: string, paymentStatus: PaymentStatus, status: string, customerEmail: string | null, amountTotal: { amount: number, currency: string, formatted: string } | null } | null, subscription: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, currentPeriodStart: string, currentPeriodEnd: string, createdAt: string, updatedAt: string, plan: { uid: string } | null, customer: { id: string } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null } }> } | null, checkoutSession: { id: string, organizationId: string, status: CheckoutSessionStatus, url: string | null, billingInterval: BillingInterval | null, metadata: Record<string, unknown>, expiresAt: string | null, plan: { uid: string } | null, customer: { id: string, organizationId: string } | null, subscription: { id: string, status: SubscriptionStatus } | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type CheckoutSessionQueryVariables = Exact<{
  id: string | number;
}>;


export type CheckoutSessionQuery = { checkoutSession: { id: string, organizationId: string, status: CheckoutSessionStatus, url: string | null, billingInterval: BillingInterval | null, metadata: Record<string, unknown>, expiresAt: string | null, plan: { uid: string } | null, customer: { id: string, organizationId: string } | null, subscription: { id: string, status: SubscriptionStatus } | null } | null };

export type CheckoutSessionsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  filter?: CheckoutSessionFilter | null | undefined;
}>;


export type CheckoutSessionsQuery = { checkoutSessions: { totalCount: number, nodes: Array<{ id: string, organizationId: string, status: CheckoutSessionStatus, url: string | null, billingInterval: BillingInterval | null, metadata: Record<string, unknown>, expiresAt: string | null, plan: { uid: string } | null, customer: { id: string, organizationId: string } | null, subscription: { id: string, status: SubscriptionStatus } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CheckoutSessionFieldsFragment = { id: string, organizationId: string, status: CheckoutSessionStatus, url: string | null, billingInterval: BillingInterval | null, metadata: Record<string, unknown>, expiresAt: string | null, plan: { uid: string } | null, customer: { id: string, organizationId: string } | null, subscription: { id: string, status: SubscriptionStatus } | null };

export type BillingErrorFieldsFragment = { code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { role: Role, organizationId: string | null, email: string | null } };

export type CustomerQueryVariables = Exact<{
  id?: string | number | null | undefined;
  organizationId?: string | number | null | undefined;
}>;


export type CustomerQuery = { customer: { id: string, organizationId: string, email: string | null, name: string | null, subscriptions: { totalCount: number, nodes: Array<{ id: string, status: SubscriptionStatus }> }, checkoutSessions: { totalCount: number, nodes: Array<{ id: string, status: CheckoutSessionStatus }> } } | null };

export type InvoiceQueryVariables = Exact<{
  id: string | number;
}>;


export type InvoiceQuery = { invoice: { id: string, organizationId: string, number: string | null, status: InvoiceStatus, stripeStatus: string, hostedInvoiceUrl: string | null, invoicePdf: string | null, attemptCount: number, nextPaymentAttempt: string | null, createdAt: string, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, amountRemaining: { amount: number }, subscription: { id: string, status: SubscriptionStatus } | null, lines: Array<{ description: string | null, quantity: number | null, proration: boolean, periodStart: string, periodEnd: string, amount: { amount: number, currency: string } }> } | null };

export type InvoicesQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  filter?: InvoiceFilter | null | undefined;
}>;


export type InvoicesQuery = { invoices: { totalCount: number, nodes: Array<{ id: string, organizationId: string, number: string | null, status: InvoiceStatus, stripeStatus: string, hostedInvoiceUrl: string | null, invoicePdf: string | null, attemptCount: number, nextPaymentAttempt: string | null, createdAt: string, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, amountRemaining: { amount: number }, subscription: { id: string, status: SubscriptionStatus } | null, lines: Array<{ description: string | null, quantity: number | null, proration: boolean, periodStart: string, periodEnd: string, amount: { amount: number, currency: string } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type UpcomingInvoiceQueryVariables = Exact<{
  subscriptionId: string | number;
}>;


export type UpcomingInvoiceQuery = { upcomingInvoice: { nextPaymentAttempt: string | null, total: { amount: number, currency: string }, amountDue: { amount: number }, lines: Array<{ description: string | null, quantity: number | null, proration: boolean, periodStart: string, periodEnd: string, amount: { amount: number, currency: string } }> } | null };

export type InvoiceFieldsFragment = { id: string, organizationId: string, number: string | null, status: InvoiceStatus, stripeStatus: string, hostedInvoiceUrl: string | null, invoicePdf: string | null, attemptCount: number, nextPaymentAttempt: string | null, createdAt: string, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, amountRemaining: { amount: number }, subscription: { id: string, status: SubscriptionStatus } | null, lines: Array<{ description: string | null, quantity: number | null, proration: boolean, periodStart: string, periodEnd: string, amount: { amount: number, currency: string } }> };

export type InvoiceLineFieldsFragment = { description: string | null, quantity: number | null, proration: boolean, periodStart: string, periodEnd: string, amount: { amount: number, currency: string } };

export type PlanQueryVariables = Exact<{
  uid: string | number;
  billingInterval?: BillingInterval;
  currency?: string | null | undefined;
}>;


export type PlanQuery = { plan: { uid: string, name: string, description: string | null, archived: boolean, features: Array<string>, trialDays: number, price: { id: string, unitPrice: { amount: number, currency: string, formatted: string } | null } | null, product: { id: string, name: string, active: boolean }, prices: Array<{ id: string, billingInterval: BillingInterval | null, active: boolean, lookupKey: string | null, unitPrice: { amount: number, currency: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null, billingInterval: BillingInterval | null } }> } | null };

export type PlansQueryVariables = Exact<{
  includeArchived?: boolean;
}>;


export type PlansQuery = { plans: Array<{ uid: string, name: string, description: string | null, archived: boolean, features: Array<string>, trialDays: number, product: { id: string, name: string, active: boolean }, prices: Array<{ id: string, billingInterval: BillingInterval | null, active: boolean, lookupKey: string | null, unitPrice: { amount: number, currency: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null, billingInterval: BillingInterval | null } }> }> };

export type PlanFieldsFragment = { uid: string, name: string, description: string | null, archived: boolean, features: Array<string>, trialDays: number, product: { id: string, name: string, active: boolean }, prices: Array<{ id: string, billingInterval: BillingInterval | null, active: boolean, lookupKey: string | null, unitPrice: { amount: number, currency: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null, billingInterval: BillingInterval | null } }> };

export type SubscriptionQueryVariables = Exact<{
  id: string | number;
}>;


export type SubscriptionQuery = { subscription: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, currentPeriodStart: string, currentPeriodEnd: string, createdAt: string, updatedAt: string, plan: { uid: string } | null, customer: { id: string } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null } }> } | null };

export type SubscriptionsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  filter?: SubscriptionFilter | null | undefined;
  orderBy?: SubscriptionOrder | null | undefined;
}>;


export type SubscriptionsQuery = { subscriptions: { totalCount: number, nodes: Array<{ id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, currentPeriodStart: string, currentPeriodEnd: string, createdAt: string, updatedAt: string, plan: { uid: string } | null, customer: { id: string } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SubscriptionFieldsFragment = { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, currentPeriodStart: string, currentPeriodEnd: string, createdAt: string, updatedAt: string, plan: { uid: string } | null, customer: { id: string } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null } }> };

export type CreateSubscriptionMutationVariables = Exact<{
  input: CreateSubscriptionInput;
}>;


export type CreateSubscriptionMutation = { createSubscription: { clientSecret: string | null, subscription: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, currentPeriodStart: string, currentPeriodEnd: string, createdAt: string, updatedAt: string, plan: { uid: string } | null, customer: { id: string } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null } }> } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type ChangeSubscriptionMutationVariables = Exact<{
  input: ChangeSubscriptionInput;
}>;


export type ChangeSubscriptionMutation = { changeSubscription: { subscription: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, currentPeriodStart: string, currentPeriodEnd: string, createdAt: string, updatedAt: string, plan: { uid: string } | null, customer: { id: string } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null } }> } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type CancelSubscriptionMutationVariables = Exact<{
  input: CancelSubscriptionInput;
}>;


export type CancelSubscriptionMutation = { cancelSubscription: { subscription: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, currentPeriodStart: string, currentPeriodEnd: string, createdAt: string, updatedAt: string, plan: { uid: string } | null, customer: { id: string } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null } }> } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type ResumeSubscriptionMutationVariables = Exact<{
  input: ResumeSubscriptionInput;
}>;


export type ResumeSubscriptionMutation = { resumeSubscription: { subscription: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, currentPeriodStart: string, currentPeriodEnd: string, createdAt: string, updatedAt: string, plan: { uid: string } | null, customer: { id: string } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null } }> } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type EntitlementsQueryVariables = Exact<{
  organizationId?: string | number | null | undefined;
}>;


export type EntitlementsQuery = { entitlements: Array<{ feature: string, validUntil: string, plan: { uid: string }, subscription: { id: string } }> };

export type WebhookEventsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  filter?: WebhookEventFilter | null | undefined;
}>;


export type WebhookEventsQuery = { webhookEvents: { totalCount: number, nodes: Array<{ id: string, type: string, status: WebhookEventStatus, processed: boolean, attempts: number, nextAttemptAt: string | null, createdAt: string, occurredAt: string, processedAt: string | null, payload: Record<string, unknown>, result: { success: boolean, error: string | null, subscriptionId: string | null, organizationId: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WebhookEventQueryVariables = Exact<{
  id: string | number;
}>;


export type WebhookEventQuery = { webhookEvent: { id: string, type: string, status: WebhookEventStatus, processed: boolean, attempts: number, nextAttemptAt: string | null, createdAt: string, occurredAt: string, processedAt: string | null, payload: Record<string, unknown>, result: { success: boolean, error: string | null, subscriptionId: string | null, organizationId: string | null } | null } | null };

export type WebhookEventFieldsFragment = { id: string, type: string, status: WebhookEventStatus, processed: boolean, attempts: number, nextAttemptAt: string | null, createdAt: string, occurredAt: string, processedAt: string | null, payload: Record<string, unknown>, result: { success: boolean, error: string | null, subscriptionId: string | null, organizationId: string | null } | null };

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
export const CheckoutSessionFieldsFragmentDoc = new TypedDocumentString(`
    fragment CheckoutSessionFields on CheckoutSession {
  id
  organizationId
  status
  url
  billingInterval
  metadata
  expiresAt
  plan {
    uid
  }
  customer {
    id
    organizationId
  }
  subscription {
    id
    status
  }
}
    `, {"fragmentName":"CheckoutSessionFields"}) as unknown as TypedDocumentString<CheckoutSessionFieldsFragment, unknown>;
export const BillingErrorFieldsFragmentDoc = new TypedDocumentString(`
    fragment BillingErrorFields on BillingError {
  code
  message
  field
  details
  declineCode
  stripeRequestId
}
    `, {"fragmentName":"BillingErrorFields"}) as unknown as TypedDocumentString<BillingErrorFieldsFragment, unknown>;
export const InvoiceLineFieldsFragmentDoc = new TypedDocumentString(`
    fragment InvoiceLineFields on InvoiceLine {
  description
  amount {
    amount
    currency
  }
  quantity
  proration
  periodStart
  periodEnd
}
    `, {"fragmentName":"InvoiceLineFields"}) as unknown as TypedDocumentString<InvoiceLineFieldsFragment, unknown>;
export const InvoiceFieldsFragmentDoc = new TypedDocumentString(`
    fragment InvoiceFields on Invoice {
  id
  organizationId
  number
  status
  stripeStatus
  total {
    amount
    currency
  }
  amountPaid {
    amount
  }
  amountDue {
    amount
  }
  amountRemaining {
    amount
  }
  hostedInvoiceUrl
  invoicePdf
  attemptCount
  nextPaymentAttempt
  createdAt
  subscription {
    id
    status
  }
  lines {
    ...InvoiceLineFields
  }
}
    fragment InvoiceLineFields on InvoiceLine {
  description
  amount {
    amount
    currency
  }
  quantity
  proration
  periodStart
  periodEnd
}`, {"fragmentName":"InvoiceFields"}) as unknown as TypedDocumentString<InvoiceFieldsFragment, unknown>;
export const PlanFieldsFragmentDoc = new TypedDocumentString(`
    fragment PlanFields on Plan {
  uid
  name
  description
  archived
  features
  trialDays
  product {
    id
    name
    active
  }
  prices {
    id
    billingInterval
    active
    lookupKey
    unitPrice {
      amount
      currency
    }
  }
  overages {
    kind
    price {
      id
      usageType
      unitAmountDecimal
      billingInterval
    }
  }
}
    `, {"fragmentName":"PlanFields"}) as unknown as TypedDocumentString<PlanFieldsFragment, unknown>;
export const SubscriptionFieldsFragmentDoc = new TypedDocumentString(`
    fragment SubscriptionFields on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  cancelAtPeriodEnd
  cancelAt
  canceledAt
  endedAt
  trialEnd
  currentPeriodStart
  currentPeriodEnd
  createdAt
  updatedAt
  plan {
    uid
  }
  customer {
    id
  }
  items {
    id
    quantity
    price {
      id
      usageType
      unitAmountDecimal
    }
  }
}
    `, {"fragmentName":"SubscriptionFields"}) as unknown as TypedDocumentString<SubscriptionFieldsFragment, unknown>;
export const WebhookEventFieldsFragmentDoc = new TypedDocumentString(`
    fragment WebhookEventFields on WebhookEvent {
  id
  type
  status
  processed
  attempts
  nextAttemptAt
  createdAt
  occurredAt
  processedAt
  payload
  result {
    success
    error
    subscriptionId
    organizationId
  }
}
    `, {"fragmentName":"WebhookEventFields"}) as unknown as TypedDocumentString<WebhookEventFieldsFragment, unknown>;
export const CreateCheckoutDocument = new TypedDocumentString(`
    mutation CreateCheckout($input: CreateCheckoutInput!) {
  createCheckout(input: $input) {
    checkoutUrl
    checkoutSession {
      ...CheckoutSessionFields
    }
    errors {
      ...BillingErrorFields
    }
  }
}
    fragment CheckoutSessionFields on CheckoutSession {
  id
  organizationId
  status
  url
  billingInterval
  metadata
  expiresAt
  plan {
    uid
  }
  customer {
    id
    organizationId
  }
  subscription {
    id
    status
  }
}
fragment BillingErrorFields on BillingError {
  code
  message
  field
  details
  declineCode
  stripeRequestId
}`) as unknown as TypedDocumentString<CreateCheckoutMutation, CreateCheckoutMutationVariables>;
export const ConfirmCheckoutDocument = new TypedDocumentString(`
    mutation ConfirmCheckout($input: ConfirmCheckoutInput!) {
  confirmCheckout(input: $input) {
    session {
      id
      paymentStatus
      status
      customerEmail
      amountTotal {
        amount
        currency
        formatted
      }
    }
    subscription {
      ...SubscriptionFields
    }
    checkoutSession {
      ...CheckoutSessionFields
    }
    errors {
      ...BillingErrorFields
    }
  }
}
    fragment CheckoutSessionFields on CheckoutSession {
  id
  organizationId
  status
  url
  billingInterval
  metadata
  expiresAt
  plan {
    uid
  }
  customer {
    id
    organizationId
  }
  subscription {
    id
    status
  }
}
fragment BillingErrorFields on BillingError {
  code
  message
  field
  details
  declineCode
  stripeRequestId
}
fragment SubscriptionFields on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  cancelAtPeriodEnd
  cancelAt
  canceledAt
  endedAt
  trialEnd
  currentPeriodStart
  currentPeriodEnd
  createdAt
  updatedAt
  plan {
    uid
  }
  customer {
    id
  }
  items {
    id
    quantity
    price {
      id
      usageType
      unitAmountDecimal
    }
  }
}`) as unknown as TypedDocumentString<ConfirmCheckoutMutation, ConfirmCheckoutMutationVariables>;
export const CheckoutSessionDocument = new TypedDocumentString(`
    query CheckoutSession($id: ID!) {
  checkoutSession(id: $id) {
    ...CheckoutSessionFields
  }
}
    fragment CheckoutSessionFields on CheckoutSession {
  id
  organizationId
  status
  url
  billingInterval
  metadata
  expiresAt
  plan {
    uid
  }
  customer {
    id
    organizationId
  }
  subscription {
    id
    status
  }
}`) as unknown as TypedDocumentString<CheckoutSessionQuery, CheckoutSessionQueryVariables>;
export const CheckoutSessionsDocument = new TypedDocumentString(`
    query CheckoutSessions($first: Int! = 10, $after: String, $filter: CheckoutSessionFilter) {
  checkoutSessions(first: $first, after: $after, filter: $filter) {
    nodes {
      ...CheckoutSessionFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment CheckoutSessionFields on CheckoutSession {
  id
  organizationId
  status
  url
  billingInterval
  metadata
  expiresAt
  plan {
    uid
  }
  customer {
    id
    organizationId
  }
  subscription {
    id
    status
  }
}`) as unknown as TypedDocumentString<CheckoutSessionsQuery, CheckoutSessionsQueryVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    role
    organizationId
    email
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const CustomerDocument = new TypedDocumentString(`
    query Customer($id: ID, $organizationId: ID) {
  customer(id: $id, organizationId: $organizationId) {
    id
    organizationId
    email
    name
    subscriptions {
      totalCount
      nodes {
        id
        status
      }
    }
    checkoutSessions {
      totalCount
      nodes {
        id
        status
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CustomerQuery, CustomerQueryVariables>;
export const InvoiceDocument = new TypedDocumentString(`
    query Invoice($id: ID!) {
  invoice(id: $id) {
    ...InvoiceFields
  }
}
    fragment InvoiceFields on Invoice {
  id
  organizationId
  number
  status
  stripeStatus
  total {
    amount
    currency
  }
  amountPaid {
    amount
  }
  amountDue {
    amount
  }
  amountRemaining {
    amount
  }
  hostedInvoiceUrl
  invoicePdf
  attemptCount
  nextPaymentAttempt
  createdAt
  subscription {
    id
    status
  }
  lines {
    ...InvoiceLineFields
  }
}
fragment InvoiceLineFields on InvoiceLine {
  description
  amount {
    amount
    currency
  }
  quantity
  proration
  periodStart
  periodEnd
}`) as unknown as TypedDocumentString<InvoiceQuery, InvoiceQueryVariables>;
export const InvoicesDocument = new TypedDocumentString(`
    query Invoices($first: Int! = 10, $after: String, $filter: InvoiceFilter) {
  invoices(first: $first, after: $after, filter: $filter) {
    nodes {
      ...InvoiceFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment InvoiceFields on Invoice {
  id
  organizationId
  number
  status
  stripeStatus
  total {
    amount
    currency
  }
  amountPaid {
    amount
  }
  amountDue {
    amount
  }
  amountRemaining {
    amount
  }
  hostedInvoiceUrl
  invoicePdf
  attemptCount
  nextPaymentAttempt
  createdAt
  subscription {
    id
    status
  }
  lines {
    ...InvoiceLineFields
  }
}
fragment InvoiceLineFields on InvoiceLine {
  description
  amount {
    amount
    currency
  }
  quantity
  proration
  periodStart
  periodEnd
}`) as unknown as TypedDocumentString<InvoicesQuery, InvoicesQueryVariables>;
export const UpcomingInvoiceDocument = new TypedDocumentString(`
    query UpcomingInvoice($subscriptionId: ID!) {
  upcomingInvoice(subscriptionId: $subscriptionId) {
    total {
      amount
      currency
    }
    amountDue {
      amount
    }
    nextPaymentAttempt
    lines {
      ...InvoiceLineFields
    }
  }
}
    fragment InvoiceLineFields on InvoiceLine {
  description
  amount {
    amount
    currency
  }
  quantity
  proration
  periodStart
  periodEnd
}`) as unknown as TypedDocumentString<UpcomingInvoiceQuery, UpcomingInvoiceQueryVariables>;
export const PlanDocument = new TypedDocumentString(`
    query Plan($uid: ID!, $billingInterval: BillingInterval! = MONTH, $currency: Currency) {
  plan(uid: $uid) {
    ...PlanFields
    price(billingInterval: $billingInterval, currency: $currency) {
      id
      unitPrice {
        amount
        currency
        formatted
      }
    }
  }
}
    fragment PlanFields on Plan {
  uid
  name
  description
  archived
  features
  trialDays
  product {
    id
    name
    active
  }
  prices {
    id
    billingInterval
    active
    lookupKey
    unitPrice {
      amount
      currency
    }
  }
  overages {
    kind
    price {
      id
      usageType
      unitAmountDecimal
      billingInterval
    }
  }
}`) as unknown as TypedDocumentString<PlanQuery, PlanQueryVariables>;
export const PlansDocument = new TypedDocumentString(`
    query Plans($includeArchived: Boolean! = false) {
  plans(includeArchived: $includeArchived) {
    ...PlanFields
  }
}
    fragment PlanFields on Plan {
  uid
  name
  description
  archived
  features
  trialDays
  product {
    id
    name
    active
  }
  prices {
    id
    billingInterval
    active
    lookupKey
    unitPrice {
      amount
      currency
    }
  }
  overages {
    kind
    price {
      id
      usageType
      unitAmountDecimal
      billingInterval
    }
  }
}`) as unknown as TypedDocumentString<PlansQuery, PlansQueryVariables>;
export const SubscriptionDocument = new TypedDocumentString(`
    query Subscription($id: ID!) {
  subscription(id: $id) {
    ...SubscriptionFields
  }
}
    fragment SubscriptionFields on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  cancelAtPeriodEnd
  cancelAt
  canceledAt
  endedAt
  trialEnd
  currentPeriodStart
  currentPeriodEnd
  createdAt
  updatedAt
  plan {
    uid
  }
  customer {
    id
  }
  items {
    id
    quantity
    price {
      id
      usageType
      unitAmountDecimal
    }
  }
}`) as unknown as TypedDocumentString<SubscriptionQuery, SubscriptionQueryVariables>;
export const SubscriptionsDocument = new TypedDocumentString(`
    query Subscriptions($first: Int! = 10, $after: String, $filter: SubscriptionFilter, $orderBy: SubscriptionOrder) {
  subscriptions(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes {
      ...SubscriptionFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment SubscriptionFields on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  cancelAtPeriodEnd
  cancelAt
  canceledAt
  endedAt
  trialEnd
  currentPeriodStart
  currentPeriodEnd
  createdAt
  updatedAt
  plan {
    uid
  }
  customer {
    id
  }
  items {
    id
    quantity
    price {
      id
      usageType
      unitAmountDecimal
    }
  }
}`) as unknown as TypedDocumentString<SubscriptionsQuery, SubscriptionsQueryVariables>;
export const CreateSubscriptionDocument = new TypedDocumentString(`
    mutation CreateSubscription($input: CreateSubscriptionInput!) {
  createSubscription(input: $input) {
    subscription {
      ...SubscriptionFields
    }
    clientSecret
    errors {
      ...BillingErrorFields
    }
  }
}
    fragment BillingErrorFields on BillingError {
  code
  message
  field
  details
  declineCode
  stripeRequestId
}
fragment SubscriptionFields on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  cancelAtPeriodEnd
  cancelAt
  canceledAt
  endedAt
  trialEnd
  currentPeriodStart
  currentPeriodEnd
  createdAt
  updatedAt
  plan {
    uid
  }
  customer {
    id
  }
  items {
    id
    quantity
    price {
      id
      usageType
      unitAmountDecimal
    }
  }
}`) as unknown as TypedDocumentString<CreateSubscriptionMutation, CreateSubscriptionMutationVariables>;
export const ChangeSubscriptionDocument = new TypedDocumentString(`
    mutation ChangeSubscription($input: ChangeSubscriptionInput!) {
  changeSubscription(input: $input) {
    subscription {
      ...SubscriptionFields
    }
    errors {
      ...BillingErrorFields
    }
  }
}
    fragment BillingErrorFields on BillingError {
  code
  message
  field
  details
  declineCode
  stripeRequestId
}
fragment SubscriptionFields on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  cancelAtPeriodEnd
  cancelAt
  canceledAt
  endedAt
  trialEnd
  currentPeriodStart
  currentPeriodEnd
  createdAt
  updatedAt
  plan {
    uid
  }
  customer {
    id
  }
  items {
    id
    quantity
    price {
      id
      usageType
      unitAmountDecimal
    }
  }
}`) as unknown as TypedDocumentString<ChangeSubscriptionMutation, ChangeSubscriptionMutationVariables>;
export const CancelSubscriptionDocument = new TypedDocumentString(`
    mutation CancelSubscription($input: CancelSubscriptionInput!) {
  cancelSubscription(input: $input) {
    subscription {
      ...SubscriptionFields
    }
    errors {
      ...BillingErrorFields
    }
  }
}
    fragment BillingErrorFields on BillingError {
  code
  message
  field
  details
  declineCode
  stripeRequestId
}
fragment SubscriptionFields on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  cancelAtPeriodEnd
  cancelAt
  canceledAt
  endedAt
  trialEnd
  currentPeriodStart
  currentPeriodEnd
  createdAt
  updatedAt
  plan {
    uid
  }
  customer {
    id
  }
  items {
    id
    quantity
    price {
      id
      usageType
      unitAmountDecimal
    }
  }
}`) as unknown as TypedDocumentString<CancelSubscriptionMutation, CancelSubscriptionMutationVariables>;
export const ResumeSubscriptionDocument = new TypedDocumentString(`
    mutation ResumeSubscription($input: ResumeSubscriptionInput!) {
  resumeSubscription(input: $input) {
    subscription {
      ...SubscriptionFields
    }
    errors {
      ...BillingErrorFields
    }
  }
}
    fragment BillingErrorFields on BillingError {
  code
  message
  field
  details
  declineCode
  stripeRequestId
}
fragment SubscriptionFields on BillingSubscription {
  id
  organizationId
  status
  stripeStatus
  billingInterval
  cancelAtPeriodEnd
  cancelAt
  canceledAt
  endedAt
  trialEnd
  currentPeriodStart
  currentPeriodEnd
  createdAt
  updatedAt
  plan {
    uid
  }
  customer {
    id
  }
  items {
    id
    quantity
    price {
      id
      usageType
      unitAmountDecimal
    }
  }
}`) as unknown as TypedDocumentString<ResumeSubscriptionMutation, ResumeSubscriptionMutationVariables>;
export const EntitlementsDocument = new TypedDocumentString(`
    query Entitlements($organizationId: ID) {
  entitlements(organizationId: $organizationId) {
    feature
    validUntil
    plan {
      uid
    }
    subscription {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<EntitlementsQuery, EntitlementsQueryVariables>;
export const WebhookEventsDocument = new TypedDocumentString(`
    query WebhookEvents($first: Int! = 10, $after: String, $filter: WebhookEventFilter) {
  webhookEvents(first: $first, after: $after, filter: $filter) {
    nodes {
      ...WebhookEventFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment WebhookEventFields on WebhookEvent {
  id
  type
  status
  processed
  attempts
  nextAttemptAt
  createdAt
  occurredAt
  processedAt
  payload
  result {
    success
    error
    subscriptionId
    organizationId
  }
}`) as unknown as TypedDocumentString<WebhookEventsQuery, WebhookEventsQueryVariables>;
export const WebhookEventDocument = new TypedDocumentString(`
    query WebhookEvent($id: ID!) {
  webhookEvent(id: $id) {
    ...WebhookEventFields
  }
}
    fragment WebhookEventFields on WebhookEvent {
  id
  type
  status
  processed
  attempts
  nextAttemptAt
  createdAt
  occurredAt
  processedAt
  payload
  result {
    success
    error
    subscriptionId
    organizationId
  }
}`) as unknown as TypedDocumentString<WebhookEventQuery, WebhookEventQueryVariables>;