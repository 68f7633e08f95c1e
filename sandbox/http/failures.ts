import { StripeFailure } from './stripe-failure.js';

/** 400: the request cannot be carried out as asked. */
export function invalidRequest(message: string, param?: string, code?: string): StripeFailure {
  return new StripeFailure(400, {
    type: 'invalid_request_error',
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  });
}

export function missingParameter(param: string): StripeFailure {
  return invalidRequest(`Missing required param: ${param}.`, param, 'parameter_missing');
}

/**
 * Stripe's answer for an id that it does not know: 404 when the id stands in the path, 400 when it is a parameter.
 *
 * @param noun the object in Stripe's words, such as `customer` or `payment_method`
 * @param param the parameter that carried the id; the last word of the path when the path did
 */
export function noSuch(noun: string, id: string, param: string, place: 'path' | 'parameter' = 'path'): StripeFailure {
  return new StripeFailure(place === 'path' ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${noun}: '${id}'`,
    param,
  });
}

/** 404 for a path outside the routing table. */
export function unrecognizedUrl(method: string, url: string): StripeFailure {
  return new StripeFailure(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${url}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  });
}
