import { invalidRequest, missingParameter } from '../http/failures.js';
import { type Route, unspecifiedRoute } from '../http/route.js';
import type { CheckoutCompletion } from './checkout-completion.js';
import type { CheckoutSessions } from './checkout-sessions.js';

/** What Stripe's own hosted page calls, and with it the official CLI's `trigger`. Stripe documents neither route. */
export function paymentPageRoutes(sessions: CheckoutSessions, completion: CheckoutCompletion): Route[] {
  return [
    unspecifiedRoute('GET', '/v1/payment_pages/{session}', (_params, { path }) => sessions.require(path.session)),
    unspecifiedRoute('POST', '/v1/payment_pages/{session}/confirm', (params, { path }) => {
      const { payment_method: paymentMethod, expected_amount: expected } = params;
      if (typeof paymentMethod !== 'string') throw missingParameter('payment_method');
      const { amount_total: amount } = sessions.require(path.session);
      if (expected !== undefined && Number(expected) !== (amount ?? 0)) {
        throw invalidRequest(
          `The amount of this Checkout Session is ${amount ?? 0}, not ${String(expected)}.`,
          'expected_amount',
          'checkout_amount_mismatch',
        );
      }
      return completion.complete(path.session, paymentMethod).session;
    }),
  ];
}
