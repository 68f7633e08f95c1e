import type Stripe from 'stripe';
import { eventTypes, type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';

let running: RunningSandbox;
let starter: Stripe.Price;
let pro: Stripe.Price;

async function monthly(stripe: Stripe, name: string, amount: number): Promise<Stripe.Price> {
  return stripe.prices.create({
    currency: 'usd',
    unit_amount: amount,
    recurring: { interval: 'month' },
    product_data: { name },
  });
}

beforeAll(async () => {
  running = await runningSandbox();
  starter = await monthly(running.stripe, 'Starter', 900);
  pro = await monthly(running.stripe, 'Pro', 2900);
});

async function customer(method = 'pm_card_visa'): Promise<string> {
  const made = await running.stripe.customers.create({
    payment_method: method,
    invoice_settings: { default_payment_method: method },
  });
  return made.id;
}

async function subscribed(
  more: Partial<Stripe.SubscriptionCreateParams> = {},
): Promise<Stripe.Response<Stripe.Subscription>> {
  return running.stripe.subscriptions.create({
    customer: await customer(),
    items: [{ price: starter.id, quantity: 2 }],
    ...more,
  });
}

describe('creation', () => {
  test('a good card makes it active, with a paid invoice and a period on its items', async () => {
    const subscription = await subscribed({ expand: ['latest_invoice'], metadata: { plan: 'starter' } });
    expect(subscription).toMatchObject({
      status: 'active',
      collection_method: 'charge_automatically',
      metadata: { plan: 'starter' },
      latest_invoice: { status: 'paid', amount_paid: 1800, billing_reason: 'subscription_create' },
    });
    const [item] = subscription.items.data;
    expect(item).toMatchObject({ quantity: 2, price: { id: starter.id } });
    const days = ((item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)) / 86_400;
    expect(days).toBeGreaterThanOrEqual(28);
    expect(days).toBeLessThanOrEqual(31);
  });

  test('a refused card leaves it incomplete, and a payment of the invoice makes it active', async () => {
    const { stripe } = running;
    const subscription = await subscribed({ customer: await customer('pm_card_chargeCustomerFail') });
    expect(subscription.status).toBe('incomplete');
    await stripe.invoices.pay(String(subscription.latest_invoice), { payment_method: 'pm_card_visa' });
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
  });

  test('error_if_incomplete answers 402 for a refused card and leaves no subscription', async () => {
    const { stripe } = running;
    const owner = await customer('pm_card_chargeCustomerFail');
    const error = await stripeError(subscribed({ customer: owner, payment_behavior: 'error_if_incomplete' }));
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code: 'card_declined' });
    expect((await stripe.subscriptions.list({ customer: owner, status: 'all' })).data).toEqual([]);
  });

  test('default_incomplete waits for the customer, whose payment of the intent makes it active', async () => {
    const { stripe } = running;
    const owner = (await stripe.customers.create()).id;
    const subscription = await subscribed({
      customer: owner,
      payment_behavior: 'default_incomplete',
      payment_settings: { save_default_payment_method: 'on_subscription' },
    });
    expect(subscription.status).toBe('incomplete');
    const payments = await stripe.invoicePayments.list({ invoice: String(subscription.latest_invoice) });
    const intent = String(payments.data[0]?.payment.payment_intent);
    await stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa' });
    const active = await stripe.subscriptions.retrieve(subscription.id);
    expect(active.status).toBe('active');
    expect(active.default_payment_method).toMatch(/^pm_/);
  });

  test('a trial begins without a payment and without a card', async () => {
    const owner = (await running.stripe.customers.create()).id;
    const subscription = await subscribed({ customer: owner, trial_period_days: 14, expand: ['latest_invoice'] });
    expect(subscription).toMatchObject({ status: 'trialing', latest_invoice: { amount_due: 0, status: 'paid' } });
    expect((subscription.trial_end ?? 0) - (subscription.trial_start ?? 0)).toBe(14 * 86_400);
    expect(subscription.items.data[0]?.current_period_end).toBe(subscription.trial_end);
  });

  test('a customer without a card, an archived price and an unknown one are refused', async () => {
    const { stripe } = running;
    const owner = (await stripe.customers.create()).id;
    const refused = await stripeError(subscribed({ customer: owner }));
    expect(refused.message).toContain('no attached payment source or default payment method');
    const old = await monthly(stripe, 'Old', 100);
    await stripe.prices.update(old.id, { active: false });
    expect(await stripeError(subscribed({ items: [{ price: old.id }] }))).toMatchObject({ param: 'items[0][price]' });
    expect(await stripeError(subscribed({ items: [{ price: 'price_x' }] }))).toMatchObject({
      code: 'resource_missing',
      param: 'items[0][price]',
    });
  });
});

