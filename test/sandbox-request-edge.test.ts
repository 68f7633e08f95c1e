import { type RunningSandbox, runningSandbox, stripeAt, stripeError } from './support/running-sandbox.js';

let running: RunningSandbox;

beforeAll(async () => {
  running = await runningSandbox();
});

afterAll(() => running.sandbox.close());

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: 'Bearer sk_test_123', ...init.headers };
  return fetch(running.url + path, { ...init, headers });
}

async function errorOf(response: Response): Promise<Record<string, unknown>> {
  const body = (await response.json()) as { error: Record<string, unknown> };
  return body.error;
}

describe('API keys', () => {
  test('a request without a key is refused with 401 and told how to send one', async () => {
    const response = await fetch(`${running.url}/v1/customers`);
    expect(response.status).toBe(401);
    expect(await errorOf(response)).toMatchObject({
      type: 'invalid_request_error',
      message: expect.stringContaining('You did not provide an API key.'),
    });
  });

  test('what is no test key is refused, with the key blacked out', async () => {
    const short = await stripeError(stripeAt(running.url, 'sk_x').customers.list());
    expect(short.type).toBe('StripeAuthenticationError');
    expect(short.message).toBe('Invalid API Key provided: sk_x***');
    const live = await stripeError(stripeAt(running.url, 'sk_live_abcdefghijklmnop').customers.list());
    expect(live.message).toBe('Invalid API Key provided: sk_live_************mnop');
  });

  test('a key as the user name of Basic authentication is as good as a bearer token', async () => {
    const basic = `Basic ${Buffer.from('sk_test_123:').toString('base64')}`;
    expect((await ask('/v1/customers', { headers: { authorization: basic } })).status).toBe(200);
  });
});

describe('answers', () => {
  test('every answer carries a request id and the API version', async () => {
    for (const path of ['/v1/customers', '/v1/customers/cus_x', '/v1/nothing']) {
      const response = await ask(path);
      expect(response.headers.get('request-id')).toMatch(/^req_\w{14}$/);
      expect(response.headers.get('stripe-version')).toBe('2026-10-28.endive');
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    }
  });

  test('an unknown route is a 404 in the shape of Stripe, so that the SDK throws', async () => {
    const error = await stripeError(running.stripe.topups.create({ amount: 1, currency: 'usd' }));
    expect(error.statusCode).toBe(404);
    expect(error.message).toMatch(/^Unrecognized request URL \(POST: \/v1\/topups\)\./);
    expect(error.requestId).toMatch(/^req_/);
  });

  test('an unknown object is resource_missing, with the words and the parameter of Stripe', async () => {
    const retrieved = await stripeError(running.stripe.customers.retrieve('cus_x'));
    expect(retrieved).toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'id' });
    expect(retrieved.message).toBe("No such customer: 'cus_x'");
    const named = await stripeError(running.stripe.invoices.create({ customer: 'cus_x' }));
    expect(named).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'customer' });
  });

  test('a body beyond all measure is answered in JSON too', async () => {
    const response = await ask('/v1/customers', { method: 'POST', body: `name=${'x'.repeat(5_000_000)}` });
    expect(response.status).toBe(413);
    expect(await errorOf(response)).toMatchObject({ type: 'invalid_request_error' });
  });

  test('an unknown parameter is refused', async () => {
    const response = await ask('/v1/customers', { method: 'POST', body: 'bogus=1' });
    expect(await errorOf(response)).toMatchObject({
      code: 'parameter_unknown',
      message: 'Received unknown parameter: bogus',
      param: 'bogus',
    });
  });

  test('a bare id is answered with its object', async () => {
    const { id } = await running.stripe.customers.create({ name: 'Bare' });
    expect(await (await ask(`/v1/${id}`)).json()).toMatchObject({ id, name: 'Bare' });
  });

  test('the address shows a page about the sandbox to a browser', async () => {
    const response = await fetch(running.url);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await response.text()).toContain('4242 4242 4242 4242');
  });

  test('localhost leads to it as 127.0.0.1 does', async () => {
    const response = await fetch(running.url.replace('127.0.0.1', 'localhost'));
    expect(response.status).toBe(200);
  });
});

describe('expand', () => {
  test('dotted paths put objects in the place of ids, in lists behind data', async () => {
    const customer = await running.stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const path = 'invoice_settings.default_payment_method';
    const listed = await running.stripe.customers.list({ limit: 1, expand: [`data.${path}.customer`] });
    expect(listed.data[0]?.invoice_settings.default_payment_method).toMatchObject({
      card: { last4: '4242' },
      customer: { id: customer.id },
    });
  });

  test('a field that cannot be expanded is an error that names it', async () => {
    const unknown = await stripeError(running.stripe.customers.list({ expand: ['data.bogus'] }));
    expect(unknown.message).toBe('This property cannot be expanded (data.bogus).');
    const forgotten = await stripeError(running.stripe.paymentIntents.list({ expand: ['customer'] }));
    expect(forgotten.message).toContain("You may want to try expanding 'data.customer' instead.");
    const deep = await stripeError(running.stripe.customers.list({ expand: ['data.a.b.c.d.e'] }));
    expect(deep.message).toMatch(/^You cannot expand more than 4 levels/);
  });
});

describe('lists', () => {
  test('pages come newest first, and has_more speaks of the filtered list', async () => {
    const email = 'pages@example.com';
    for (let index = 0; index < 5; index++) {
      await running.stripe.customers.create({ email, name: String(index) });
      await running.stripe.customers.create({ name: 'other' });
    }
    const first = await running.stripe.customers.list({ email, limit: 2 });
    expect(first.data.map(({ name }) => name)).toEqual(['4', '3']);
    expect(first.has_more).toBe(true);
    const last = first.data[1]?.id ?? '';
    const second = await running.stripe.customers.list({ email, limit: 3, starting_after: last });
    expect(second.data.map(({ name }) => name)).toEqual(['2', '1', '0']);
    expect(second.has_more).toBe(false);
    const back = await running.stripe.customers.list({ email, limit: 1, ending_before: last });
    expect(back.data.map(({ name }) => name)).toEqual(['4']);
    const all: (string | null | undefined)[] = [];
    for await (const customer of running.stripe.customers.list({ email, limit: 2 })) all.push(customer.name);
    expect(all).toEqual(['4', '3', '2', '1', '0']);
  });

  test('a page takes 1 to 100 objects and 10 by default', async () => {
    for (let index = 0; index < 11; index++) await running.stripe.products.create({ name: String(index) });
    expect((await running.stripe.products.list()).data).toHaveLength(10);
    expect((await stripeError(running.stripe.products.list({ limit: 101 }))).statusCode).toBe(400);
    expect((await stripeError(running.stripe.products.list({ limit: 0 }))).statusCode).toBe(400);
  });

  test('the created filter takes bounds', async () => {
    const { created } = await running.stripe.customers.create({ email: 'bounds@example.com' });
    const inside = await running.stripe.customers.list({ email: 'bounds@example.com', created: { gte: created } });
    expect(inside.data).toHaveLength(1);
    const outside = await running.stripe.customers.list({ email: 'bounds@example.com', created: { gt: created } });
    expect(outside.data).toHaveLength(0);
  });
});
