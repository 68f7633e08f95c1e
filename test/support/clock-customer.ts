import type Stripe from 'stripe';

/** A customer who lives in the time of a test clock. */
export interface ClockCustomer {
  readonly clock: string;
  readonly customer: string;
}

/** Unix seconds of a day, such as `2026-01-31`, or of a moment in UTC, such as `2026-01-31T10:00:00Z`. */
export function moment(text: string): number {
  return Date.parse(text) / 1000;
}

/** Whether it is a day only or a moment, as ISO text. */
export function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('T00:00:00.000Z', '').replace('.000Z', 'Z');
}

/** @param card a name of Stripe's for a test card; null for a customer without one */
export async function clockCustomer(
  stripe: Stripe,
  from: string,
  card: string | null = 'pm_card_visa',
): Promise<ClockCustomer> {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: moment(from) });
  const method = card === null ? {} : { payment_method: card, invoice_settings: { default_payment_method: card } };
  const customer = await stripe.customers.create({ test_clock: clock.id, name: 'Ann', ...method });
  return { clock: clock.id, customer: customer.id };
}

/** Moves the clock and waits until all that became due has happened. */
export async function advance(stripe: Stripe, clock: string, to: number | string): Promise<void> {
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: typeof to === 'string' ? moment(to) : to });
  for (let tries = 0; tries < 400; tries += 1) {
    const { status } = await stripe.testHelpers.testClocks.retrieve(clock);
    if (status === 'ready') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`The clock ${clock} did not arrive`);
}

/** A price in US cents by the month, or by another interval. */
export async function recurringPrice(
  stripe: Stripe,
  amount: number,
  interval: 'day' | 'month' | 'week' | 'year' = 'month',
  name = 'Pro',
): Promise<string> {
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: amount,
    recurring: { interval },
    product_data: { name },
  });
  return price.id;
}

export function firstItem(subscription: Stripe.Subscription): Stripe.SubscriptionItem {
  const [item] = subscription.items.data;
  if (item === undefined) throw new Error(`The subscription ${subscription.id} has no item`);
  return item;
}

/** The invoices of a subscription, the oldest first. */
export async function invoicesOf(stripe: Stripe, subscription: string): Promise<Stripe.Invoice[]> {
  const { data } = await stripe.invoices.list({ subscription, limit: 100 });
  return data.reverse();
}

export async function latestInvoice(stripe: Stripe, subscription: string): Promise<Stripe.Invoice> {
  const { latest_invoice: invoice } = await stripe.subscriptions.retrieve(subscription, { expand: ['latest_invoice'] });
  if (invoice === null || typeof invoice === 'string') throw new Error(`No invoice of ${subscription}`);
  return invoice;
}
