import type Stripe from 'stripe';
import { eventTypes, type RunningSandbox, runningSandbox } from './support/running-sandbox.js';

let running: RunningSandbox;
let session: Stripe.Checkout.Session;

beforeAll(async () => {
  running = await runningSandbox();
});

afterAll(() => running.sandbox.close());

beforeEach(async () => {
  const { stripe } = running;
  const { id: price } = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 1500,
    product_data: { name: 'Ticket' },
  });
  session = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ price, quantity: 2 }],
    success_url: 'https://example.com/paid',
  });
});

async function ask(path: string, params?: Record<string, string>): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${running.url}/v1/payment_pages/${session.id}${path}`, {
    headers: { authorization: 'Bearer sk_test_123' },
    ...(params === undefined ? {} : { method: 'POST', body: new URLSearchParams(params) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

interface Body {
  readonly status?: string;
  readonly payment_status?: string;
  readonly error?: { readonly type: string; readonly code?: string; readonly param?: string };
}

test('confirming with the expected amount completes the session and records the purchase', async () => {
  expect((await ask('')).body).toMatchObject({ id: session.id, status: 'open' });
  const { status, body } = await ask('/confirm', { payment_method: 'pm_card_visa', expected_amount: '3000' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'complete', payment_status: 'paid' });
  expect((await eventTypes(running.stripe)).at(-1)).toBe('checkout.session.completed');
});

test('another amount than the session has is refused, and the session stays open', async () => {
  const { status, body } = await ask('/confirm', { payment_method: 'pm_card_visa', expected_amount: '2999' });
  expect(status).toBe(400);
  expect(body.error?.param).toBe('expected_amount');
  expect((await ask('')).body.status).toBe('open');
});

test('a refused card is a card error, and the session stays open', async () => {
  const { status, body } = await ask('/confirm', { payment_method: 'pm_card_chargeDeclined' });
  expect(status).toBe(402);
  expect(body.error).toMatchObject({ type: 'card_error', code: 'card_declined' });
  expect((await ask('')).body.status).toBe('open');
});

test('a confirmation needs a payment method', async () => {
  expect((await ask('/confirm', {})).body.error).toMatchObject({ code: 'parameter_missing', param: 'payment_method' });
});
