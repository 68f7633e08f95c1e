import type Stripe from 'stripe';
import { CreateSubscriptionDocument, type CreateSubscriptionInput } from './generated/operations.js';
import type { RunningEngine } from './running-engine.js';

/** Subscribes an organization to a plan as an admin does; it pays with a card that works unless said otherwise. */
export async function subscribed(
  engine: RunningEngine,
  organizationId: string,
  input: Partial<CreateSubscriptionInput> = {},
) {
  const { data } = await engine.asAdmin()(CreateSubscriptionDocument, {
    input: {
      organizationId,
      planUid: 'plan_starter',
      billingInterval: 'MONTH',
      paymentMethodId: 'pm_card_visa',
      ...input,
    },
  });
  const { subscription, errors } = data.createSubscription;
  if (!subscription) throw new Error(`Not subscribed: ${JSON.stringify(errors)}`);
  return subscription;
}

/** Gives the customer another default card, as the portal does; the test cards' names are Stripe's. */
export async function payWith(stripe: Stripe, customer: string, card: string): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(card, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
}

/** What of a subscription is both stored and shown by Stripe. */
export function shownByStripe(subscription: Stripe.Subscription) {
  const seconds = (value: number | null) => (value === null ? null : new Date(value * 1000));
  const items = subscription.items.data;
  return {
    stripe_subscription_id: subscription.id,
    stripe_customer_id: subscription.customer,
    status: subscription.status,
    items: items.map(({ id, price, quantity }) => ({
      stripe_item_id: id,
      stripe_price_id: price.id,
      quantity: quantity ?? null,
    })),
    current_period_start: seconds(Math.min(...items.map((item) => item.current_period_start))),
    current_period_end: seconds(Math.max(...items.map((item) => item.current_period_end))),
    cancel_at_period_end: subscription.cancel_at_period_end,
    cancel_at: seconds(subscription.cancel_at),
    canceled_at: seconds(subscription.canceled_at),
    ended_at: seconds(subscription.ended_at),
    trial_end: seconds(subscription.trial_end),
    metadata: subscription.metadata,
    created_at: seconds(subscription.created),
    stripe_data: JSON.parse(JSON.stringify(subscription)),
  };
}
