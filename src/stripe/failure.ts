import Stripe from 'stripe';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';

/** The request is well formed; the object's state does not allow it. Source: https://docs.stripe.com/error-codes */
const STATE_CODES = new Set([
  'payment_intent_unexpected_state',
  'setup_intent_unexpected_state',
  'charge_already_refunded',
  'charge_disputed',
]);

/** The customer has to act, in the words of payments, of invoices and of subscriptions. */
const AUTHENTICATION_CODES: ReadonlySet<string> = new Set([
  'authentication_required',
  'invoice_payment_intent_requires_action',
  'subscription_payment_intent_requires_action',
]);

/**
 * Says what a failure of Stripe means for the caller. Source: https://docs.stripe.com/error-handling
 *
 * @returns the expected failure, or the error itself when it is ours (a wrong key, a bug) and must be masked
 */
export function toBillingFault(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const context = {
    stripeRequestId: error.requestId,
    docUrl: error.doc_url,
    declineCode: error.decline_code,
    isRepeated: error.headers?.['idempotent-replayed'] === 'true',
    stripeParameter: error.param,
    cause: error,
  };
  const fault = (code: BillingErrorCode, message: string) => new BillingFault(code, message, context);
  if (error instanceof Stripe.errors.StripeCardError) {
    return AUTHENTICATION_CODES.has(error.code ?? '')
      ? fault(BillingErrorCode.AUTHENTICATION_REQUIRED, error.message)
      : fault(BillingErrorCode.CARD_DECLINED, error.message);
  }
  if (isOutage(error)) {
    return fault(BillingErrorCode.STRIPE_UNAVAILABLE, `Stripe did not serve the request, try again: ${error.message}`);
  }
  if (error instanceof Stripe.errors.StripeIdempotencyError) return fault(BillingErrorCode.CONFLICT, error.message);
  if (isWithoutCard(error)) return fault(BillingErrorCode.INVALID_STATE, error.message);
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    if (isMissing(error)) return fault(BillingErrorCode.NOT_FOUND, error.message);
    if (lacksPortalConfiguration(error)) return fault(BillingErrorCode.INVALID_STATE, error.message);
    // Somebody else made an object with the same id at the same moment.
    if (error.code === 'resource_already_exists') return fault(BillingErrorCode.CONFLICT, error.message);
    if (STATE_CODES.has(error.code ?? '')) return fault(BillingErrorCode.INVALID_STATE, error.message);
    return fault(BillingErrorCode.INVALID_INPUT, error.message);
  }
  return error;
}

/** What an operator needs to find a failed call in Stripe's log; nothing of the answer itself. */
export interface StripeFailure {
  /** The class of the SDK's error, such as `StripeConnectionError`. */
  readonly errorType: string;
  readonly errorCode: string | undefined;
  readonly statusCode: number | undefined;
  readonly stripeRequestId: string | undefined;
}

export function toStripeFailure(error: unknown): StripeFailure {
  const { code, statusCode, requestId } =
    error instanceof Stripe.errors.StripeError
      ? error
      : { code: undefined, statusCode: undefined, requestId: undefined };
  return {
    errorType: error instanceof Error ? error.constructor.name : typeof error,
    errorCode: code,
    statusCode,
    stripeRequestId: requestId,
  };
}

/** Stripe does not know the object, or it belongs to another account or mode. */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
}

/** A restricted key that lacks the permission. Source: https://docs.stripe.com/keys/restricted-api-keys */
export function isForbidden(error: unknown): boolean {
  return error instanceof Stripe.errors.StripePermissionError;
}

/** There is something to pay and nothing to pay it by; Stripe has no code of its own for it. */
function isWithoutCard({ code, message }: Stripe.errors.StripeError): boolean {
  return code === 'resource_missing' && /no attached payment source|no `default_payment_method`/.test(message);
}

/** The subscription ends, or has ended, before another invoice. */
export function isWithoutUpcomingInvoice(error: unknown): boolean {
  return hasNoInvoiceToCome(error) || isMissing(error);
}

/** Nothing that was named is missing, but there is nothing to invoice either. */
export function hasNoInvoiceToCome(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'invoice_upcoming_none';
}

/** Too many requests, or another request holds a lock on the object; the request was not executed. */
export function isRateLimit(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeRateLimitError ||
    (error instanceof Stripe.errors.StripeError && error.code === 'lock_timeout')
  );
}

/** A failure that passes: the network, a rate limit, a lock on the object, or Stripe itself. */
function isOutage(error: Stripe.errors.StripeError): boolean {
  return (
    isRateLimit(error) ||
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeAPIError ||
    error.code === 'idempotency_key_in_use' ||
    (error.statusCode ?? 0) >= 500
  );
}

/**
 * The account's owner has not saved the settings of the customer portal yet. Stripe gives this failure no code.
 * Source: https://docs.stripe.com/customer-management/integrate-customer-portal#configure
 */
function lacksPortalConfiguration({ message }: Stripe.errors.StripeError): boolean {
  return /default configuration has not been created/i.test(message);
}
