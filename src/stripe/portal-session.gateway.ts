import type Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

/** Source: https://docs.stripe.com/api/customer_portal/sessions */
export class PortalSessionGateway {
  constructor(private readonly calls: StripeCalls) {}

  create(customerId: string, returnUrl: string): Promise<Stripe.BillingPortal.Session> {
    return this.calls.run('billingPortal.sessions.create', (stripe) =>
      stripe.billingPortal.sessions.create({ customer: customerId, return_url: returnUrl }),
    );
  }
}
