import type Stripe from 'stripe';
import { listPage, type PageParams } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { TestClocks } from './test-clocks.js';

/** Source: https://docs.stripe.com/api/test_clocks */
export function testClockRoutes(ledger: Ledger, clocks: TestClocks): Route[] {
  const path = '/v1/test_helpers/test_clocks/{test_clock}';
  return [
    route('POST', '/v1/test_helpers/test_clocks', (params: Wire<Stripe.TestHelpers.TestClockCreateParams>) =>
      clocks.create(params),
    ),
    route('GET', '/v1/test_helpers/test_clocks', (params: PageParams, { url }) =>
      listPage(ledger.testClocks, params, url),
    ),
    route('GET', path, (_params, call) => clocks.require(call.path.test_clock)),
    route('DELETE', path, (_params, call) => clocks.delete(call.path.test_clock)),
    route('POST', `${path}/advance`, (params: Wire<Stripe.TestHelpers.TestClockAdvanceParams>, call) =>
      clocks.advance(call.path.test_clock, params.frozen_time),
    ),
  ];
}
