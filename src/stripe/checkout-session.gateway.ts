import type Stripe from 'stripe';
import { type ObjectPage, type PagePlace, placeParams } from './object-page.js';
import type { StripeCalls } from './stripe-calls.js';

export interface NewCheckoutSession {
  readonly customerId: string;
  readonly organizationId: string;
  readonly lineItems: readonly { readonly priceId: string; readonly quantity: number | null }[];
  readonly trialDays: number;
  /** What the buyer pays less; null for the full price. */
  readonly promotionCodeId: string | null;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** Written on the session and on the subscription that it makes. */
  readonly metadata: Record<string, string>;
}

export type CheckoutModeWord = 'subscription' | 'payment' | 'setup';

/** A session as somebody puts it together who knows Stripe's own words. */
export interface CustomCheckoutSession {
  readonly customerId: string;
  readonly organizationId: string;
  readonly mode: CheckoutModeWord;
  readonly lineItems: NewCheckoutSession['lineItems'];
  /** ISO 4217, lower case; for a session that only saves a payment method. */
  readonly currency: string | null;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  /** Written on the session and on what it makes. */
  readonly metadata: Record<string, string>;
}

/** Where Stripe takes the metadata of what a session makes. */
const MADE_BY = {
  subscription: 'subscription_data',
  payment: 'payment_intent_data',
  setup: 'setup_intent_data',
} as const;

/** Source: https://docs.stripe.com/api/checkout/sessions */
export class CheckoutSessionGateway {
  constructor(private readonly calls: StripeCalls) {}

  create(session: NewCheckoutSession, idempotencyKey: string | undefined): Promise<Stripe.Checkout.Session> {
    return this.calls.run('checkout.sessions.create', (stripe) =>
      stripe.checkout.sessions.create(
        {
          mode: 'subscription',
          customer: session.customerId,
          client_reference_id: session.organizationId,
          line_items: toLineItems(session.lineItems),
          ...(session.promotionCodeId === null ? {} : { discounts: [{ promotion_code: session.promotionCodeId }] }),
          success_url: session.successUrl,
          cancel_url: session.cancelUrl,
          metadata: session.metadata,
          subscription_data: {
            metadata: session.metadata,
            ...(session.trialDays > 0 ? { trial_period_days: session.trialDays } : {}),
          },
        },
        idempotencyKey === undefined ? {} : { idempotencyKey },
      ),
    );
  }

  createCustom(session: CustomCheckoutSession, idempotencyKey: string): Promise<Stripe.Checkout.Session> {
    return this.calls.run('checkout.sessions.create', (stripe) =>
      stripe.checkout.sessions.create(
        {
          mode: session.mode,
          customer: session.customerId,
          client_reference_id: session.organizationId,
          ...(session.lineItems.length > 0 ? { line_items: toLineItems(session.lineItems) } : {}),
          ...(session.currency === null ? {} : { currency: session.currency }),
          success_url: session.successUrl,
          ...(session.cancelUrl === null ? {} : { cancel_url: session.cancelUrl }),
          metadata: session.metadata,
          [MADE_BY[session.mode]]: { metadata: session.metadata },
        },
        { idempotencyKey },
      ),
    );
  }

  /** Ends an open session. */
  expire(id: string, idempotencyKey: string): Promise<Stripe.Checkout.Session> {
    return this.calls.run('checkout.sessions.expire', (stripe) =>
      stripe.checkout.sessions.expire(id, {}, { idempotencyKey }),
    );
  }

  /** Those that can still be paid. */
  pageOfOpen(place: PagePlace): Promise<ObjectPage<Stripe.Checkout.Session>> {
    return this.calls.run('checkout.sessions.list', (stripe) =>
      stripe.checkout.sessions.list({ ...placeParams(place), status: 'open' }),
    );
  }

  find(id: string): Promise<Stripe.Checkout.Session | null> {
    return this.calls.find('checkout.sessions.retrieve', (stripe) => stripe.checkout.sessions.retrieve(id));
  }
}

function toLineItems(lines: NewCheckoutSession['lineItems']) {
  return lines.map(({ priceId, quantity }) => ({ price: priceId, ...(quantity === null ? {} : { quantity }) }));
}
