import type Stripe from 'stripe';
import type { Customers } from '../customers/customers.js';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { PaymentMethods } from '../payment-methods/payment-methods.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { SetupIntentCreateParams } from './new-setup-intent.js';
import type { SetupIntents } from './setup-intents.js';

export interface SetupIntentRouteParts {
  readonly ledger: Ledger;
  readonly setupIntents: SetupIntents;
  readonly customers: Customers;
  readonly methods: PaymentMethods;
}

/** Source: https://docs.stripe.com/api/setup_intents */
export function setupIntentRoutes({ ledger, setupIntents, customers, methods }: SetupIntentRouteParts): Route[] {
  return [
    route('POST', '/v1/setup_intents', (params: SetupIntentCreateParams) => {
      const customer = params.customer === undefined ? null : customers.require(params.customer, 'customer').id;
      const method = params.payment_method === undefined ? null : methods.resolve(params.payment_method).id;
      const { description, metadata, usage } = params;
      const automatic = params.automatic_payment_methods ?? { enabled: true };
      const intent = setupIntents.create({
        customer,
        paymentMethod: method,
        description,
        metadata,
        usage,
        automatic,
      });
      return params.confirm === true ? setupIntents.confirm(intent.id, undefined, params.return_url) : intent;
    }),
    route('GET', '/v1/setup_intents', (params: Wire<Stripe.SetupIntentListParams>, { url }) =>
      listPage(
        ledger.setupIntents,
        params,
        url,
        (intent) =>
          (params.customer === undefined || intent.customer === params.customer) &&
          (params.payment_method === undefined || intent.payment_method === params.payment_method) &&
          isWithin(params.created, intent.created),
      ),
    ),
    route('GET', '/v1/setup_intents/{intent}', (_params, { path }) => setupIntents.require(path.intent)),
    route('POST', '/v1/setup_intents/{intent}', (params: Wire<Stripe.SetupIntentUpdateParams>, { path }) =>
      setupIntents.update(path.intent, params),
    ),
    route('POST', '/v1/setup_intents/{intent}/confirm', (params: Wire<Stripe.SetupIntentConfirmParams>, { path }) =>
      setupIntents.confirm(path.intent, params.payment_method, params.return_url),
    ),
    route('POST', '/v1/setup_intents/{intent}/cancel', (params: Wire<Stripe.SetupIntentCancelParams>, { path }) =>
      setupIntents.cancel(path.intent, params.cancellation_reason ?? null),
    ),
  ];
}
