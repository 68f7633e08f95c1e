import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { noSuch } from '../http/failures.js';
import { type Route, route } from '../http/route.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import { newId, randomText } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';

export type SetupIntent = Wire<Stripe.SetupIntent>;

/** What a finished setup is made of. */
export interface NewSetup {
  readonly customer: string | null;
  readonly paymentMethod: string;
  readonly description?: string | undefined;
  readonly metadata?: Wire<Stripe.MetadataParam> | undefined;
}

/** Setup intents that a Checkout Session finishes. Source: https://docs.stripe.com/api/setup_intents */
export class SetupIntents {
  constructor(
    private readonly ledger: Ledger,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Records that a payment method was set up for later payments. */
  succeed({ customer, paymentMethod, description, metadata }: NewSetup): SetupIntent {
    const id = newId('seti');
    const created: SetupIntent = {
      id,
      object: 'setup_intent',
      allowed_payment_method_types: null,
      application: null,
      automatic_payment_methods: null,
      cancellation_reason: null,
      client_secret: `${id}_secret_${randomText(25)}`,
      created: this.clock.now(),
      customer,
      description: description ?? null,
      excluded_payment_method_types: null,
      last_setup_error: null,
      latest_attempt: null,
      livemode: false,
      mandate: null,
      metadata: mergedMetadata({}, metadata),
      next_action: null,
      on_behalf_of: null,
      payment_method: null,
      payment_method_configuration_details: null,
      payment_method_options: null,
      payment_method_types: ['card'],
      single_use_mandate: null,
      status: 'requires_payment_method',
      usage: 'off_session',
    };
    this.events.record('setup_intent.created', created);
    const intent = this.ledger.setupIntents.put({ ...created, payment_method: paymentMethod, status: 'succeeded' });
    this.events.record('setup_intent.succeeded', intent);
    return intent;
  }
}

export function setupIntentRoutes(ledger: Ledger): Route[] {
  return [
    route('GET', '/v1/setup_intents/{intent}', (_params, { path }) => {
      const intent = ledger.setupIntents.get(path.intent);
      if (intent === undefined) throw noSuch('setupintent', path.intent, 'intent');
      return intent;
    }),
  ];
}
