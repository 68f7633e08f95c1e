import type Stripe from 'stripe';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import { newId, randomText } from '../state/ids.js';
import type { Wire } from '../state/wire.js';

export type SetupIntent = Wire<Stripe.SetupIntent>;
export type SetupIntentCreateParams = Wire<Stripe.SetupIntentCreateParams>;

/** What a new setup intent is made of. */
export interface NewSetup {
  readonly customer: string | null;
  readonly paymentMethod: string | null;
  readonly description?: string | undefined;
  readonly metadata?: Wire<Stripe.MetadataParam> | undefined;
  readonly usage?: string | undefined;
  readonly automatic?: SetupIntentCreateParams['automatic_payment_methods'] | undefined;
}

/** Source: https://docs.stripe.com/api/setup_intents/object */
export function newSetupIntent({ customer, paymentMethod, automatic, ...setup }: NewSetup, now: number): SetupIntent {
  const id = newId('seti');
  return {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods:
      automatic === undefined
        ? null
        : { allow_redirects: automatic.allow_redirects ?? 'always', enabled: automatic.enabled },
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomText(25)}`,
    created: now,
    customer,
    customer_account: null,
    description: setup.description ?? null,
    excluded_payment_method_types: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: mergedMetadata({}, setup.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: paymentMethod === null ? 'requires_payment_method' : 'requires_confirmation',
    usage: setup.usage ?? 'off_session',
  };
}
