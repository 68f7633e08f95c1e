import type Stripe from 'stripe';
import { isWithin, listPage, type PageParams, pageOf } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { CheckoutSessions } from './checkout-sessions.js';
import type { CheckoutSession, SessionCreateParams } from './new-session.js';

type SessionListParams = Wire<Stripe.Checkout.SessionListParams>;

export function checkoutSessionRoutes(ledger: Ledger, sessions: CheckoutSessions): Route[] {
  return [
    route('POST', '/v1/checkout/sessions', (params: SessionCreateParams) => sessions.create(params)),
    route('GET', '/v1/checkout/sessions', (params: SessionListParams, { url }) =>
      listPage(ledger.checkoutSessions, params, url, (session) => isListed(session, params)),
    ),
    route('GET', '/v1/checkout/sessions/{session}', (_params, { path }) => sessions.require(path.session)),
    route('POST', '/v1/checkout/sessions/{session}', (params: Wire<Stripe.Checkout.SessionUpdateParams>, { path }) =>
      sessions.update(path.session, params),
    ),
    route('POST', '/v1/checkout/sessions/{session}/expire', (_params, { path }) => sessions.expire(path.session)),
    route('GET', '/v1/checkout/sessions/{session}/line_items', (params: PageParams, { url, path }) => {
      const { id } = sessions.require(path.session);
      return pageOf(ledger.checkoutOrders.require(id).lineItems, params, url);
    }),
  ];
}

function isListed(session: CheckoutSession, params: SessionListParams): boolean {
  return (
    (params.customer === undefined || session.customer === params.customer) &&
    (params.subscription === undefined || session.subscription === params.subscription) &&
    (params.payment_intent === undefined || session.payment_intent === params.payment_intent) &&
    (params.status === undefined || session.status === params.status) &&
    (params.customer_details === undefined || session.customer_details?.email === params.customer_details.email) &&
    isWithin(params.created, session.created)
  );
}
