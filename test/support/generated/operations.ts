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

export type CancelPaymentIntentInput = {
  id: string | number;
  /** One of abandoned, duplicate, fraudulent, requested_by_customer. */
  reason?: string | null | undefined;
};

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

export type CheckoutLineItemInput = {
  priceId: string | number;
  /** From 1 to 999,999; 1 when absent. A metered price takes none. */
  quantity?: number | null | undefined;
};

export type CheckoutMode =
  /** Sells one-time prices. */
  | 'PAYMENT'
  /** Sells nothing: saves a payment method. */
  | 'SETUP'
  /** Sells at least one recurring price. */
  | 'SUBSCRIPTION';

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

export type ConfirmPaymentIntentInput = {
  id: string | number;
  /** pm_…, made in the browser or saved; absent: the one it has. */
  paymentMethodId?: string | number | null | undefined;
  /** Where the customer comes back to after 3D Secure, http or https; the frontend’s address when absent. */
  returnUrl?: string | null | undefined;
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
  /** A promotion code as customers know it, in any case; what it takes off is shown on the hosted page. */
  promotionCode?: string | null | undefined;
  /** Seats or other units; from 1 to 999,999. */
  quantity?: number;
};

export type CreateCheckoutSessionInput = {
  /** http or https; where the way back leads. */
  cancelUrl?: string | null | undefined;
  /** For SETUP, which has no price to tell; USD when absent. */
  currency?: string | null | undefined;
  /** Up to 100; none for SETUP. */
  lineItems: Array<CheckoutLineItemInput>;
  /** Up to 49 keys of 40 characters with texts, numbers or booleans of 500; organization_id is set by the engine. */
  metadata?: Record<string, unknown> | null | undefined;
  mode?: CheckoutMode;
  organizationId: string | number;
  /** http or https; Stripe puts the id in for {CHECKOUT_SESSION_ID}. */
  successUrl: string;
};

export type CreateCustomerInput = {
  email: string;
  /** Up to 256 characters. */
  name?: string | null | undefined;
  /** The viewer's own when absent; an admin has to say it. */
  organizationId?: string | number | null | undefined;
};

/** Either amount and currency, or priceId and quantity. */
export type CreatePaymentIntentInput = {
  /** In the minor unit, up to 99,999,999; beside priceId it may only repeat what the price says. */
  amount?: number | null | undefined;
  /** Of the amount. */
  currency?: string | null | undefined;
  /** Where Stripe sends the receipt. */
  customerEmail?: string | null | undefined;
  /** Chosen by the client, up to 255 characters: the same key with the same input gives the same payment. */
  idempotencyKey?: string | null | undefined;
  /** Up to 49 keys of 40 characters with texts, numbers or booleans of 500; organization_id is set by the engine. */
  metadata?: Record<string, unknown> | null | undefined;
  /** A one-time price; its amount is looked up at Stripe. */
  priceId?: string | number | null | undefined;
  /** Units of priceId; from 1 to 999,999. */
  quantity?: number;
};

export type CreatePortalSessionInput = {
  /** Where the portal leads back to, by http or https; the frontend when absent. */
  returnUrl?: string | null | undefined;
};

export type CreatePriceInput = {
  /** Absent for a price that is paid once. */
  billingInterval?: BillingInterval | null | undefined;
  currency: string;
  /** Finds the price by a name of yours; one price at most has it. */
  lookupKey?: string | null | undefined;
  productId: string | number;
  /** In the minor unit of the currency, from 0 to 99,999,999. */
  unitAmount: number;
};

