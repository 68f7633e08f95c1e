import pMap from 'p-map';
import type Stripe from 'stripe';

/** Customers of organizations, each with a subscription, and so with an invoice, made at Stripe by its API. */
export interface StripePopulation {
  readonly customers: readonly string[];
  readonly subscriptions: readonly string[];
}

export async function stripePopulation(
  stripe: Stripe,
  count: number,
  prices: readonly string[],
  random: () => number,
): Promise<StripePopulation> {
  const made = await pMap(
    Array.from({ length: count }, (_, index) => ({
      index,
      price: prices[Math.floor(random() * prices.length)] ?? '',
      quantity: 1 + Math.floor(random() * 9),
    })),
    async ({ index, price, quantity }) => {
      const organizationId = `org_${String(index).padStart(4, '0')}`;
      const customer = await stripe.customers.create({
        email: `${organizationId}@example.com`,
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
        metadata: { organization_id: organizationId },
      });
      const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price, quantity }] });
      return { customer: customer.id, subscription: subscription.id };
    },
    { concurrency: 8 },
  );
  return {
    customers: made.map(({ customer }) => customer),
    subscriptions: made.map(({ subscription }) => subscription),
  };
}
