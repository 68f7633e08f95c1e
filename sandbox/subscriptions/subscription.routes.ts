import type Stripe from 'stripe';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { Subscription } from './new-subscription.js';
import type { SubscriptionCreateParams, SubscriptionOrders } from './subscription-orders.js';
import type { SubscriptionUpdateParams, SubscriptionUpdates } from './subscription-updates.js';
import type { Subscriptions } from './subscriptions.js';

type SubscriptionListParams = Wire<Stripe.SubscriptionListParams>;

export interface SubscriptionRouteParts {
  readonly ledger: Ledger;
  readonly subscriptions: Subscriptions;
  readonly orders: SubscriptionOrders;
  readonly updates: SubscriptionUpdates;
}

/** Source: https://docs.stripe.com/api/subscriptions */
export function subscriptionRoutes({ ledger, subscriptions, orders, updates }: SubscriptionRouteParts): Route[] {
  const path = '/v1/subscriptions/{subscription_exposed_id}';
  return [
    route('POST', '/v1/subscriptions', (params: SubscriptionCreateParams) => subscriptions.create(orders.read(params))),
    route('GET', '/v1/subscriptions', (params: SubscriptionListParams, { url }) =>
      listPage(ledger.subscriptions, params, url, (subscription) => isListed(subscription, params)),
    ),
    route('GET', path, (_params, call) => subscriptions.require(call.path.subscription_exposed_id)),
    route('POST', path, (params: SubscriptionUpdateParams, call) =>
      updates.update(call.path.subscription_exposed_id, params),
    ),
    route('DELETE', path, (params: Wire<Stripe.SubscriptionCancelParams>, call) =>
      subscriptions.cancel(call.path.subscription_exposed_id, params.cancellation_details),
    ),
  ];
}

function isListed(subscription: Subscription, params: SubscriptionListParams): boolean {
  const items = subscription.items.data;
  return (
    isOfStatus(subscription.status, params.status) &&
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

/** Without a filter, a list leaves out what was cancelled. */
function isOfStatus(status: string, asked: SubscriptionListParams['status']): boolean {
  if (asked === 'all') return true;
  if (asked === undefined) return status !== 'canceled';
  if (asked === 'ended') return status === 'canceled' || status === 'incomplete_expired';
  return status === asked;
}
