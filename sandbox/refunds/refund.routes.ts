import type Stripe from 'stripe';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { RefundCreateParams, Refunds } from './refunds.js';

export function refundRoutes(ledger: Ledger, refunds: Refunds): Route[] {
  return [
    route('POST', '/v1/refunds', (params: RefundCreateParams) => refunds.create(params)),
    route('GET', '/v1/refunds', (params: Wire<Stripe.RefundListParams>, { url }) =>
      listPage(
        ledger.refunds,
        params,
        url,
        (refund) =>
          (params.charge === undefined || refund.charge === params.charge) &&
          (params.payment_intent === undefined || refund.payment_intent === params.payment_intent) &&
          isWithin(params.created, refund.created),
      ),
    ),
    route('GET', '/v1/refunds/{refund}', (_params, { path }) => refunds.require(path.refund)),
    route('POST', '/v1/refunds/{refund}', (params: Wire<Stripe.RefundUpdateParams>, { path }) =>
      refunds.update(path.refund, params),
    ),
  ];
}
