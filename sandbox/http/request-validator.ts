import type { StripeErrorBody } from './stripe-failure.js';

/** What the validator found: the parameters, coerced to the types of the specification, or Stripe's error. */
export type Verdict =
  | { readonly ok: true; readonly params: Record<string, unknown> }
  | { readonly ok: false; readonly error: StripeErrorBody };

/**
 * Checks the parameters of a request against the trimmed OpenAPI description of Stripe.
 *
 * @param method upper-case HTTP method
 * @param path the path template with braces, such as `/v1/customers/{customer}`
 * @param params the query or the form body as parsed by qs
 */
export type ValidateRequest = (method: string, path: string, params: Record<string, unknown>) => Verdict;