describe('changes', () => {
  test('another price takes the place of the first on the same item', async () => {
    const { stripe } = running;
    const before = await subscribed();
    const item = before.items.data[0]?.id ?? '';
    const after = await stripe.subscriptions.update(before.id, { items: [{ id: item, price: pro.id }] });
    expect(after.items.data).toHaveLength(1);
    expect(after.items.data[0]).toMatchObject({ id: item, quantity: 2, price: { id: pro.id } });
    const [event] = (await stripe.events.list({ type: 'customer.subscription.updated', limit: 1 })).data;
    expect(event?.data).toMatchObject({
      object: { id: before.id },
      previous_attributes: { items: { data: [{ price: { id: starter.id } }] } },
    });
  });

  test('items are added and removed, but one must stay', async () => {
    const { stripe } = running;
    const before = await subscribed();
    const first = before.items.data[0]?.id ?? '';
    const two = await stripe.subscriptions.update(before.id, { items: [{ price: pro.id }] });
    expect(two.items.data.map(({ price }) => price.id)).toEqual([starter.id, pro.id]);
    const one = await stripe.subscriptions.update(before.id, { items: [{ id: first, deleted: true }] });
    expect(one.items.data.map(({ price }) => price.id)).toEqual([pro.id]);
    const last = one.items.data[0]?.id ?? '';
    const error = await stripeError(stripe.subscriptions.update(before.id, { items: [{ id: last, deleted: true }] }));
    expect(error.statusCode).toBe(400);
  });

  test('an update that changes nothing is no event', async () => {
    const { stripe } = running;
    const { id } = await subscribed({ metadata: { a: '1' } });
    const before = (await eventTypes(stripe)).length;
    await stripe.subscriptions.update(id, { metadata: { a: '1' } });
    expect(await eventTypes(stripe)).toHaveLength(before);
  });
});

describe('the end', () => {
  test('a cancellation at the end of the period can be taken back', async () => {
    const { stripe } = running;
    const { id, items } = await subscribed();
    const leaving = await stripe.subscriptions.update(id, {
      cancel_at_period_end: true,
      cancellation_details: { comment: 'Too dear', feedback: 'too_expensive' },
    });
    expect(leaving).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
      cancel_at: items.data[0]?.current_period_end,
      cancellation_details: { reason: 'cancellation_requested', comment: 'Too dear', feedback: 'too_expensive' },
    });
    expect(leaving.canceled_at).not.toBeNull();
    expect(await stripe.subscriptions.update(id, { cancel_at_period_end: false })).toMatchObject({
      cancel_at_period_end: false,
      cancel_at: null,
      canceled_at: null,
      cancellation_details: { reason: null },
    });
  });

  test('min_period_end becomes a moment at once', async () => {
    const { id, items } = await subscribed();
    const leaving = await running.stripe.subscriptions.update(id, { cancel_at: 'min_period_end' });
    expect(leaving).toMatchObject({ cancel_at: items.data[0]?.current_period_end, cancel_at_period_end: false });
  });

  test('when its moment comes, the subscription ends by itself', async () => {
    let seconds = Math.floor(Date.now() / 1000);
    const clock = { now: () => seconds, milliseconds: () => seconds * 1000 };
    const { sandbox, stripe } = await runningSandbox({ clock });
    const price = await monthly(stripe, 'Pro', 2900);
    const owner = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const { id } = await stripe.subscriptions.create({ customer: owner.id, items: [{ price: price.id }] });
    const { cancel_at: end } = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    seconds = (end ?? 0) + 1;
    for (let tries = 0; tries < 50; tries++) {
      if ((await stripe.subscriptions.retrieve(id)).status === 'canceled') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled', ended_at: end });
    expect((await eventTypes(stripe)).at(-1)).toBe('customer.subscription.deleted');
    await sandbox.close();
  });

  test('a cancellation now ends it for good', async () => {
    const { stripe } = running;
    const { id, customer: owner } = await subscribed();
    const canceled = await stripe.subscriptions.cancel(id, { cancellation_details: { comment: 'Bye' } });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_details: { comment: 'Bye' } });
    expect(canceled.ended_at).not.toBeNull();
    expect((await stripe.subscriptions.list({ customer: String(owner) })).data).toEqual([]);
    expect((await stripe.subscriptions.list({ customer: String(owner), status: 'all' })).data).toHaveLength(1);
    expect(await stripeError(stripe.subscriptions.cancel(id))).toMatchObject({ code: 'resource_missing' });
    expect(await stripeError(stripe.subscriptions.update(id, { cancel_at_period_end: true }))).toMatchObject({
      statusCode: 400,
    });
    expect((await stripe.subscriptions.update(id, { metadata: { left: '1' } })).metadata).toEqual({ left: '1' });
  });

  test('an incomplete subscription takes its open invoice with it', async () => {
    const { stripe } = running;
    const { id, latest_invoice } = await subscribed({ customer: await customer('pm_card_chargeCustomerFail') });
    await stripe.subscriptions.cancel(id);
    expect((await stripe.invoices.retrieve(String(latest_invoice))).status).toBe('void');
  });
});

test('events of a new subscription come in the order of what happened', async () => {
  const { sandbox, stripe } = await runningSandbox();
  const price = await monthly(stripe, 'Pro', 2900);
  const owner = await stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  await stripe.subscriptions.create({ customer: owner.id, items: [{ price: price.id }] });
  const types = (await eventTypes(stripe)).filter((type) =>
    /subscription|invoice\.(paid|finalized|created)/.test(type),
  );
  expect(types).toEqual([
    'customer.subscription.created',
    'invoice.created',
    'invoice.finalized',
    'invoice.paid',
    'customer.subscription.updated',
  ]);
  await sandbox.close();
});
