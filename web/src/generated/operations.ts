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
  /** A promotion code as customers know it, in any case; what it takes off is shown on the hosted page. */
  promotionCode?: string | null | undefined;
  /** Seats or other units; from 1 to 999,999. */
  quantity?: number;
};

/** What is charged by usage beyond the plan. */
export type OverageKind =
  | 'API'
  | 'BANDWIDTH';

/** https://docs.stripe.com/api/checkout/sessions/object#checkout_session_object-payment_status */
export type PaymentStatus =
  | 'NO_PAYMENT_REQUIRED'
  | 'PAID'
  | 'UNPAID';

export type PriceType =
  | 'ONE_TIME'
  | 'RECURRING';

/** What a viewer may see. */
export type Role =
  /** Every organization. */
  | 'ADMIN'
  /** No identity: the catalogue only. */
  | 'ANONYMOUS'
  /** One organization's own data. */
  | 'MEMBER';

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

export type BillingErrorPartsFragment = { code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null };

export type CheckoutSessionChangedSubscriptionVariables = Exact<{
  sessionId: string | number;
  after?: string | null | undefined;
}>;


export type CheckoutSessionChangedSubscription = { checkoutSessionChanged: { id: string, status: CheckoutSessionStatus } };

export type ConfirmCheckoutMutationVariables = Exact<{
  input: ConfirmCheckoutInput;
  locale?: string;
}>;


export type ConfirmCheckoutMutation = { confirmCheckout: { session: { paymentStatus: PaymentStatus, customerEmail: string | null, amountTotal: { amount: number, currency: string, formatted: string } | null } | null, subscription: { id: string, status: SubscriptionStatus, billingInterval: BillingInterval | null, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, createdAt: string, plan: { uid: string, name: string, features: Array<string> } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, active: boolean, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null } }> } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type CreateCheckoutMutationVariables = Exact<{
  input: CreateCheckoutInput;
}>;


export type CreateCheckoutMutation = { createCheckout: { checkoutUrl: string | null, checkoutSession: { id: string, expiresAt: string | null } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, declineCode: string | null, stripeRequestId: string | null }> } };

export type MoneyPartsFragment = { amount: number, currency: string, formatted: string };

export type PlansQueryVariables = Exact<{
  locale?: string;
}>;


export type PlansQuery = { plans: Array<{ uid: string, name: string, description: string | null, features: Array<string>, trialDays: number, prices: Array<{ id: string, active: boolean, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, active: boolean, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null } }> }> };

export type PlanQueryVariables = Exact<{
  uid: string | number;
  locale?: string;
}>;


export type PlanQuery = { plan: { archived: boolean, uid: string, name: string, description: string | null, features: Array<string>, trialDays: number, prices: Array<{ id: string, active: boolean, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, active: boolean, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null } }> } | null };

export type PlanForSaleFragment = { uid: string, name: string, description: string | null, features: Array<string>, trialDays: number, prices: Array<{ id: string, active: boolean, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, active: boolean, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null } }> };

export type PricePartsFragment = { id: string, active: boolean, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null };

export type SubscriptionPartsFragment = { id: string, status: SubscriptionStatus, billingInterval: BillingInterval | null, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, canceledAt: string | null, endedAt: string | null, trialEnd: string | null, createdAt: string, plan: { uid: string, name: string, features: Array<string> } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, active: boolean, type: PriceType, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null } }> };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { role: Role, organizationId: string | null, email: string | null } };

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
export const MoneyPartsFragmentDoc = new TypedDocumentString(`
    fragment MoneyParts on Money {
  amount
  currency
  formatted(locale: $locale)
}
    `, {"fragmentName":"MoneyParts"}) as unknown as TypedDocumentString<MoneyPartsFragment, unknown>;
