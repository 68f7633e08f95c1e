import type Stripe from 'stripe';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { Subscription } from './new-subscription.js';
import type { SubscriptionCreateParams, SubscriptionOrders } from './subscription-orders.js';
import type { ResumeParams } from './subscription-resumption.js';
import type { SubscriptionRoom } from './subscription-room.js';
import type { SubscriptionUpdateParams } from './subscription-updates.js';

type SubscriptionListParams = Wire<Stripe.SubscriptionListParams>;

export interface SubscriptionRouteParts
  extends Pick<SubscriptionRoom, 'book' | 'end' | 'resumption' | 'subscriptions' | 'updates'> {
  readonly ledger: Ledger;
  readonly orders: SubscriptionOrders;
}

/** Source: https://docs.stripe.com/api/subscriptions */
export function subscriptionRoutes(parts: SubscriptionRouteParts): Route[] {
  const { ledger, book, subscriptions, orders, updates, end, resumption } = parts;
  const path = '/v1/subscriptions/{subscription_exposed_id}';
  return [
    route('POST', '/v1/subscriptions', (params: SubscriptionCreateParams) => subscriptions.create(orders.read(params))),
    route('GET', '/v1/subscriptions', (params: SubscriptionListParams, { url }) =>
      listPage(ledger.subscriptions, params, url, (subscription) => isListed(subscription, params)),
    ),
    route('GET', path, (_params, call) => book.require(call.path.subscription_exposed_id)),
    route('POST', path, (params: SubscriptionUpdateParams, call) =>
      updates.update(call.path.subscription_exposed_id, params),
    ),
    route('DELETE', path, (params: Wire<Stripe.SubscriptionCancelParams>, call) =>
      end.cancel(call.path.subscription_exposed_id, {
        ...(params.cancellation_details === undefined ? {} : { details: params.cancellation_details }),
        prorate: params.prorate === true,
        invoiceNow: params.invoice_now === true,
      }),
    ),
    route('POST', '/v1/subscriptions/{subscription}/resume', (params: ResumeParams, call) =>
      resumption.resume(call.path.subscription, params),
    ),
  ];
}

function isListed(subscription: Subscription, params: SubscriptionListParams): boolean {
  const items = subscription.items.data;
  return (
    isOfStatus(subscription.status, params.status) &&
    isOfClock(subscription, params) &&
    (params.customer === undefined || subscription.customer === params.customer) &&
    (params.collection_method === undefined || subscription.collection_method === params.collection_method) &&
    (params.price === undefined || items.some((item) => item.price.id === params.price)) &&
    isWithin(params.created, subscription.created) &&
    (params.current_period_start === undefined ||
      items.some((item) => isWithin(params.current_period_start, item.current_period_start))) &&
    (params.current_period_end === undefined ||
      items.some((item) => isWithin(params.current_period_end, item.current_period_end)))
  );
}

/** What lives in another time is listed only for its customer or for its clock. */
function isOfClock({ test_clock: clock }: Subscription, params: SubscriptionListParams): boolean {
  if (params.test_clock !== undefined) return clock === params.test_clock;
  return clock === null || params.customer !== undefined;
}

/** Without a filter, a list leaves out what was cancelled. */
function isOfStatus(status: string, asked: SubscriptionListParams['status']): boolean {
  if (asked === 'all') return true;
  if (asked === undefined) return status !== 'canceled';
  if (asked === 'ended') return status === 'canceled' || status === 'incomplete_expired';
  return status === asked;
}
