import { type Route, unspecifiedRoute } from '../http/route.js';

/**
 * The one account of the sandbox, with what nobody has to set up. It takes no parameters that the excerpt of the
 * specification would have to know. Source: https://docs.stripe.com/api/accounts/object
 */
export function accountRoutes(): Route[] {
  return [
    unspecifiedRoute('GET', '/v1/account', () => ({
      id: 'acct_1',
      object: 'account',
      business_type: null,
      charges_enabled: true,
      country: 'US',
      default_currency: 'usd',
      details_submitted: true,
      email: null,
      metadata: {},
      payouts_enabled: true,
      type: 'standard',
    })),
  ];
}
