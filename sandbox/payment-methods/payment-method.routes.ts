import type Stripe from 'stripe';
import { listPage, type PageParams } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { PaymentMethodCreateParams, PaymentMethods } from './payment-methods.js';

export function paymentMethodRoutes(ledger: Ledger, methods: PaymentMethods): Route[] {
  const listOf = (params: PageParams & { readonly type?: string }, url: string, customer: string | undefined) =>
    listPage(
      ledger.paymentMethods,
      params,
      url,
      (method) =>
        method.customer !== null &&
        (customer === undefined || method.customer === customer) &&
        (params.type === undefined || method.type === params.type),
    );
  return [
    route('POST', '/v1/payment_methods', (params: PaymentMethodCreateParams) => methods.create(params)),
    route('GET', '/v1/payment_methods', (params: Wire<Stripe.PaymentMethodListParams>, { url }) =>
      listOf(params, url, params.customer),
    ),
    route(
      'GET',
      '/v1/customers/{customer}/payment_methods',
      (params: Wire<Stripe.CustomerListPaymentMethodsParams>, { url, path }) => listOf(params, url, path.customer),
    ),
    route('GET', '/v1/payment_methods/{payment_method}', (_params, { path }) => methods.resolve(path.payment_method)),
    route('POST', '/v1/payment_methods/{payment_method}', (params: Wire<Stripe.PaymentMethodUpdateParams>, { path }) =>
      methods.update(path.payment_method, params),
    ),
    route('POST', '/v1/payment_methods/{payment_method}/attach', (params: { readonly customer: string }, { path }) =>
      methods.attach(path.payment_method, params.customer),
    ),
    route('POST', '/v1/payment_methods/{payment_method}/detach', (_params, { path }) =>
      methods.detach(path.payment_method),
    ),
  ];
}
