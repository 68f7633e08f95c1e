import type Stripe from 'stripe';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { customerFilter } from './customer-search.js';
import type { CustomerCreateParams, Customers, CustomerUpdateParams } from './customers.js';

/** @param endSubscriptions cancels all subscriptions of a customer about to be deleted */
export function customerRoutes(
  ledger: Ledger,
  customers: Customers,
  endSubscriptions: (customer: string) => void,
): Route[] {
  return [
    route('POST', '/v1/customers', (params: CustomerCreateParams) => customers.create(params)),
    route('GET', '/v1/customers', (params: Wire<Stripe.CustomerListParams>, { url }) =>
      listPage(
        ledger.customers,
        params,
        url,
        (customer) =>
          (params.email === undefined || customer.email === params.email) &&
          customer.test_clock === (params.test_clock ?? null) &&
          isWithin(params.created, customer.created),
      ),
    ),
    route('GET', '/v1/customers/search', (params: Wire<Stripe.CustomerSearchParams>, { url }) => {
      const { page, query, limit } = params;
      const found = listPage(
        ledger.customers,
        { ...(limit === undefined ? {} : { limit }), ...(page === undefined ? {} : { starting_after: page }) },
        url,
        customerFilter(query),
      );
      const next = found.has_more ? (found.data.at(-1)?.id ?? null) : null;
      return { ...found, object: 'search_result', next_page: next };
    }),
    route('GET', '/v1/customers/{customer}', (_params, { path }) => customers.retrieve(path.customer)),
    route('POST', '/v1/customers/{customer}', (params: CustomerUpdateParams, { path }) =>
      customers.update(path.customer, params),
    ),
    route('DELETE', '/v1/customers/{customer}', (_params, { path }) => {
      customers.require(path.customer);
      endSubscriptions(path.customer);
      return customers.delete(path.customer);
    }),
  ];
}
