import type Stripe from 'stripe';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { Price, PriceCreateParams, Prices, PriceUpdateParams } from './prices.js';

type PriceListParams = Wire<Stripe.PriceListParams>;

export function priceRoutes(ledger: Ledger, prices: Prices): Route[] {
  return [
    route('POST', '/v1/prices', (params: PriceCreateParams) => prices.create(params)),
    route('GET', '/v1/prices', (params: PriceListParams, { url }) =>
      listPage(ledger.prices, params, url, (price) => isListed(price, params)),
    ),
    route('GET', '/v1/prices/{price}', (_params, { path }) => prices.require(path.price)),
    route('POST', '/v1/prices/{price}', (params: PriceUpdateParams, { path }) => prices.update(path.price, params)),
  ];
}

function isListed(price: Price, params: PriceListParams): boolean {
  return (
    (params.active === undefined || price.active === params.active) &&
    (params.currency === undefined || price.currency === params.currency) &&
    (params.product === undefined || price.product === params.product) &&
    (params.type === undefined || price.type === params.type) &&
    (params.lookup_keys === undefined || params.lookup_keys.includes(price.lookup_key ?? '')) &&
    isRecurring(price, params.recurring) &&
    isWithin(params.created, price.created)
  );
}

function isRecurring(price: Price, asked: PriceListParams['recurring']): boolean {
  if (asked === undefined) return true;
  return (
    price.recurring !== null &&
    (asked.interval === undefined || price.recurring.interval === asked.interval) &&
    (asked.meter === undefined || price.recurring.meter === asked.meter) &&
    (asked.usage_type === undefined || price.recurring.usage_type === asked.usage_type)
  );
}
