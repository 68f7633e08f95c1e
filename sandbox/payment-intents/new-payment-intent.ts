import type Stripe from 'stripe';
import { invalidRequest } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import { newId, randomText } from '../state/ids.js';
import type { Wire } from '../state/wire.js';

/** What a new payment intent is made of; of the API's parameters, those that the sandbox carries out. */
export type NewIntent = Pick<
  Wire<Stripe.PaymentIntentCreateParams>,
  | 'amount'
  | 'automatic_payment_methods'
  | 'capture_method'
  | 'currency'
  | 'description'
  | 'metadata'
  | 'receipt_email'
  | 'setup_future_usage'
  | 'statement_descriptor'
> & { readonly customer?: string | undefined; readonly payment_method?: string | undefined };

const SMALLEST_AMOUNT = 50;

/** @throws StripeFailure for an amount below Stripe's minimum and for what is no currency */
export function newPaymentIntent(params: NewIntent, now: number): Wire<Stripe.PaymentIntent> {
  const id = newId('pi');
  const currency = params.currency.toLowerCase();
  if (!/^[a-z]{3}$/.test(currency)) throw invalidRequest(`Invalid currency: ${params.currency}.`, 'currency');
  if (!(params.amount >= 1)) {
    throw invalidRequest('This value must be greater than or equal to 1.', 'amount', 'parameter_invalid_integer');
  }
  if (currency === 'usd' && params.amount < SMALLEST_AMOUNT) {
    throw invalidRequest('Amount must be at least $0.50 usd', 'amount', 'amount_too_small');
  }
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: params.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: automaticOf(params),
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method ?? 'automatic_async',
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: 'automatic',
    created: now,
    currency,
    customer: params.customer ?? null,
    customer_account: null,
    description: params.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: mergedMetadata({}, params.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: params.payment_method ?? null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: params.receipt_email ?? null,
    review: null,
    setup_future_usage: params.setup_future_usage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: null,
    status: params.payment_method === undefined ? 'requires_payment_method' : 'requires_confirmation',
    transfer_data: null,
    transfer_group: null,
  };
}

function automaticOf({
  automatic_payment_methods: asked,
}: NewIntent): Wire<Stripe.PaymentIntent>['automatic_payment_methods'] {
  return asked === undefined ? null : { allow_redirects: asked.allow_redirects ?? 'always', enabled: asked.enabled };
}
