import type Stripe from 'stripe';
import type { RunningEngine } from './running-engine.js';

/** The metadata by which the engine knows whose customer it is. */
export function ownedBy(organizationId: string): { metadata: { organization_id: string } } {
  return { metadata: { organization_id: organizationId } };
}

/** A customer made at Stripe behind the engine's back, paying by one of Stripe's test cards such as `pm_card_visa`. */
export function customerAtStripe(
  { stripe }: RunningEngine,
  params: Stripe.CustomerCreateParams = {},
  card = 'pm_card_visa',
): Promise<Stripe.Customer> {
  return stripe.customers.create({
    payment_method: card,
    invoice_settings: { default_payment_method: card },
    ...params,
  });
}

/** A subscription to plan_starter by the month, made at Stripe behind the engine's back. */
export async function subscriptionAtStripe(
  { stripe }: RunningEngine,
  customer: Stripe.Customer,
): Promise<Stripe.Subscription> {
  const { data } = await stripe.prices.list({ lookup_keys: ['plan_starter_month_usd'] });
  return stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: data[0]?.id ?? '' }],
    payment_behavior: 'allow_incomplete',
  });
}
