import type Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

/** Source: https://docs.stripe.com/api/subscriptions */
export class SubscriptionGateway {
  constructor(private readonly calls: StripeCalls) {}

  /** Null when Stripe does not know the id; an ended subscription is still known. */
  find(id: string): Promise<Stripe.Subscription | null> {
    return this.calls.find('subscriptions.retrieve', (stripe) => stripe.subscriptions.retrieve(id));
  }
}
