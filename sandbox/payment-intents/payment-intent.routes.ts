import type Stripe from 'stripe';
import type { Customers } from '../customers/customers.js';
import { invalidRequest } from '../http/failures.js';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { PaymentMethods } from '../payment-methods/payment-methods.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { PaymentIntent, PaymentIntents } from './payment-intents.js';

/** With the parameter that `allowed_payment_method_types` replaced and that the official CLI still sends. */
type CreateParams = Wire<Stripe.PaymentIntentCreateParams> & { readonly payment_method_types?: readonly string[] };
type ConfirmParams = Pick<CreateParams, 'off_session' | 'return_url'> & { readonly payment_method?: string };

export interface PaymentIntentRouteParts {
  readonly ledger: Ledger;
  readonly intents: PaymentIntents;
  readonly methods: PaymentMethods;
  readonly customers: Customers;
}

export function paymentIntentRoutes({ ledger, intents, methods, customers }: PaymentIntentRouteParts): Route[] {
  const confirm = (intent: PaymentIntent, params: ConfirmParams): PaymentIntent => {
    const offSession = params.off_session !== undefined && params.off_session !== false;
    checkReturnUrl(intent, params.return_url, offSession);
    return intents.confirm(intent.id, {
      paymentMethod: params.payment_method,
      offSession,
      returnUrl: params.return_url,
    });
  };
  return [
    route('POST', '/v1/payment_intents', (params: CreateParams) => {
      if (params.customer !== undefined) customers.require(params.customer, 'customer');
      const method = params.payment_method === undefined ? undefined : methods.resolve(params.payment_method).id;
      const intent = intents.create({ ...params, payment_method: method, ...automaticMethods(params) });
      if (params.confirm !== true) return intent;
      return confirm(intent, { ...params, ...(method === undefined ? {} : { payment_method: method }) });
    }),
    route('GET', '/v1/payment_intents', (params: Wire<Stripe.PaymentIntentListParams>, { url }) =>
      listPage(
        ledger.paymentIntents,
        params,
        url,
        (intent) =>
          (params.customer === undefined || intent.customer === params.customer) &&
          isWithin(params.created, intent.created),
      ),
    ),
    route('GET', '/v1/payment_intents/{intent}', (_params, { path }) => intents.require(path.intent)),
    route('POST', '/v1/payment_intents/{intent}', (params: Wire<Stripe.PaymentIntentUpdateParams>, { path }) =>
      intents.update(path.intent, params),
    ),
    route('POST', '/v1/payment_intents/{intent}/confirm', (params: ConfirmParams, { path }) =>
      confirm(intents.require(path.intent), params),
    ),
    route('POST', '/v1/payment_intents/{intent}/capture', (params: Wire<Stripe.PaymentIntentCaptureParams>, { path }) =>
      intents.capture(path.intent, params.amount_to_capture),
    ),
    route('POST', '/v1/payment_intents/{intent}/cancel', (params: Wire<Stripe.PaymentIntentCancelParams>, { path }) =>
      intents.cancel(path.intent, params.cancellation_reason ?? null),
    ),
  ];
}

/** Without a word about payment methods, those of the Dashboard are accepted. */
function automaticMethods(params: CreateParams): Pick<CreateParams, 'automatic_payment_methods'> {
  const { automatic_payment_methods: automatic, payment_method_types: types } = params;
  const unknown = types?.find((type) => type !== 'card');
  if (unknown !== undefined) {
    throw invalidRequest(
      `The payment method type "${unknown}" is invalid: the sandbox takes cards only.`,
      'payment_method_types',
    );
  }
  if (types === undefined) return { automatic_payment_methods: automatic ?? { enabled: true } };
  if (automatic === undefined) return {};
  throw invalidRequest(
    'You may only specify one of these parameters: automatic_payment_methods, payment_method_types.',
    'automatic_payment_methods',
  );
}

/** @throws StripeFailure unless the request says where a customer returns to after 3D Secure */
function checkReturnUrl(intent: PaymentIntent, returnUrl: string | undefined, offSession: boolean): void {
  // An intent that is over is refused for that, whatever else the request lacks.
  if (intent.status === 'succeeded' || intent.status === 'canceled') return;
  const automatic = intent.automatic_payment_methods;
  if (returnUrl !== undefined || offSession || automatic?.enabled !== true || automatic.allow_redirects === 'never')
    return;
  throw invalidRequest(
    'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment ' +
      "methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept " +
      'redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and ' +
      '`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.',
    'return_url',
  );
}
