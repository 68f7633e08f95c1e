/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type BillingErrorCode =
  | 'ALREADY_SUBSCRIBED'
  | 'AUTHENTICATION_REQUIRED'
  | 'CARD_DECLINED'
  | 'CHECKOUT_EXPIRED'
  | 'CHECKOUT_NOT_PAID'
  | 'CONFLICT'
  | 'INVALID_INPUT'
  | 'INVALID_STATE'
  | 'NOT_FOUND'
  | 'ORGANIZATION_HAS_CUSTOMER'
  | 'PLAN_ARCHIVED'
  | 'PLAN_NOT_FOUND'
  | 'PRICE_INACTIVE'
  | 'PRICE_NOT_FOUND'
  | 'QUOTE_CHANGED'
  | 'QUOTE_EXPIRED'
  | 'STRIPE_UNAVAILABLE';

export type BillingInterval =
  | 'MONTH'
  | 'YEAR';

export type ConfirmCheckoutInput = {
  sessionId: string | number;
};

export type CreateCheckoutInput = {
  billingInterval: BillingInterval;
  currency?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
  overageApi?: boolean;
  overageBandwidth?: boolean;
  overagesEnabled?: boolean;
  planUid: string | number;
  promotionCode?: string | null | undefined;
  quantity?: number;
};

export type OverageKind =
  | 'API'
  | 'BANDWIDTH';

export type PaymentStatus =
  | 'NO_PAYMENT_REQUIRED'
  | 'PAID'
  | 'UNPAID';

export type Role =
  | 'ADMIN'
  | 'ANONYMOUS'
  | 'MEMBER';

export type SubscriptionStatus =
  | 'ACTIVE'
  | 'CANCELED'
  | 'INCOMPLETE'
  | 'INCOMPLETE_EXPIRED'
  | 'PAST_DUE'
  | 'PAUSED'
  | 'TRIALING'
  | 'UNPAID';

export type UsageType =
  | 'LICENSED'
  | 'METERED';

export type BillingErrorPartsFragment = { code: BillingErrorCode, message: string, field: Array<string> | null, stripeRequestId: string | null };

export type ConfirmCheckoutMutationVariables = Exact<{
  input: ConfirmCheckoutInput;
  locale: string;
}>;


export type ConfirmCheckoutMutation = { confirmCheckout: { session: { paymentStatus: PaymentStatus, customerEmail: string | null, amountTotal: { formatted: string } | null } | null, subscription: { id: string, status: SubscriptionStatus, billingInterval: BillingInterval | null, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, cancelAt: string | null, trialEnd: string | null, plan: { name: string, features: Array<string> } | null, items: Array<{ id: string, quantity: number | null, price: { id: string, active: boolean, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null } }> } | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, stripeRequestId: string | null }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { role: Role, organizationId: string | null, email: string | null } };

export type CreateCheckoutMutationVariables = Exact<{
  input: CreateCheckoutInput;
}>;


export type CreateCheckoutMutation = { createCheckout: { checkoutUrl: string | null, errors: Array<{ code: BillingErrorCode, message: string, field: Array<string> | null, stripeRequestId: string | null }> } };

export type PlansQueryVariables = Exact<{
  locale: string;
}>;


export type PlansQuery = { plans: Array<{ uid: string, name: string, description: string | null, features: Array<string>, trialDays: number, prices: Array<{ id: string, active: boolean, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null }>, overages: Array<{ kind: OverageKind, price: { id: string, active: boolean, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null } }> }> };

export type RecurringPriceFragment = { id: string, active: boolean, usageType: UsageType | null, billingInterval: BillingInterval | null, intervalCount: number | null, unitAmountDecimal: string | null, unitPrice: { amount: number, currency: string, formatted: string } | null };

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
  stripeRequestId
}
    `, {"fragmentName":"BillingErrorParts"}) as unknown as TypedDocumentString<BillingErrorPartsFragment, unknown>;
export const RecurringPriceFragmentDoc = new TypedDocumentString(`
    fragment RecurringPrice on Price {
  id
  active
  usageType
  billingInterval
  intervalCount
  unitAmountDecimal
  unitPrice {
    amount
    currency
    formatted(locale: $locale)
  }
}
    `, {"fragmentName":"RecurringPrice"}) as unknown as TypedDocumentString<RecurringPriceFragment, unknown>;
export const ConfirmCheckoutDocument = new TypedDocumentString(`
    mutation ConfirmCheckout($input: ConfirmCheckoutInput!, $locale: String!) {
  confirmCheckout(input: $input) {
    session {
      paymentStatus
      amountTotal {
        formatted(locale: $locale)
      }
      customerEmail
    }
    subscription {
      id
      status
      billingInterval
      currentPeriodStart
      currentPeriodEnd
      cancelAtPeriodEnd
      cancelAt
      trialEnd
      plan {
        name
        features
      }
      items {
        id
        quantity
        price {
          ...RecurringPrice
        }
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
  stripeRequestId
}
fragment RecurringPrice on Price {
  id
  active
  usageType
  billingInterval
  intervalCount
  unitAmountDecimal
  unitPrice {
    amount
    currency
    formatted(locale: $locale)
  }
}`) as unknown as TypedDocumentString<ConfirmCheckoutMutation, ConfirmCheckoutMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    role
    organizationId
    email
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const CreateCheckoutDocument = new TypedDocumentString(`
    mutation CreateCheckout($input: CreateCheckoutInput!) {
  createCheckout(input: $input) {
    checkoutUrl
    errors {
      ...BillingErrorParts
    }
  }
}
    fragment BillingErrorParts on BillingError {
  code
  message
  field
  stripeRequestId
}`) as unknown as TypedDocumentString<CreateCheckoutMutation, CreateCheckoutMutationVariables>;
export const PlansDocument = new TypedDocumentString(`
    query Plans($locale: String!) {
  plans {
    uid
    name
    description
    features
    trialDays
    prices {
      ...RecurringPrice
    }
    overages {
      kind
      price {
        ...RecurringPrice
      }
    }
  }
}
    fragment RecurringPrice on Price {
  id
  active
  usageType
  billingInterval
  intervalCount
  unitAmountDecimal
  unitPrice {
    amount
    currency
    formatted(locale: $locale)
  }
}`) as unknown as TypedDocumentString<PlansQuery, PlansQueryVariables>;