import type Stripe from 'stripe';
import { listPage, type PageParams } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { type WebhookEndpoints, withoutSecret } from './webhook-endpoints.js';

export function webhookEndpointRoutes(ledger: Ledger, endpoints: WebhookEndpoints): Route[] {
  return [
    route('POST', '/v1/webhook_endpoints', (params: Wire<Stripe.WebhookEndpointCreateParams>) =>
      endpoints.create(params),
    ),
    route('GET', '/v1/webhook_endpoints', (params: PageParams, { url }) => {
      const page = listPage(ledger.webhookEndpoints, params, url);
      return { ...page, data: page.data.map(withoutSecret) };
    }),
    route('GET', '/v1/webhook_endpoints/{webhook_endpoint}', (_params, { path }) =>
      endpoints.require(path.webhook_endpoint),
    ),
    route(
      'POST',
      '/v1/webhook_endpoints/{webhook_endpoint}',
      (params: Wire<Stripe.WebhookEndpointUpdateParams>, { path }) => endpoints.update(path.webhook_endpoint, params),
    ),
    route('DELETE', '/v1/webhook_endpoints/{webhook_endpoint}', (_params, { path }) =>
      endpoints.delete(path.webhook_endpoint),
    ),
  ];
}