export const PricePartsFragmentDoc = new TypedDocumentString(`
    fragment PriceParts on Price {
  id
  active
  type
  usageType
  billingInterval
  intervalCount
  unitAmountDecimal
  unitPrice {
    ...MoneyParts
  }
}
    fragment MoneyParts on Money {
  amount
  currency
  formatted(locale: $locale)
}`, {"fragmentName":"PriceParts"}) as unknown as TypedDocumentString<PricePartsFragment, unknown>;
export const PlanForSaleFragmentDoc = new TypedDocumentString(`
    fragment PlanForSale on Plan {
  uid
  name
  description
  features
  trialDays
  prices {
    ...PriceParts
  }
  overages {
    kind
    price {
      ...PriceParts
    }
  }
}
    fragment MoneyParts on Money {
  amount
  currency
  formatted(locale: $locale)
}
fragment PriceParts on Price {
  id
  active
  type
  usageType
  billingInterval
  intervalCount
  unitAmountDecimal
  unitPrice {
    ...MoneyParts
  }
}`, {"fragmentName":"PlanForSale"}) as unknown as TypedDocumentString<PlanForSaleFragment, unknown>;
export const SubscriptionPartsFragmentDoc = new TypedDocumentString(`
    fragment SubscriptionParts on BillingSubscription {
  id
  status
  billingInterval
  currentPeriodStart
  currentPeriodEnd
  cancelAtPeriodEnd
  cancelAt
  canceledAt
  endedAt
  trialEnd
  createdAt
  plan {
    uid
    name
    features
  }
  items {
    id
    quantity
    price {
      ...PriceParts
    }
  }
}
    fragment MoneyParts on Money {
  amount
  currency
  formatted(locale: $locale)
}
fragment PriceParts on Price {
  id
  active
  type
  usageType
  billingInterval
  intervalCount
  unitAmountDecimal
  unitPrice {
    ...MoneyParts
  }
}`, {"fragmentName":"SubscriptionParts"}) as unknown as TypedDocumentString<SubscriptionPartsFragment, unknown>;
export const CheckoutSessionChangedDocument = new TypedDocumentString(`
    subscription CheckoutSessionChanged($sessionId: ID!, $after: String) {
  checkoutSessionChanged(sessionId: $sessionId, after: $after) {
    id
    status
  }
}
    `) as unknown as TypedDocumentString<CheckoutSessionChangedSubscription, CheckoutSessionChangedSubscriptionVariables>;
export const ConfirmCheckoutDocument = new TypedDocumentString(`
    mutation ConfirmCheckout($input: ConfirmCheckoutInput!, $locale: String! = "en-US") {
  confirmCheckout(input: $input) {
    session {
      paymentStatus
      amountTotal {
        ...MoneyParts
      }
      customerEmail
    }
    subscription {
      ...SubscriptionParts
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
fragment MoneyParts on Money {
  amount
  currency
  formatted(locale: $locale)
}
fragment PriceParts on Price {
  id
  active
  type
  usageType
  billingInterval
  intervalCount
  unitAmountDecimal
  unitPrice {
    ...MoneyParts
  }
}
fragment SubscriptionParts on BillingSubscription {
  id
  status
  billingInterval
  currentPeriodStart
  currentPeriodEnd
  cancelAtPeriodEnd
  cancelAt
  canceledAt
  endedAt
  trialEnd
  createdAt
  plan {
    uid
    name
    features
  }
  items {
    id
    quantity
    price {
      ...PriceParts
    }
  }
}`) as unknown as TypedDocumentString<ConfirmCheckoutMutation, ConfirmCheckoutMutationVariables>;
export const CreateCheckoutDocument = new TypedDocumentString(`
    mutation CreateCheckout($input: CreateCheckoutInput!) {
  createCheckout(input: $input) {
    checkoutUrl
    checkoutSession {
      id
      expiresAt
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
}`) as unknown as TypedDocumentString<CreateCheckoutMutation, CreateCheckoutMutationVariables>;
export const PlansDocument = new TypedDocumentString(`
    query Plans($locale: String! = "en-US") {
  plans {
    ...PlanForSale
  }
}
    fragment MoneyParts on Money {
  amount
  currency
  formatted(locale: $locale)
}
fragment PlanForSale on Plan {
  uid
  name
  description
  features
  trialDays
  prices {
    ...PriceParts
  }
  overages {
    kind
    price {
      ...PriceParts
    }
  }
}
fragment PriceParts on Price {
  id
  active
  type
  usageType
  billingInterval
  intervalCount
  unitAmountDecimal
  unitPrice {
    ...MoneyParts
  }
}`) as unknown as TypedDocumentString<PlansQuery, PlansQueryVariables>;
export const PlanDocument = new TypedDocumentString(`
    query Plan($uid: ID!, $locale: String! = "en-US") {
  plan(uid: $uid) {
    archived
    ...PlanForSale
  }
}
    fragment MoneyParts on Money {
  amount
  currency
  formatted(locale: $locale)
}
fragment PlanForSale on Plan {
  uid
  name
  description
  features
  trialDays
  prices {
    ...PriceParts
  }
  overages {
    kind
    price {
      ...PriceParts
    }
  }
}
fragment PriceParts on Price {
  id
  active
  type
  usageType
  billingInterval
  intervalCount
  unitAmountDecimal
  unitPrice {
    ...MoneyParts
  }
}`) as unknown as TypedDocumentString<PlanQuery, PlanQueryVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    role
    organizationId
    email
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;