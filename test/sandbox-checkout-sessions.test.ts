import type Stripe from 'stripe';
import { eventTypes, type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';

let running: RunningSandbox;
let pro: Stripe.Price;
let setup: Stripe.Price;

const back = { success_url: 'https://shop.example/thanks?s={CHECKOUT_SESSION_ID}' };

beforeAll(async () => {
  running = await runningSandbox();
  const { prices } = running.stripe;
  pro = await prices.create({
    currency: 'usd',
    unit_amount: 2900,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
  });
  setup = await prices.create({ currency: 'usd', unit_amount: 5000, product_data: { name: 'Setup' } });
});

function created(
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<Stripe.Response<Stripe.Checkout.Session>> {
  return running.stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: pro.id, quantity: 1 }],
    ...back,
    ...more,
  });
}

/** Pays as a person does, by the form of the hosted page. */
async function paid(session: Stripe.Checkout.Session): Promise<Stripe.Checkout.Session> {
  const form = { email: 'ann@example.com', number: '4242424242424242', expiry: '12/40', cvc: '123', name: 'Ann' };
  const answer = await fetch(session.url ?? '', {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form),
  });
  expect(answer.headers.get('location')).toBe(`https://shop.example/thanks?s=${session.id}`);
  return running.stripe.checkout.sessions.retrieve(session.id);
}

test('a new session is open, unpaid, and leads to its page', async () => {
  const session = await created({ client_reference_id: 'org_1', metadata: { plan: 'pro' } });
  expect(session).toMatchObject({
    object: 'checkout.session',
    status: 'open',
    payment_status: 'unpaid',
    ui_mode: 'hosted_page',
    amount_total: 2900,
    currency: 'usd',
    client_reference_id: 'org_1',
    metadata: { plan: 'pro' },
    subscription: null,
    url: `${running.url}/c/pay/${session.id}`,
  });
  expect(session.id).toMatch(/^cs_test_\w{58}$/);
  expect(session.expires_at - session.created).toBe(24 * 60 * 60);
});

test('the lines of a session are listed with their prices', async () => {
  const { id } = await created({
    line_items: [
      { price: pro.id, quantity: 2 },
      { price: setup.id, quantity: 1 },
    ],
  });
  const lines = await running.stripe.checkout.sessions.listLineItems(id);
  expect(lines.data).toMatchObject([
    { description: 'Pro', quantity: 2, amount_total: 5800, price: { id: pro.id } },
    { description: 'Setup', quantity: 1, amount_total: 5000, price: { id: setup.id } },
  ]);
});

test('paid, it has created customer, subscription and invoice, one-time prices on the first invoice', async () => {
  const { stripe } = running;
  const session = await paid(
    await created({
      line_items: [
        { price: pro.id, quantity: 1 },
        { price: setup.id, quantity: 1 },
      ],
      subscription_data: { metadata: { organization_id: 'org_2' }, description: 'Pro plan' },
    }),
  );
  expect(session).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
  const subscription = await stripe.subscriptions.retrieve(String(session.subscription), {
    expand: ['customer', 'latest_invoice'],
  });
  expect(subscription).toMatchObject({
    status: 'active',
    description: 'Pro plan',
    metadata: { organization_id: 'org_2' },
    customer: { id: session.customer, email: 'ann@example.com', name: 'Ann' },
    latest_invoice: { id: session.invoice, status: 'paid', amount_paid: 7900 },
  });
  const found = await stripe.checkout.sessions.list({ subscription: subscription.id });
  expect(found.data.map(({ id }) => id)).toEqual([session.id]);
});

test('in payment mode it pays an intent that carries the metadata', async () => {
  const { stripe } = running;
  const session = await paid(
    await created({
      mode: 'payment',
      line_items: [{ price: setup.id, quantity: 2 }],
      payment_intent_data: { metadata: { order: '7' } },
    }),
  );
  expect(session).toMatchObject({ payment_status: 'paid', subscription: null, customer: null });
  expect(await stripe.paymentIntents.retrieve(String(session.payment_intent))).toMatchObject({
    amount: 10_000,
    status: 'succeeded',
    metadata: { order: '7' },
  });
});

test('in setup mode it keeps the card of the customer', async () => {
  const { stripe } = running;
  const customer = (await stripe.customers.create({ email: 'ann@example.com' })).id;
  const { id, url } = await stripe.checkout.sessions.create({ mode: 'setup', currency: 'usd', customer, ...back });
  const session = await paid(await stripe.checkout.sessions.retrieve(id));
  expect(url).toBe(`${running.url}/c/pay/${id}`);
  expect(session).toMatchObject({ payment_status: 'no_payment_required', customer });
  expect((await stripe.customers.listPaymentMethods(customer)).data).toMatchObject([{ card: { last4: '4242' } }]);
});

test('an expired session is told of, and neither expires nor is paid again', async () => {
  const { stripe } = running;
  const { id } = await created();
  expect(await stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null });
  const [event] = (await stripe.events.list({ type: 'checkout.session.expired', limit: 1 })).data;
  expect(event?.data.object).toMatchObject({ id, status: 'expired' });
  expect((await stripeError(stripe.checkout.sessions.expire(id))).message).toContain('has a status of expired');
});

test('when its time is over, a session expires by itself', async () => {
  let seconds = Math.floor(Date.now() / 1000);
  const clock = { now: () => seconds, milliseconds: () => seconds * 1000 };
  const { sandbox, stripe } = await runningSandbox({ clock });
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'A' } }, quantity: 1 }],
    expires_at: seconds + 30 * 60,
    ...back,
  });
  seconds += 30 * 60;
  for (let tries = 0; tries < 50; tries++) {
    if ((await stripe.checkout.sessions.retrieve(session.id)).status === 'expired') break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect((await eventTypes(stripe)).at(-1)).toBe('checkout.session.expired');
  await sandbox.close();
});

test.each<[string, Partial<Stripe.Checkout.SessionCreateParams>, string]>([
  ['no lines', { line_items: [] }, 'line_items'],
  ['a line without a quantity', { line_items: [{ price: 'pro' }] }, 'line_items[0][quantity]'],
  ['only one-time prices in a subscription', { line_items: [{ price: 'setup', quantity: 1 }] }, 'line_items'],
  ['a recurring price in a payment', { mode: 'payment' }, 'line_items'],
  ['an unknown price', { line_items: [{ price: 'price_x', quantity: 1 }] }, 'line_items[0][price]'],
  ['an unknown customer', { customer: 'cus_x' }, 'customer'],
  ['data of another mode', { payment_intent_data: { description: 'A' } }, 'payment_intent_data'],
  ['an end that is too near', { expires_at: Math.floor(Date.now() / 1000) + 60 }, 'expires_at'],
  ['a mode that is none', { mode: 'gift' }, 'mode'],
])('%s is refused', async (_what, params, param) => {
  const named = { pro: pro.id, setup: setup.id } as Readonly<Record<string, string>>;
  const lines = params.line_items?.map((line) => ({ ...line, price: named[line.price ?? ''] ?? line.price ?? '' }));
  const error = await stripeError(created({ ...params, ...(lines === undefined ? {} : { line_items: lines }) }));
  expect(error).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, param });
});
