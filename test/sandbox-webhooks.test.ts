import Stripe from 'stripe';
import { cleanup } from './support/cleanup.js';
import { type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';
import { type WebhookReceiver, webhookReceiver } from './support/webhook-receiver.js';

async function receiver(answer?: (index: number) => number | undefined): Promise<WebhookReceiver> {
  const made = await webhookReceiver(answer);
  cleanup(() => made.close());
  return made;
}

function events({ received }: WebhookReceiver): Stripe.Event[] {
  return received.map(({ body }) => JSON.parse(body) as Stripe.Event);
}

async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const patience = Date.now() + 10_000;
  while (!(await isTrue())) {
    if (Date.now() > patience) throw new Error('It did not come to be');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function endpointAt(
  { stripe }: RunningSandbox,
  url: string,
  more: Partial<Stripe.WebhookEndpointCreateParams> = {},
): Promise<Stripe.Response<Stripe.WebhookEndpoint>> {
  return stripe.webhookEndpoints.create({ url, enabled_events: ['*'], ...more });
}

describe('endpoints', () => {
  test('the secret is shown at creation and never again', async () => {
    const running = await runningSandbox();
    const made = await endpointAt(running, 'https://shop.example/hook', { metadata: { a: '1' } });
    expect(made).toMatchObject({ object: 'webhook_endpoint', status: 'enabled', metadata: { a: '1' } });
    expect(made.secret).toMatch(/^whsec_\w{32}$/);
    expect(await running.stripe.webhookEndpoints.retrieve(made.id)).not.toHaveProperty('secret');
    expect((await running.stripe.webhookEndpoints.list()).data[0]).not.toHaveProperty('secret');
    await running.sandbox.close();
  });

  test('an endpoint is changed, and its url must be one', async () => {
    const running = await runningSandbox();
    const { id } = await endpointAt(running, 'https://shop.example/hook');
    const changed = await running.stripe.webhookEndpoints.update(id, {
      enabled_events: ['invoice.paid'],
      disabled: true,
    });
    expect(changed).toMatchObject({ enabled_events: ['invoice.paid'], status: 'disabled' });
    expect(await stripeError(endpointAt(running, 'hook'))).toMatchObject({ code: 'url_invalid', param: 'url' });
    const unknown = { enabled_events: ['invoice.eaten'] as unknown as ['*'] };
    expect(await stripeError(running.stripe.webhookEndpoints.update(id, unknown))).toMatchObject({
      param: 'enabled_events[0]',
    });
    await running.sandbox.close();
  });

  test('an endpoint gets the types that it asked for, while it is enabled and there', async () => {
    const running = await runningSandbox();
    const { stripe } = running;
    const [all, some] = [await receiver(), await receiver()];
    await endpointAt(running, all.url);
    const { id } = await endpointAt(running, some.url, { enabled_events: ['product.created'] });
    await stripe.customers.create();
    await stripe.products.create({ name: 'A' });
    await all.until(2);
    await some.until(1);
    await stripe.webhookEndpoints.update(id, { disabled: true });
    await stripe.products.create({ name: 'B' });
    await stripe.webhookEndpoints.update(id, { disabled: false });
    await stripe.webhookEndpoints.del(id);
    await stripe.products.create({ name: 'C' });
    await all.until(4);
    await running.sandbox.idle();
    expect(events(some).map(({ type, data }) => [type, (data.object as Stripe.Product).name])).toEqual([
      ['product.created', 'A'],
    ]);
    await running.sandbox.close();
  });
});

describe('deliveries', () => {
  test('the signature is the one that the SDK accepts, for the secret of the endpoint only', async () => {
    const running = await runningSandbox();
    const hook = await receiver();
    const { secret } = await endpointAt(running, hook.url);
    const customer = await running.stripe.customers.create({ name: 'Zoë' }, { idempotencyKey: 'key' });
    await hook.until(1);
    const [first] = hook.received;
    const event = running.stripe.webhooks.constructEvent(first?.body ?? '', first?.signature ?? '', secret ?? '');
    expect(event).toMatchObject({
      object: 'event',
      type: 'customer.created',
      api_version: Stripe.API_VERSION,
      livemode: false,
      pending_webhooks: 1,
      data: { object: { id: customer.id, name: 'Zoë' } },
      request: { id: customer.lastResponse.requestId, idempotency_key: 'key' },
    });
    expect(first?.userAgent).toBe('Stripe/1.0 (+https://stripe.com/docs/webhooks)');
    expect(() =>
      running.stripe.webhooks.constructEvent(first?.body ?? '', first?.signature ?? '', 'whsec_other'),
    ).toThrow(Stripe.errors.StripeSignatureVerificationError);
    await running.sandbox.close();
  });

  test('what is not answered with 2xx comes again after growing pauses, signed anew, until it is taken', async () => {
    const running = await runningSandbox({ retryDelaysMs: [50, 400, 1200] });
    const at: number[] = [];
    const answers = [500, 404, 503, 200];
    const hook = await receiver((index) => {
      at.push(Date.now());
      return answers[index];
    });
    const { secret } = await endpointAt(running, hook.url);
    await running.stripe.customers.create();
    await hook.until(4);
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(pauses[0]).toBeGreaterThanOrEqual(45);
    expect(pauses[1]).toBeGreaterThanOrEqual(395);
    expect(pauses[2]).toBeGreaterThanOrEqual(1195);
    const ids = hook.received.map(
      ({ body, signature }) => running.stripe.webhooks.constructEvent(body, signature, secret ?? '').id,
    );
    expect(new Set(ids).size).toBe(1);
    expect(hook.received[3]?.signature).not.toBe(hook.received[0]?.signature);
    const event = () => running.stripe.events.retrieve(ids[0] ?? '');
    await until(async () => (await event()).pending_webhooks === 0);
    await running.sandbox.close();
  });

  test('after the last retry it is given up, and the list of undelivered events shows it', async () => {
    const running = await runningSandbox({ retryDelaysMs: [20] });
    const hook = await receiver(() => 500);
    await endpointAt(running, hook.url);
    const { id } = await running.stripe.customers.create();
    await hook.until(2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(hook.received).toHaveLength(2);
    const undelivered = await running.stripe.events.list({ delivery_success: false });
    expect(undelivered.data).toMatchObject([
      { type: 'customer.created', pending_webhooks: 1, data: { object: { id } } },
    ]);
    expect((await running.stripe.events.list({ delivery_success: true })).data).toEqual([]);
    await running.sandbox.close();
  });

  test('a redirect is a failure and is not followed', async () => {
    const running = await runningSandbox({ retryDelaysMs: [20] });
    const hook = await receiver((index) => (index === 0 ? 302 : 200));
    await endpointAt(running, hook.url);
    await running.stripe.customers.create();
    await hook.until(2);
    const [first, second] = events(hook);
    expect(second?.id).toBe(first?.id);
    await running.sandbox.idle();
    expect(hook.received).toHaveLength(2);
    await running.sandbox.close();
  });

  test('an endpoint that does not answer, and one that is not there, are tried again too', async () => {
    const running = await runningSandbox({ retryDelaysMs: [20, 20, 20], deliveryTimeoutMs: 100 });
    const silent = await receiver((index) => (index === 0 ? undefined : 200));
    const gone = await webhookReceiver();
    await gone.close();
    await endpointAt(running, gone.url);
    await endpointAt(running, silent.url);
    await running.stripe.customers.create();
    await silent.until(2);
    const [event] = (await running.stripe.events.list()).data;
    await until(async () => (await running.stripe.events.retrieve(event?.id ?? '')).pending_webhooks === 1);
    await running.sandbox.close();
  });

  test('a slow endpoint does not hold up another', async () => {
    const running = await runningSandbox({ deliveryTimeoutMs: 5_000 });
    const [slow, quick] = [await receiver(() => undefined), await receiver()];
    await endpointAt(running, slow.url);
    await endpointAt(running, quick.url);
    const started = Date.now();
    await running.stripe.customers.create();
    await quick.until(1);
    expect(Date.now() - started).toBeLessThan(2_000);
    await running.sandbox.close();
  });

  test('an event that is sent again is the same event, signed anew, to the endpoint that is named', async () => {
    const running = await runningSandbox();
    const [one, other] = [await receiver(), await receiver()];
    const { id, secret } = await endpointAt(running, one.url);
    await endpointAt(running, other.url);
    await running.stripe.customers.create();
    await Promise.all([one.until(1), other.until(1)]);
    const [event] = events(one);
    await running.stripe.rawRequest('POST', `/v1/events/${event?.id ?? ''}/retry`, { webhook_endpoint: id });
    await one.until(2);
    const [, again] = one.received;
    expect(running.stripe.webhooks.constructEvent(again?.body ?? '', again?.signature ?? '', secret ?? '').id).toBe(
      event?.id,
    );
    await running.sandbox.idle();
    expect(other.received).toHaveLength(1);
    await running.sandbox.close();
  });

  test('nothing is told of a request that failed', async () => {
    const running = await runningSandbox();
    const hook = await receiver();
    await endpointAt(running, hook.url);
    await stripeError(running.stripe.customers.create({ email: 'nobody' }));
    await running.stripe.products.create({ name: 'A' });
    await hook.until(1);
    expect(events(hook).map(({ type }) => type)).toEqual(['product.created']);
    await running.sandbox.close();
  });
});

describe('an endpoint with an old API version', () => {
  test('gets subscriptions and invoices in their old shape, and one without a version in the new', async () => {
    const running = await runningSandbox();
    const { stripe } = running;
    const [old, current] = [await receiver(), await receiver()];
    const enabled_events: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = [
      'customer.subscription.created',
      'invoice.paid',
    ];
    await endpointAt(running, old.url, { enabled_events, api_version: '2024-06-20' });
    await endpointAt(running, current.url, { enabled_events });
    const customer = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const price = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 900,
      recurring: { interval: 'month' },
      product_data: { name: 'Pro' },
    });
    const { id, items } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    await old.until(2);
    await current.until(2);
    const period = items.data[0]?.current_period_end;
    const inOld = Object.fromEntries(events(old).map((event) => [event.type, event]));
    expect(inOld['customer.subscription.created']).toMatchObject({
      api_version: '2024-06-20',
      data: { object: { id, current_period_end: period } },
    });
    const oldSubscription = inOld['customer.subscription.created']?.data.object as Stripe.Subscription | undefined;
    expect(oldSubscription?.items.data[0]).toHaveProperty('price');
    expect(oldSubscription?.items.data[0]).not.toHaveProperty('current_period_end');
    expect(inOld['invoice.paid']).toMatchObject({ data: { object: { subscription: id, paid: true } } });
    expect(inOld['invoice.paid']?.data.object).not.toHaveProperty('parent');
    const inNew = Object.fromEntries(events(current).map((event) => [event.type, event]));
    expect(inNew['customer.subscription.created']).toMatchObject({
      api_version: Stripe.API_VERSION,
      data: { object: { items: { data: [{ current_period_end: period }] } } },
    });
    expect(inNew['customer.subscription.created']?.data.object).not.toHaveProperty('current_period_end');
    expect(inNew['invoice.paid']).toMatchObject({
      data: { object: { parent: { subscription_details: { subscription: id } } } },
    });
    expect(
      events(old)
        .map(({ id: event }) => event)
        .sort(),
    ).toEqual(
      events(current)
        .map(({ id: event }) => event)
        .sort(),
    );
    await running.sandbox.close();
  });
});
