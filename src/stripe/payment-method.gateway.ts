import type Stripe from 'stripe';
import type { StripeCalls } from './stripe-calls.js';

/** Source: https://docs.stripe.com/api/payment_methods */
export class PaymentMethodGateway {
  constructor(private readonly calls: StripeCalls) {}

  /**
   * Gives a payment method to a customer. A test name such as `pm_card_visa` becomes a new one.
   *
   * @returns the id under which the customer has it
   */
  attach(id: string, customerId: string, idempotencyKey: string): Promise<string> {
    return this.calls.run('paymentMethods.attach', async (stripe) => {
      const attached = await stripe.paymentMethods.attach(id, { customer: customerId }, { idempotencyKey });
      return attached.id;
    });
  }

  /** Lets it pay the customer's invoices from now on. */
  makeDefault(id: string, customerId: string, idempotencyKey: string): Promise<Stripe.Customer> {
    return this.calls.run('customers.update', (stripe) =>
      stripe.customers.update(customerId, { invoice_settings: { default_payment_method: id } }, { idempotencyKey }),
    );
  }
}
