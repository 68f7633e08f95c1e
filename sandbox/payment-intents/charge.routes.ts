import type Stripe from 'stripe';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { Charges } from './charges.js';

/** Charges as they can be read; payment intents make them. Source: https://docs.stripe.com/api/charges */
export function chargeRoutes(ledger: Ledger, charges: Charges): Route[] {
  return [
    route('GET', '/v1/charges', (params: Wire<Stripe.ChargeListParams>, { url }) =>
      listPage(
        ledger.charges,
        params,
        url,
        (charge) =>
          (params.customer === undefined || charge.customer === params.customer) &&
          (params.payment_intent === undefined || charge.payment_intent === params.payment_intent) &&
          isWithin(params.created, charge.created),
      ),
    ),
    route('GET', '/v1/charges/{charge}', (_params, { path }) => charges.require(path.charge)),
    route('POST', '/v1/charges/{charge}', (params: Wire<Stripe.ChargeUpdateParams>, { path }) =>
      charges.update(path.charge, params),
    ),
  ];
}
