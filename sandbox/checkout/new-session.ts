import type Stripe from 'stripe';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import { randomText } from '../state/ids.js';
import type { Wire } from '../state/wire.js';
import type { Redemption } from '../discounts/discounts.js';
import type { LineItem } from './line-items.js';
import { discountedAmounts } from './session-discounts.js';

export type CheckoutSession = Wire<Stripe.Checkout.Session>;
export type SessionCreateParams = Wire<Stripe.Checkout.SessionCreateParams>;

export interface SessionDraft {
  readonly id: string;
  readonly params: SessionCreateParams;
  readonly mode: 'payment' | 'setup' | 'subscription';
  readonly lineItems: readonly LineItem[];
  readonly redemptions: readonly Redemption[];
  readonly expiresAt: number;
  readonly url: string;
  readonly now: number;
}

export function newSessionId(): string {
  return `cs_test_${randomText(58)}`;
}

/** An open session. Source: https://docs.stripe.com/api/checkout/sessions/object */
export function newSession({
  id,
  params,
  mode,
  lineItems,
  redemptions,
  expiresAt,
  url,
  now,
}: SessionDraft): CheckoutSession {
  const isSetup = mode === 'setup';
  const amounts = isSetup
    ? { amount_subtotal: null, amount_total: null, discounts: [], total_details: null }
    : discountedAmounts(redemptions, lineItems);
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? false },
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: null,
    ...amounts,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: now,
    currency: lineItems[0]?.currency ?? params.currency ?? null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: params.customer ?? null,
    customer_account: null,
    customer_creation: customerCreation(params, mode),
    customer_details: null,
    customer_email: params.customer_email ?? null,
    expires_at: expiresAt,
    integration_identifier: params.integration_identifier ?? null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: null,
    metadata: mergedMetadata({}, params.metadata),
    mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: mode === 'subscription' ? (params.payment_method_collection ?? 'always') : 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: isSetup ? 'no_payment_required' : 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: params.phone_number_collection?.enabled ?? false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url ?? null,
    ui_mode: 'hosted_page',
    url,
    wallet_options: null,
  };
}

function customerCreation(params: SessionCreateParams, mode: string): string | null {
  if (params.customer !== undefined || mode === 'setup') return null;
  return mode === 'subscription' ? 'always' : (params.customer_creation ?? 'if_required');
}