export type CreateProductInput = {
  /** Up to 500 characters. */
  description?: string | null | undefined;
  /** Up to 250 characters. */
  name: string;
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

export type DeleteCustomerInput = {
  id: string | number;
};

export type ExpireCheckoutSessionInput = {
  id: string | number;
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

/** Stripe's words: https://docs.stripe.com/payments/paymentintents/lifecycle */
export type PaymentIntentStatus =
  | 'CANCELED'
  | 'PROCESSING'
  /** The customer has to act, for 3D Secure say. */
  | 'REQUIRES_ACTION'
  | 'REQUIRES_CAPTURE'
  | 'REQUIRES_CONFIRMATION'
  /** Nothing was tried yet, or the last card was declined. */
  | 'REQUIRES_PAYMENT_METHOD'
  | 'SUCCEEDED'
  /** A status that Stripe added after this release; `stripeStatus` shows it. */
  | 'UNKNOWN';

/** https://docs.stripe.com/api/checkout/sessions/object#checkout_session_object-payment_status */
export type PaymentStatus =
  | 'NO_PAYMENT_REQUIRED'
  | 'PAID'
  | 'UNPAID';

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

export type PriceFilter = {
  /** False for those that are archived at Stripe. */
  active?: boolean | null | undefined;
  productId?: string | number | null | undefined;
  type?: PriceType | null | undefined;
};

export type PriceType =
  | 'ONE_TIME'
  | 'RECURRING';

export type ProductFilter = {
  /** False for those that are archived at Stripe. */
  active?: boolean | null | undefined;
};

/** How the rest of the period is settled: https://docs.stripe.com/billing/subscriptions/prorations */
export type ProrationBehavior =
  /** The difference is invoiced and charged now. */
  | 'ALWAYS_INVOICE'
  /** The difference is on the next invoice. */
  | 'CREATE_PRORATIONS'
  /** The difference is not charged; the new price counts from the next period. */
  | 'NONE';

/** Stripe's words: https://docs.stripe.com/api/refunds/object#refund_object-status */
export type RefundStatus =
  | 'CANCELED'
  | 'FAILED'
  | 'PENDING'
  | 'REQUIRES_ACTION'
  | 'SUCCEEDED'
  /** A status that Stripe added after this release; `stripeStatus` shows it. */
  | 'UNKNOWN';

export type RepairDriftInput = {
  /** Only say what would be repaired. */
  dryRun?: boolean;
  /** Of `driftReport`; from 1 to 100. */
  ids: Array<string | number>;
};

export type ReportUsageInput = {
  /** When it was used; now when absent. From 35 days ago to 5 minutes ahead. */
  at?: string | null | undefined;
  /** Names this usage, up to 100 characters: repeating it with the same input counts once. */
  identifier: string | number;
  kind: OverageKind;
  organizationId: string | number;
  /** Whole units, added to what was reported before. */
  quantity: number;
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

export type RevenueContributionFilter = {
  billingInterval?: BillingInterval | null | undefined;
  /** False for those that are left out. */
  counted?: boolean | null | undefined;
  currency?: string | null | undefined;
  planUid?: string | number | null | undefined;
  status?: SubscriptionStatus | null | undefined;
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

export type UpdateCustomerInput = {
  /** Stays as it is when absent; cannot be cleared. */
  email?: string | null | undefined;
  id: string | number;
  /** Stays as it is when absent; null clears it. */
  name?: string | null | undefined;
};

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

export type ProductQueryVariables = Exact<{
  id: string | number;
}>;


export type ProductQuery = { product: { id: string, name: string, description: string | null, active: boolean, prices: Array<{ id: string, active: boolean }> } | null };

export type ProductsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  filter?: ProductFilter | null | undefined;
}>;


export type ProductsQuery = { products: { totalCount: number, nodes: Array<{ id: string, name: string, description: string | null, active: boolean }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PriceQueryVariables = Exact<{
  id: string | number;
}>;


export type PriceQuery = { price: { id: string, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, active: boolean, lookupKey: string | null, unitPrice: { amount: number, currency: string } | null, product: { id: string } } | null };

export type PricesQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  filter?: PriceFilter | null | undefined;
}>;


export type PricesQuery = { prices: { totalCount: number, nodes: Array<{ id: string, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, active: boolean, lookupKey: string | null, unitPrice: { amount: number, currency: string } | null, product: { id: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CreateProductMutationVariables = Exact<{
  input: CreateProductInput;
}>;


export type CreateProductMutation = { createProduct: { product: { id: string, name: string, description: string | null, active: boolean } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type CreatePriceMutationVariables = Exact<{
  input: CreatePriceInput;
}>;


export type CreatePriceMutation = { createPrice: { price: { id: string, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, active: boolean, lookupKey: string | null, unitPrice: { amount: number, currency: string } | null, product: { id: string } } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type SavePlanMutationVariables = Exact<{
  input: SavePlanInput;
}>;


export type SavePlanMutation = { savePlan: { plan: { uid: string, name: string, description: string | null, archived: boolean, features: Array<string>, trialDays: number, product: { id: string, name: string, active: boolean }, prices: Array<{ id: string, billingInterval: BillingInterval | null, active: boolean, lookupKey: string | null, unitPrice: { amount: number, currency: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null, billingInterval: BillingInterval | null } }> } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type ArchivePlanMutationVariables = Exact<{
  input: ArchivePlanInput;
}>;


export type ArchivePlanMutation = { archivePlan: { plan: { uid: string, name: string, description: string | null, archived: boolean, features: Array<string>, trialDays: number, product: { id: string, name: string, active: boolean }, prices: Array<{ id: string, billingInterval: BillingInterval | null, active: boolean, lookupKey: string | null, unitPrice: { amount: number, currency: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null, billingInterval: BillingInterval | null } }> } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type ProductFieldsFragment = { id: string, name: string, description: string | null, active: boolean };

export type PriceFieldsFragment = { id: string, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, active: boolean, lookupKey: string | null, unitPrice: { amount: number, currency: string } | null, product: { id: string } };

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

export type CreateCheckoutSessionMutationVariables = Exact<{
  input: CreateCheckoutSessionInput;
}>;


export type CreateCheckoutSessionMutation = { createCheckoutSession: { checkoutUrl: string | null, checkoutSession: { id: string, organizationId: string, status: CheckoutSessionStatus, url: string | null, billingInterval: BillingInterval | null, metadata: Record<string, unknown>, expiresAt: string | null, plan: { uid: string } | null, customer: { id: string, organizationId: string } | null, subscription: { id: string, status: SubscriptionStatus } | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type ExpireCheckoutSessionMutationVariables = Exact<{
  input: ExpireCheckoutSessionInput;
}>;


export type ExpireCheckoutSessionMutation = { expireCheckoutSession: { checkoutSession: { id: string, organizationId: string, status: CheckoutSessionStatus, url: string | null, billingInterval: BillingInterval | null, metadata: Record<string, unknown>, expiresAt: string | null, plan: { uid: string } | null, customer: { id: string, organizationId: string } | null, subscription: { id: string, status: SubscriptionStatus } | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { role: Role, organizationId: string | null, email: string | null } };

export type CustomerQueryVariables = Exact<{
  id?: string | number | null | undefined;
  organizationId?: string | number | null | undefined;
}>;


export type CustomerQuery = { customer: { id: string, organizationId: string, email: string | null, name: string | null, subscriptions: { totalCount: number, nodes: Array<{ id: string, status: SubscriptionStatus }> }, checkoutSessions: { totalCount: number, nodes: Array<{ id: string, status: CheckoutSessionStatus }> } } | null };

export type CustomersQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  filter?: CustomerFilter | null | undefined;
  orderBy?: CustomerOrder | null | undefined;
}>;


export type CustomersQuery = { customers: { totalCount: number, nodes: Array<{ id: string, organizationId: string, email: string | null, name: string | null, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CreateCustomerMutationVariables = Exact<{
  input: CreateCustomerInput;
}>;


export type CreateCustomerMutation = { createCustomer: { customer: { id: string, organizationId: string, email: string | null, name: string | null, createdAt: string, updatedAt: string } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type UpdateCustomerMutationVariables = Exact<{
  input: UpdateCustomerInput;
}>;


export type UpdateCustomerMutation = { updateCustomer: { customer: { id: string, organizationId: string, email: string | null, name: string | null, createdAt: string, updatedAt: string } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type DeleteCustomerMutationVariables = Exact<{
  input: DeleteCustomerInput;
}>;


export type DeleteCustomerMutation = { deleteCustomer: { deletedCustomerId: string | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type CreatePortalSessionMutationVariables = Exact<{
  input: CreatePortalSessionInput;
}>;


export type CreatePortalSessionMutation = { createPortalSession: { portalUrl: string | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type CustomerFieldsFragment = { id: string, organizationId: string, email: string | null, name: string | null, createdAt: string, updatedAt: string };

export type DriftPartsFragment = { id: string, objectType: string, organizationId: string | null, fields: Array<{ path: string, ours: string | null, stripes: string | null }>, monthlyRevenueAtStake: { amount: number, currency: string } | null };

export type DriftReportQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type DriftReportQuery = { driftReport: { checkedAt: string | null, checkedCount: number, total: number, nodes: Array<{ id: string, objectType: string, organizationId: string | null, fields: Array<{ path: string, ours: string | null, stripes: string | null }>, monthlyRevenueAtStake: { amount: number, currency: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RepairDriftMutationVariables = Exact<{
  input: RepairDriftInput;
}>;


export type RepairDriftMutation = { repairDrift: { repaired: Array<{ id: string, objectType: string, organizationId: string | null, fields: Array<{ path: string, ours: string | null, stripes: string | null }>, monthlyRevenueAtStake: { amount: number, currency: string } | null }>, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null }> } };

export type RecurringRevenueQueryVariables = Exact<{
  id: string | number;
}>;


export type RecurringRevenueQuery = { subscription: { monthlyRecurringRevenue: { amount: number, currency: string } } | null };

export type InvoiceQueryVariables = Exact<{
  id: string | number;
}>;


export type InvoiceQuery = { invoice: { id: string, organizationId: string, number: string | null, status: InvoiceStatus, stripeStatus: string, hostedInvoiceUrl: string | null, invoicePdf: string | null, attemptCount: number, nextPaymentAttempt: string | null, createdAt: string, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, amountRemaining: { amount: number }, subscription: { id: string, status: SubscriptionStatus } | null, lines: Array<{ description: string | null, quantity: number | null, proration: boolean, periodStart: string, periodEnd: string, amount: { amount: number, currency: string } }> } | null };

export type InvoicePaymentsQueryVariables = Exact<{
  id: string | number;
}>;


export type InvoicePaymentsQuery = { invoice: { paymentIntentIds: Array<string> } | null };

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

export type RevenueMetricsQueryVariables = Exact<{
  at?: string | null | undefined;
}>;


export type RevenueMetricsQuery = { revenueMetrics: { asOf: string, failedWebhookEvents: number, subscriptionsByStatus: Array<{ status: SubscriptionStatus, count: number }>, byCurrency: Array<{ currency: string, activeCustomers: number, monthlyRecurringRevenue: { amount: number, currency: string }, annualRecurringRevenue: { amount: number }, averageRevenuePerCustomer: { amount: number }, pastDueMonthlyRecurringRevenue: { amount: number }, byPlan: Array<{ billingInterval: BillingInterval | null, activeSubscriptions: number, plan: { uid: string }, monthlyRecurringRevenue: { amount: number } }>, withoutPlan: { amount: number } }> } };

export type RevenueContributionsQueryVariables = Exact<{
  at?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
  filter?: RevenueContributionFilter | null | undefined;
}>;


export type RevenueContributionsQuery = { revenueMetrics: { asOf: string, contributions: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ subscriptionId: string, organizationId: string, status: SubscriptionStatus, exactAmount: string, formula: string | null, excludedReason: string | null, amount: { amount: number, currency: string } }> } } };

export type RevenueSeriesQueryVariables = Exact<{
  from: string;
  to: string;
  interval: SeriesInterval;
  currency: string;
}>;


export type RevenueSeriesQuery = { revenueSeries: Array<{ from: string, to: string, customerChurnRate: number, netRevenueRetention: number, openingRecurringRevenue: { amount: number }, new: { amount: number }, expansion: { amount: number }, contraction: { amount: number }, churned: { amount: number }, reactivated: { amount: number }, closingRecurringRevenue: { amount: number } }> };

export type PaymentIntentQueryVariables = Exact<{
  id: string | number;
}>;


export type PaymentIntentQuery = { paymentIntent: { id: string, organizationId: string | null, status: PaymentIntentStatus, stripeStatus: string, clientSecret: string | null, metadata: Record<string, unknown>, amount: { amount: number, currency: string, formatted: string }, amountReceived: { amount: number }, amountRefunded: { amount: number } } | null };

export type CreatePaymentIntentMutationVariables = Exact<{
  input: CreatePaymentIntentInput;
}>;


export type CreatePaymentIntentMutation = { createPaymentIntent: { paymentIntent: { id: string, organizationId: string | null, status: PaymentIntentStatus, stripeStatus: string, clientSecret: string | null, metadata: Record<string, unknown>, amount: { amount: number, currency: string, formatted: string }, amountReceived: { amount: number }, amountRefunded: { amount: number } } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type ConfirmPaymentIntentMutationVariables = Exact<{
  input: ConfirmPaymentIntentInput;
}>;


export type ConfirmPaymentIntentMutation = { confirmPaymentIntent: { nextActionUrl: string | null, paymentIntent: { id: string, organizationId: string | null, status: PaymentIntentStatus, stripeStatus: string, clientSecret: string | null, metadata: Record<string, unknown>, amount: { amount: number, currency: string, formatted: string }, amountReceived: { amount: number }, amountRefunded: { amount: number } } | null, errors: Array<{ declineCode: string | null, code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, stripeRequestId: string | null }> } };

export type CancelPaymentIntentMutationVariables = Exact<{
  input: CancelPaymentIntentInput;
}>;


export type CancelPaymentIntentMutation = { cancelPaymentIntent: { paymentIntent: { id: string, organizationId: string | null, status: PaymentIntentStatus, stripeStatus: string, clientSecret: string | null, metadata: Record<string, unknown>, amount: { amount: number, currency: string, formatted: string }, amountReceived: { amount: number }, amountRefunded: { amount: number } } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type CreateRefundMutationVariables = Exact<{
  input: CreateRefundInput;
}>;


export type CreateRefundMutation = { createRefund: { refund: { id: string, status: RefundStatus, stripeStatus: string, reason: string | null, amount: { amount: number, currency: string }, paymentIntent: { id: string, amountRefunded: { amount: number } } | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type PaymentIntentFieldsFragment = { id: string, organizationId: string | null, status: PaymentIntentStatus, stripeStatus: string, clientSecret: string | null, metadata: Record<string, unknown>, amount: { amount: number, currency: string, formatted: string }, amountReceived: { amount: number }, amountRefunded: { amount: number } };

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

export type SubscriptionHistoryQueryVariables = Exact<{
  id: string | number;
}>;


export type SubscriptionHistoryQuery = { subscription: { id: string, organizationId: string, status: SubscriptionStatus, stripeStatus: string, billingInterval: BillingInterval | null, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, currentPeriodStart: string, currentPeriodEnd: string, createdAt: string, updatedAt: string, history: Array<{ at: string, cause: ChangeCause, eventId: string | null, actor: string | null, before: Record<string, unknown> | null, after: Record<string, unknown> }>, plan: { uid: string } | null, customer: { id: string } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, usageType: UsageType | null, unitAmountDecimal: string | null } }> } | null };

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

export type SubscriptionChangePreviewQueryVariables = Exact<{
  input: ChangeSubscriptionInput;
}>;


export type SubscriptionChangePreviewQuery = { subscriptionChangePreview: { quoteId: string | null, quoteExpiresAt: string | null, amountDueNow: { amount: number, currency: string } | null, nextInvoiceTotal: { amount: number, currency: string } | null, lines: Array<{ description: string | null, quantity: number | null, proration: boolean, periodStart: string, periodEnd: string, amount: { amount: number } }>, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

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

export type ReportUsageMutationVariables = Exact<{
  input: ReportUsageInput;
}>;


export type ReportUsageMutation = { reportUsage: { identifier: string | null, accepted: boolean, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

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

export type RetryWebhookEventMutationVariables = Exact<{
  input: RetryWebhookEventInput;
}>;


export type RetryWebhookEventMutation = { retryWebhookEvent: { webhookEvent: { id: string, type: string, status: WebhookEventStatus, processed: boolean, attempts: number, nextAttemptAt: string | null, createdAt: string, occurredAt: string, processedAt: string | null, payload: Record<string, unknown>, result: { success: boolean, error: string | null, subscriptionId: string | null, organizationId: string | null } | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type RetryFailedWebhookEventsMutationVariables = Exact<{
  input: RetryFailedWebhookEventsInput;
}>;


export type RetryFailedWebhookEventsMutation = { retryFailedWebhookEvents: { retriedCount: number, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, details: Record<string, unknown> | null, declineCode: string | null, stripeRequestId: string | null }> } };

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
export const ProductFieldsFragmentDoc = new TypedDocumentString(`
    fragment ProductFields on Product {
  id
  name
  description
  active
}
    `, {"fragmentName":"ProductFields"}) as unknown as TypedDocumentString<ProductFieldsFragment, unknown>;
export const PriceFieldsFragmentDoc = new TypedDocumentString(`
    fragment PriceFields on Price {
  id
  type
  usageType
  unitPrice {
    amount
    currency
  }
  billingInterval
  intervalCount
  active
  lookupKey
  product {
    id
  }
}
    `, {"fragmentName":"PriceFields"}) as unknown as TypedDocumentString<PriceFieldsFragment, unknown>;
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
export const CustomerFieldsFragmentDoc = new TypedDocumentString(`
    fragment CustomerFields on Customer {
  id
  organizationId
  email
  name
  createdAt
  updatedAt
}
    `, {"fragmentName":"CustomerFields"}) as unknown as TypedDocumentString<CustomerFieldsFragment, unknown>;
export const DriftPartsFragmentDoc = new TypedDocumentString(`
    fragment DriftParts on Drift {
  id
  objectType
  organizationId
  fields {
    path
    ours
    stripes
  }
  monthlyRevenueAtStake {
    amount
    currency
  }
}
    `, {"fragmentName":"DriftParts"}) as unknown as TypedDocumentString<DriftPartsFragment, unknown>;
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
export const PaymentIntentFieldsFragmentDoc = new TypedDocumentString(`
    fragment PaymentIntentFields on PaymentIntent {
  id
  organizationId
  status
  stripeStatus
  clientSecret
  metadata
  amount {
    amount
    currency
    formatted
  }
  amountReceived {
    amount
  }
  amountRefunded {
    amount
  }
}
    `, {"fragmentName":"PaymentIntentFields"}) as unknown as TypedDocumentString<PaymentIntentFieldsFragment, unknown>;
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
export const ProductDocument = new TypedDocumentString(`
    query Product($id: ID!) {
  product(id: $id) {
    ...ProductFields
    prices {
      id
      active
    }
  }
}
    fragment ProductFields on Product {
  id
  name
  description
  active
}`) as unknown as TypedDocumentString<ProductQuery, ProductQueryVariables>;
export const ProductsDocument = new TypedDocumentString(`
    query Products($first: Int! = 10, $after: String, $filter: ProductFilter) {
  products(first: $first, after: $after, filter: $filter) {
    nodes {
      ...ProductFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment ProductFields on Product {
  id
  name
  description
  active
}`) as unknown as TypedDocumentString<ProductsQuery, ProductsQueryVariables>;
export const PriceDocument = new TypedDocumentString(`
    query Price($id: ID!) {
  price(id: $id) {
    ...PriceFields
  }
}
    fragment PriceFields on Price {
  id
  type
  usageType
  unitPrice {
    amount
    currency
  }
  billingInterval
  intervalCount
  active
  lookupKey
  product {
    id
  }
}`) as unknown as TypedDocumentString<PriceQuery, PriceQueryVariables>;
export const PricesDocument = new TypedDocumentString(`
    query Prices($first: Int! = 10, $after: String, $filter: PriceFilter) {
  prices(first: $first, after: $after, filter: $filter) {
    nodes {
      ...PriceFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment PriceFields on Price {
  id
  type
  usageType
  unitPrice {
    amount
    currency
  }
  billingInterval
  intervalCount
  active
  lookupKey
  product {
    id
  }
}`) as unknown as TypedDocumentString<PricesQuery, PricesQueryVariables>;
export const CreateProductDocument = new TypedDocumentString(`
    mutation CreateProduct($input: CreateProductInput!) {
  createProduct(input: $input) {
    product {
      ...ProductFields
    }
    errors {
      ...BillingErrorFields
    }
  }
}
    fragment ProductFields on Product {
  id
  name
  description
  active
}
fragment BillingErrorFields on BillingError {
  code
  message
  field
  details
  declineCode
  stripeRequestId
}`) as unknown as TypedDocumentString<CreateProductMutation, CreateProductMutationVariables>;
export const CreatePriceDocument = new TypedDocumentString(`
    mutation CreatePrice($input: CreatePriceInput!) {
  createPrice(input: $input) {
    price {
      ...PriceFields
    }
    errors {
      ...BillingErrorFields
    }
  }
}
    fragment PriceFields on Price {
  id
  type
  usageType
  unitPrice {
    amount
    currency
  }
  billingInterval
  intervalCount
  active
  lookupKey
  product {
    id
  }
}
fragment BillingErrorFields on BillingError {
  code
  message
  field
  details
  declineCode
  stripeRequestId
}`) as unknown as TypedDocumentString<CreatePriceMutation, CreatePriceMutationVariables>;
export const SavePlanDocument = new TypedDocumentString(`
    mutation SavePlan($input: SavePlanInput!) {
  savePlan(input: $input) {
    plan {
      ...PlanFields
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
}`) as unknown as TypedDocumentString<SavePlanMutation, SavePlanMutationVariables>;
export const ArchivePlanDocument = new TypedDocumentString(`
    mutation ArchivePlan($input: ArchivePlanInput!) {
  archivePlan(input: $input) {
    plan {
      ...PlanFields
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
}`) as unknown as TypedDocumentString<ArchivePlanMutation, ArchivePlanMutationVariables>;
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
export const CreateCheckoutSessionDocument = new TypedDocumentString(`
    mutation CreateCheckoutSession($input: CreateCheckoutSessionInput!) {
  createCheckoutSession(input: $input) {
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
}`) as unknown as TypedDocumentString<CreateCheckoutSessionMutation, CreateCheckoutSessionMutationVariables>;
export const ExpireCheckoutSessionDocument = new TypedDocumentString(`
    mutation ExpireCheckoutSession($input: ExpireCheckoutSessionInput!) {
  expireCheckoutSession(input: $input) {
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
}`) as unknown as TypedDocumentString<ExpireCheckoutSessionMutation, ExpireCheckoutSessionMutationVariables>;
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
export const CustomersDocument = new TypedDocumentString(`
    query Customers($first: Int! = 10, $after: String, $filter: CustomerFilter, $orderBy: CustomerOrder) {
  customers(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes {
      ...CustomerFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment CustomerFields on Customer {
  id
  organizationId
  email
  name
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<CustomersQuery, CustomersQueryVariables>;
export const CreateCustomerDocument = new TypedDocumentString(`
    mutation CreateCustomer($input: CreateCustomerInput!) {
  createCustomer(input: $input) {
    customer {
      ...CustomerFields
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
fragment CustomerFields on Customer {
  id
  organizationId
  email
  name
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<CreateCustomerMutation, CreateCustomerMutationVariables>;
export const UpdateCustomerDocument = new TypedDocumentString(`
    mutation UpdateCustomer($input: UpdateCustomerInput!) {
  updateCustomer(input: $input) {
    customer {
      ...CustomerFields
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
fragment CustomerFields on Customer {
  id
  organizationId
  email
  name
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<UpdateCustomerMutation, UpdateCustomerMutationVariables>;
export const DeleteCustomerDocument = new TypedDocumentString(`
    mutation DeleteCustomer($input: DeleteCustomerInput!) {
  deleteCustomer(input: $input) {
    deletedCustomerId
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
}`) as unknown as TypedDocumentString<DeleteCustomerMutation, DeleteCustomerMutationVariables>;
export const CreatePortalSessionDocument = new TypedDocumentString(`
    mutation CreatePortalSession($input: CreatePortalSessionInput!) {
  createPortalSession(input: $input) {
    portalUrl
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
}`) as unknown as TypedDocumentString<CreatePortalSessionMutation, CreatePortalSessionMutationVariables>;
export const DriftReportDocument = new TypedDocumentString(`
    query DriftReport($first: Int! = 50, $after: String) {
  driftReport(first: $first, after: $after) {
    checkedAt
    checkedCount
    total
    nodes {
      ...DriftParts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment DriftParts on Drift {
  id
  objectType
  organizationId
  fields {
    path
    ours
    stripes
  }
  monthlyRevenueAtStake {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<DriftReportQuery, DriftReportQueryVariables>;
export const RepairDriftDocument = new TypedDocumentString(`
    mutation RepairDrift($input: RepairDriftInput!) {
  repairDrift(input: $input) {
    repaired {
      ...DriftParts
    }
    errors {
      code
      message
      field
    }
  }
}
    fragment DriftParts on Drift {
  id
  objectType
  organizationId
  fields {
    path
    ours
    stripes
  }
  monthlyRevenueAtStake {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<RepairDriftMutation, RepairDriftMutationVariables>;
export const RecurringRevenueDocument = new TypedDocumentString(`
    query RecurringRevenue($id: ID!) {
  subscription(id: $id) {
    monthlyRecurringRevenue {
      amount
      currency
    }
  }
}
    `) as unknown as TypedDocumentString<RecurringRevenueQuery, RecurringRevenueQueryVariables>;
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
export const InvoicePaymentsDocument = new TypedDocumentString(`
    query InvoicePayments($id: ID!) {
  invoice(id: $id) {
    paymentIntentIds
  }
}
    `) as unknown as TypedDocumentString<InvoicePaymentsQuery, InvoicePaymentsQueryVariables>;
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
export const RevenueMetricsDocument = new TypedDocumentString(`
    query RevenueMetrics($at: DateTimeISO) {
  revenueMetrics(at: $at) {
    asOf
    failedWebhookEvents
    subscriptionsByStatus {
      status
      count
    }
    byCurrency {
      currency
      monthlyRecurringRevenue {
        amount
        currency
      }
      annualRecurringRevenue {
        amount
      }
      averageRevenuePerCustomer {
        amount
      }
      pastDueMonthlyRecurringRevenue {
        amount
      }
      activeCustomers
      byPlan {
        plan {
          uid
        }
        billingInterval
        activeSubscriptions
        monthlyRecurringRevenue {
          amount
        }
      }
      withoutPlan {
        amount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RevenueMetricsQuery, RevenueMetricsQueryVariables>;
export const RevenueContributionsDocument = new TypedDocumentString(`
    query RevenueContributions($at: DateTimeISO, $first: Int!, $after: String, $filter: RevenueContributionFilter) {
  revenueMetrics(at: $at) {
    asOf
    contributions(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        subscriptionId
        organizationId
        status
        exactAmount
        formula
        excludedReason
        amount {
          amount
          currency
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RevenueContributionsQuery, RevenueContributionsQueryVariables>;
export const RevenueSeriesDocument = new TypedDocumentString(`
    query RevenueSeries($from: DateTimeISO!, $to: DateTimeISO!, $interval: SeriesInterval!, $currency: Currency!) {
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
    `) as unknown as TypedDocumentString<RevenueSeriesQuery, RevenueSeriesQueryVariables>;
export const PaymentIntentDocument = new TypedDocumentString(`
    query PaymentIntent($id: ID!) {
  paymentIntent(id: $id) {
    ...PaymentIntentFields
  }
}
    fragment PaymentIntentFields on PaymentIntent {
  id
  organizationId
  status
  stripeStatus
  clientSecret
  metadata
  amount {
    amount
    currency
    formatted
  }
  amountReceived {
    amount
  }
  amountRefunded {
    amount
  }
}`) as unknown as TypedDocumentString<PaymentIntentQuery, PaymentIntentQueryVariables>;
export const CreatePaymentIntentDocument = new TypedDocumentString(`
    mutation CreatePaymentIntent($input: CreatePaymentIntentInput!) {
  createPaymentIntent(input: $input) {
    paymentIntent {
      ...PaymentIntentFields
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
fragment PaymentIntentFields on PaymentIntent {
  id
  organizationId
  status
  stripeStatus
  clientSecret
  metadata
  amount {
    amount
    currency
    formatted
  }
  amountReceived {
    amount
  }
  amountRefunded {
    amount
  }
}`) as unknown as TypedDocumentString<CreatePaymentIntentMutation, CreatePaymentIntentMutationVariables>;
export const ConfirmPaymentIntentDocument = new TypedDocumentString(`
    mutation ConfirmPaymentIntent($input: ConfirmPaymentIntentInput!) {
  confirmPaymentIntent(input: $input) {
    paymentIntent {
      ...PaymentIntentFields
    }
    nextActionUrl
    errors {
      ...BillingErrorFields
      declineCode
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
fragment PaymentIntentFields on PaymentIntent {
  id
  organizationId
  status
  stripeStatus
  clientSecret
  metadata
  amount {
    amount
    currency
    formatted
  }
  amountReceived {
    amount
  }
  amountRefunded {
    amount
  }
}`) as unknown as TypedDocumentString<ConfirmPaymentIntentMutation, ConfirmPaymentIntentMutationVariables>;
export const CancelPaymentIntentDocument = new TypedDocumentString(`
    mutation CancelPaymentIntent($input: CancelPaymentIntentInput!) {
  cancelPaymentIntent(input: $input) {
    paymentIntent {
      ...PaymentIntentFields
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
fragment PaymentIntentFields on PaymentIntent {
  id
  organizationId
  status
  stripeStatus
  clientSecret
  metadata
  amount {
    amount
    currency
    formatted
  }
  amountReceived {
    amount
  }
  amountRefunded {
    amount
  }
}`) as unknown as TypedDocumentString<CancelPaymentIntentMutation, CancelPaymentIntentMutationVariables>;
export const CreateRefundDocument = new TypedDocumentString(`
    mutation CreateRefund($input: CreateRefundInput!) {
  createRefund(input: $input) {
    refund {
      id
      status
      stripeStatus
      reason
      amount {
        amount
        currency
      }
      paymentIntent {
        id
        amountRefunded {
          amount
        }
      }
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
}`) as unknown as TypedDocumentString<CreateRefundMutation, CreateRefundMutationVariables>;
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
export const SubscriptionHistoryDocument = new TypedDocumentString(`
    query SubscriptionHistory($id: ID!) {
  subscription(id: $id) {
    ...SubscriptionFields
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
}`) as unknown as TypedDocumentString<SubscriptionHistoryQuery, SubscriptionHistoryQueryVariables>;
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
export const SubscriptionChangePreviewDocument = new TypedDocumentString(`
    query SubscriptionChangePreview($input: ChangeSubscriptionInput!) {
  subscriptionChangePreview(input: $input) {
    quoteId
    quoteExpiresAt
    amountDueNow {
      amount
      currency
    }
    nextInvoiceTotal {
      amount
      currency
    }
    lines {
      description
      amount {
        amount
      }
      quantity
      proration
      periodStart
      periodEnd
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
}`) as unknown as TypedDocumentString<SubscriptionChangePreviewQuery, SubscriptionChangePreviewQueryVariables>;
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
export const ReportUsageDocument = new TypedDocumentString(`
    mutation ReportUsage($input: ReportUsageInput!) {
  reportUsage(input: $input) {
    identifier
    accepted
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
}`) as unknown as TypedDocumentString<ReportUsageMutation, ReportUsageMutationVariables>;
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
export const RetryWebhookEventDocument = new TypedDocumentString(`
    mutation RetryWebhookEvent($input: RetryWebhookEventInput!) {
  retryWebhookEvent(input: $input) {
    webhookEvent {
      ...WebhookEventFields
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
}`) as unknown as TypedDocumentString<RetryWebhookEventMutation, RetryWebhookEventMutationVariables>;
export const RetryFailedWebhookEventsDocument = new TypedDocumentString(`
    mutation RetryFailedWebhookEvents($input: RetryFailedWebhookEventsInput!) {
  retryFailedWebhookEvents(input: $input) {
    retriedCount
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
}`) as unknown as TypedDocumentString<RetryFailedWebhookEventsMutation, RetryFailedWebhookEventsMutationVariables>;