import { eventTypes, type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';

let running: RunningSandbox;

beforeAll(async () => {
  running = await runningSandbox();
});

const month = { interval: 'month' } as const;

describe('products', () => {
  test('a product is created, changed, listed by activity and deleted', async () => {
    const { stripe } = running;
    const made = await stripe.products.create({ id: 'prod_pro', name: 'Pro', metadata: { plan: 'pro', old: '1' } });
    expect(made).toMatchObject({ id: 'prod_pro', object: 'product', active: true, default_price: null });
    const changed = await stripe.products.update(made.id, {
      active: false,
      description: 'All of it',
      metadata: { old: '', new: '2' },
    });
    expect(changed).toMatchObject({ active: false, description: 'All of it', metadata: { plan: 'pro', new: '2' } });
    expect(changed.metadata).not.toHaveProperty('old');
    expect((await stripe.products.update(made.id, { description: '' })).description).toBeNull();
    expect((await stripe.products.list({ active: false })).data.map(({ id }) => id)).toEqual(['prod_pro']);
    expect(await stripe.products.del(made.id)).toEqual(
      expect.objectContaining({ id: 'prod_pro', object: 'product', deleted: true }),
    );
    expect(await stripeError(stripe.products.retrieve(made.id))).toMatchObject({ statusCode: 404 });
  });

  test('an id is given once only', async () => {
    await running.stripe.products.create({ id: 'prod_once', name: 'Once' });
    const error = await stripeError(running.stripe.products.create({ id: 'prod_once', name: 'Twice' }));
    expect(error).toMatchObject({ code: 'resource_already_exists', statusCode: 400 });
  });

  test('a product with prices cannot be deleted, and its default price is made with it', async () => {
    const product = await running.stripe.products.create({
      name: 'Priced',
      default_price_data: { currency: 'eur', unit_amount: 500, recurring: month },
      expand: ['default_price'],
    });
    expect(product.default_price).toMatchObject({ currency: 'eur', unit_amount: 500, product: product.id });
    expect((await stripeError(running.stripe.products.del(product.id))).message).toContain('user-created prices');
  });
});

describe('prices', () => {
  test('a price is recurring or not, and knows its amount in both forms', async () => {
    const { stripe } = running;
    const once = await stripe.prices.create({ currency: 'USD', unit_amount: 1050, product_data: { name: 'Once' } });
    expect(once).toMatchObject({ type: 'one_time', currency: 'usd', recurring: null, unit_amount: 1050 });
    expect(String(once.unit_amount_decimal)).toBe('1050');
    const yearly = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 9900,
      product: String(once.product),
      recurring: { interval: 'year' },
    });
    expect(yearly).toMatchObject({
      type: 'recurring',
      recurring: { interval: 'year', interval_count: 1, usage_type: 'licensed' },
    });
    const listed = await stripe.prices.list({ product: String(once.product), type: 'recurring' });
    expect(listed.data.map(({ id }) => id)).toEqual([yearly.id]);
  });

  test('a lookup key leads to one price, and moves to another only when asked to', async () => {
    const { stripe } = running;
    const product = (await stripe.products.create({ name: 'Keyed' })).id;
    const base = { currency: 'usd', product, recurring: month, lookup_key: 'keyed_month' };
    const old = await stripe.prices.create({ ...base, unit_amount: 1000 });
    const taken = await stripeError(stripe.prices.create({ ...base, unit_amount: 1200 }));
    expect(taken).toMatchObject({ statusCode: 400, param: 'lookup_key' });
    expect(taken.message).toContain(`(\`${old.id}\`) already uses that lookup key`);
    const next = await stripe.prices.create({ ...base, unit_amount: 1200, transfer_lookup_key: true });
    const found = await stripe.prices.list({ lookup_keys: ['keyed_month', 'nothing'] });
    expect(found.data.map(({ id }) => id)).toEqual([next.id]);
    expect((await stripe.prices.retrieve(old.id)).lookup_key).toBeNull();
    const back = await stripe.prices.update(old.id, { lookup_key: 'keyed_month', transfer_lookup_key: true });
    expect(back.lookup_key).toBe('keyed_month');
    expect((await stripe.prices.retrieve(next.id)).lookup_key).toBeNull();
  });

  test('a price is archived and renamed, but its amount never changes', async () => {
    const { stripe } = running;
    const price = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 1000,
      nickname: 'Spring',
      product_data: { name: 'Fixed' },
    });
    expect(await stripe.prices.update(price.id, { active: false, nickname: '' })).toMatchObject({
      active: false,
      nickname: null,
    });
    const changed = await stripeError(stripe.rawRequest('POST', `/v1/prices/${price.id}`, { unit_amount: 1 }));
    expect(changed).toMatchObject({ code: 'parameter_unknown', param: 'unit_amount' });
  });

  test('the product and its amount are needed', async () => {
    const { stripe } = running;
    expect(await stripeError(stripe.prices.create({ currency: 'usd', unit_amount: 1 }))).toMatchObject({
      code: 'parameter_missing',
      param: 'product',
    });
    const product = (await stripe.products.create({ name: 'Bare' })).id;
    expect(await stripeError(stripe.prices.create({ currency: 'usd', product }))).toMatchObject({
      code: 'parameter_missing',
      param: 'unit_amount',
    });
    expect(await stripeError(stripe.prices.create({ currency: 'usd', product, unit_amount: -1 }))).toMatchObject({
      code: 'parameter_invalid_integer',
    });
    const unknown = await stripeError(stripe.prices.create({ currency: 'usd', product: 'prod_x', unit_amount: 1 }));
    expect(unknown).toMatchObject({ code: 'resource_missing', param: 'product', statusCode: 400 });
  });

  test('a metered price counts with a meter that is active', async () => {
    const { stripe } = running;
    const meter = await stripe.billing.meters.create({
      display_name: 'Calls',
      event_name: 'calls',
      default_aggregation: { formula: 'sum' },
    });
    const product = (await stripe.products.create({ name: 'Calls' })).id;
    const metered = { ...month, usage_type: 'metered' } as const;
    const base = { currency: 'usd', product, unit_amount: 1 };
    expect(await stripeError(stripe.prices.create({ ...base, recurring: metered }))).toMatchObject({
      param: 'recurring[meter]',
    });
    const price = await stripe.prices.create({ ...base, recurring: { ...metered, meter: meter.id } });
    expect(price.recurring).toMatchObject({ meter: meter.id, usage_type: 'metered' });
    await stripe.billing.meters.deactivate(meter.id);
    const late = await stripeError(stripe.prices.create({ ...base, recurring: { ...metered, meter: meter.id } }));
    expect(late.statusCode).toBe(400);
  });

  test('every change is an event', async () => {
    const { sandbox, stripe } = await runningSandbox();
    const product = await stripe.products.create({ name: 'A' });
    const price = await stripe.prices.create({ currency: 'usd', unit_amount: 100, product: product.id });
    await stripe.products.update(product.id, { name: 'B' });
    await stripe.prices.update(price.id, { active: false });
    await stripe.prices.update(price.id, { active: false });
    expect(await eventTypes(stripe)).toEqual(['product.created', 'price.created', 'product.updated', 'price.updated']);
    await sandbox.close();
  });
});
