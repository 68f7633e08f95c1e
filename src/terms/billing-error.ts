import { GraphQLJSONObject, GraphQLURL } from 'graphql-scalars';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** What a caller can get wrong, as data on a mutation's payload. Anything else is a top-level GraphQL error. */
export enum BillingErrorCode {
  NOT_FOUND = 'NOT_FOUND',
  INVALID_INPUT = 'INVALID_INPUT',
  PLAN_NOT_FOUND = 'PLAN_NOT_FOUND',
  PLAN_ARCHIVED = 'PLAN_ARCHIVED',
  PRICE_NOT_FOUND = 'PRICE_NOT_FOUND',
  PRICE_INACTIVE = 'PRICE_INACTIVE',
  ALREADY_SUBSCRIBED = 'ALREADY_SUBSCRIBED',
  CHECKOUT_EXPIRED = 'CHECKOUT_EXPIRED',
  CHECKOUT_NOT_PAID = 'CHECKOUT_NOT_PAID',
  ORGANIZATION_HAS_CUSTOMER = 'ORGANIZATION_HAS_CUSTOMER',
  CARD_DECLINED = 'CARD_DECLINED',
  AUTHENTICATION_REQUIRED = 'AUTHENTICATION_REQUIRED',
  INVALID_STATE = 'INVALID_STATE',
  QUOTE_CHANGED = 'QUOTE_CHANGED',
  QUOTE_EXPIRED = 'QUOTE_EXPIRED',
  CONFLICT = 'CONFLICT',
  STRIPE_UNAVAILABLE = 'STRIPE_UNAVAILABLE',
}

registerEnumType(BillingErrorCode, {
  name: 'BillingErrorCode',
  description: 'What went wrong, for a program to act on.',
  valuesConfig: {
    NOT_FOUND: { description: "The object does not exist, or is not the viewer's." },
    INVALID_INPUT: { description: 'The input is not usable; `field` says which part.' },
    PLAN_NOT_FOUND: { description: 'No plan has this uid.' },
    PLAN_ARCHIVED: { description: 'The plan is no longer sold.' },
    PRICE_NOT_FOUND: { description: 'The plan has no price for the interval or currency asked.' },
    PRICE_INACTIVE: { description: 'Stripe says that the price or its product is archived or gone.' },
    ALREADY_SUBSCRIBED: { description: 'The organization has a live subscription to the plan.' },
    CHECKOUT_EXPIRED: { description: 'The checkout session expired before it was paid; start a new one.' },
    CHECKOUT_NOT_PAID: { description: 'The checkout session is not paid yet.' },
    ORGANIZATION_HAS_CUSTOMER: { description: 'The organization has a customer already.' },
    CARD_DECLINED: { description: 'The card was declined; `declineCode` says why.' },
    AUTHENTICATION_REQUIRED: { description: 'The customer has to authenticate the payment (3D Secure).' },
    INVALID_STATE: { description: "The object's state does not allow this." },
    QUOTE_CHANGED: { description: 'The amount due moved since the preview; `details` carries the new one.' },
    QUOTE_EXPIRED: { description: 'The quote is too old; ask for a new preview.' },
    CONFLICT: { description: 'The same idempotency key with other input, or a concurrent change.' },
    STRIPE_UNAVAILABLE: { description: 'Stripe timed out, refused or limited the call; safe to try again.' },
  },
});

@ObjectType({ description: 'An expected failure of a mutation.' })
export class BillingError {
  @Field(() => BillingErrorCode)
  readonly code!: BillingErrorCode;

  @Field(() => String, { description: 'What happened and what to do, for a developer to read.' })
  readonly message!: string;

  @Field(() => [String], { nullable: true, description: 'Path into the arguments, such as ["input", "email"].' })
  readonly field!: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The reason of the card issuer: https://docs.stripe.com/declines/codes',
  })
  readonly declineCode!: string | null;

  @Field(() => String, { nullable: true, description: "Stripe's id of the request that failed; support asks for it." })
  readonly stripeRequestId!: string | null;

  @Field(() => GraphQLURL, { nullable: true })
  readonly docUrl!: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'Facts that belong to the code, such as both amounts.',
  })
  readonly details!: Record<string, unknown> | null;
}

export interface BillingFaultContext {
  readonly field?: readonly string[];
  readonly declineCode?: string | undefined;
  /** The parameter that Stripe refused, in its own words. */
  readonly stripeParameter?: string | undefined;
  readonly stripeRequestId?: string | undefined;
  readonly docUrl?: string | undefined;
  readonly details?: Record<string, unknown>;
  /** Stripe repeated the failure of an earlier request with the same idempotency key: only a new key can succeed. */
  readonly isRepeated?: boolean;
  readonly cause?: unknown;
}

/** Thrown by services for an expected failure; `settle` turns it into the payload's `errors`. */
export class BillingFault extends Error {
  constructor(
    readonly code: BillingErrorCode,
    message: string,
    readonly context: BillingFaultContext = {},
  ) {
    super(message, { cause: context.cause });
    this.name = 'BillingFault';
  }
}

export function toBillingError(fault: BillingFault): BillingError {
  const { field, declineCode, stripeRequestId, docUrl, details } = fault.context;
  return Object.assign(new BillingError(), {
    code: fault.code,
    message: fault.message,
    field: field ? [...field] : null,
    declineCode: declineCode ?? null,
    stripeRequestId: stripeRequestId ?? null,
    docUrl: docUrl ?? null,
    details: details ?? null,
  });
}
