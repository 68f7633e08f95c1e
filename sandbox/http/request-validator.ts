import { Ajv, type ValidateFunction } from 'ajv';
import type { StripeParameters } from '../spec/stripe-parameters.js';
import { parameterError } from './parameter-error.js';
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
 * @throws Error for an operation that the description does not have
 */
export type ValidateRequest = (method: string, path: string, params: Readonly<Record<string, unknown>>) => Verdict;

/** A validator that compiles the rules of an operation when it is first asked for: all of them together take seconds. */
export function requestValidator(parameters: StripeParameters): ValidateRequest {
  const ajv = new Ajv({
    allErrors: true,
    coerceTypes: true,
    strict: false,
    validateFormats: false,
    verbose: true,
    // A first request waits for the compiler, which would take five times as long with these two.
    code: { optimize: false },
    validateSchema: false,
  });
  const compiled = new Map<string, ValidateFunction>();
  const checkOf = (operation: string): ValidateFunction => {
    const known = compiled.get(operation);
    if (known !== undefined) return known;
    const schema = parameters.get(operation);
    if (schema === undefined) throw new Error(`Stripe's description has no ${operation}`);
    const check = ajv.compile(schema);
    compiled.set(operation, check);
    return check;
  };
  return (method, path, params) => {
    const check = checkOf(`${method} ${path}`);
    // Forms carry text only: ajv puts the numbers and booleans that the text means in its place.
    const coerced = structuredClone(params);
    return check(coerced) ? { ok: true, params: coerced } : { ok: false, error: parameterError(check.errors ?? []) };
  };
}
