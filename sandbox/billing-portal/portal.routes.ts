import type Stripe from 'stripe';
import { listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type {
  ConfigurationCreateParams,
  ConfigurationUpdateParams,
  PortalConfigurations,
} from './portal-configurations.js';
import type { PortalSessions } from './portal-sessions.js';

export function portalRoutes(ledger: Ledger, configurations: PortalConfigurations, sessions: PortalSessions): Route[] {
  return [
    route('POST', '/v1/billing_portal/sessions', (params: Wire<Stripe.BillingPortal.SessionCreateParams>) =>
      sessions.create(params),
    ),
    route('POST', '/v1/billing_portal/configurations', (params: ConfigurationCreateParams) =>
      configurations.create(params),
    ),
    route(
      'GET',
      '/v1/billing_portal/configurations',
      (params: Wire<Stripe.BillingPortal.ConfigurationListParams>, { url }) => {
        configurations.default();
        return listPage(
          ledger.portalConfigurations,
          params,
          url,
          (entry) =>
            (params.active === undefined || entry.active === params.active) &&
            (params.is_default === undefined || entry.is_default === params.is_default),
        );
      },
    ),
    route('GET', '/v1/billing_portal/configurations/{configuration}', (_params, { path }) =>
      configurations.require(path.configuration),
    ),
    route('POST', '/v1/billing_portal/configurations/{configuration}', (params: ConfigurationUpdateParams, { path }) =>
      configurations.update(path.configuration, params),
    ),
  ];
}
