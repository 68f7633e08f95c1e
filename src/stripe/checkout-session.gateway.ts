import type Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

export interface NewCheckoutSession {
  readonly customerId: string;
  readonly organizationId: string;
  readonly lineItems: readonly { readonly priceId: string; readonly quantity: number | null }[];
  readonly trialDays: number;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** Written on the session and on the subscription that it makes. */
  readonly metadata: Record<string, string>;
}

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
          line_items: session.lineItems.map(({ priceId, quantity }) => ({
            price: priceId,
            ...(quantity === null ? {} : { quantity }),
          })),
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

  find(id: string): Promise<Stripe.Checkout.Session | null> {
    return this.calls.find('checkout.sessions.retrieve', (stripe) => stripe.checkout.sessions.retrieve(id));
  }
}
