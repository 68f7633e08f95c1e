import { type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';

let running: RunningSandbox;

beforeAll(async () => {
  running = await runningSandbox();
});

test('a customer is created with what Stripe fills in, and retrieved as it was created', async () => {
  const made = await running.stripe.customers.create({
    email: 'ann@example.com',
    name: 'Ann',
    address: { line1: 'Street 1', country: 'DE' },
    metadata: { organization_id: 'org_1' },
  });
  expect(made).toMatchObject({
    object: 'customer',
    address: { line1: 'Street 1', country: 'DE', city: null },
    balance: 0,
    delinquent: false,
    livemode: false,
    invoice_settings: { default_payment_method: null },
  });
  expect(made.id).toMatch(/^cus_\w{14}$/);
  expect(await running.stripe.customers.retrieve(made.id)).toMatchObject({
    id: made.id,
    email: 'ann@example.com',
    metadata: { organization_id: 'org_1' },
  });
});

test('an update changes what it names, and an empty text unsets', async () => {
  const { id } = await running.stripe.customers.create({
    email: 'bob@example.com',
    name: 'Bob',
    phone: '1',
    metadata: { a: '1', b: '2' },
  });
  const updated = await running.stripe.customers.update(id, { phone: '', metadata: { a: '', c: '3' } });
  expect(updated).toMatchObject({ name: 'Bob', email: 'bob@example.com', phone: null });
  expect(updated.metadata).toEqual({ b: '2', c: '3' });
  expect((await running.stripe.customers.update(id, { metadata: '' })).metadata).toEqual({});
});

test('the update event names the fields that changed with what they were', async () => {
  const { id } = await running.stripe.customers.create({ name: 'Before', metadata: { kept: '1', changed: '1' } });
  await running.stripe.customers.update(id, { name: 'After', metadata: { changed: '2' } });
  const [event] = (await running.stripe.events.list({ type: 'customer.updated', limit: 1 })).data;
  expect(event?.data).toMatchObject({
    object: { id, name: 'After' },
    previous_attributes: { name: 'Before', metadata: { changed: '1' } },
  });
  expect(event?.data.previous_attributes).toEqual({ name: 'Before', metadata: { changed: '1' } });
  expect(event?.request?.id).toMatch(/^req_/);
});

test('an email without an at sign is refused', async () => {
  const error = await stripeError(running.stripe.customers.create({ email: 'nobody' }));
  expect(error).toMatchObject({ code: 'email_invalid', param: 'email', statusCode: 400 });
});

test('a deleted customer is a stub that says so, is in no list, and takes no more changes', async () => {
  const { stripe } = running;
  const { id } = await stripe.customers.create({ email: 'gone@example.com' });
  expect(await stripe.customers.del(id)).toMatchObject({ id, object: 'customer', deleted: true });
  expect(await stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true });
  expect((await stripe.customers.list({ email: 'gone@example.com' })).data).toEqual([]);
  expect(await stripeError(stripe.customers.update(id, { name: 'Back' }))).toMatchObject({ code: 'resource_missing' });
  expect(await stripeError(stripe.customers.del(id))).toMatchObject({ statusCode: 404 });
});

test('the subscriptions of a deleted customer end with it', async () => {
  const { stripe } = running;
  const customer = await stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 1000,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
  });
  const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  await stripe.customers.del(customer.id);
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('canceled');
});

test('search finds by metadata, by email, by a part of the name, and by what is not there', async () => {
  const { stripe } = running;
  const email = 'search@example.com';
  const one = await stripe.customers.create({ email, name: 'Search One', metadata: { organization_id: 'org_s1' } });
  const two = await stripe.customers.create({ email, name: 'Search Two', metadata: { organization_id: 'org_s2' } });
  const found = async (query: string) => (await stripe.customers.search({ query })).data.map(({ id }) => id);
  expect(await found("metadata['organization_id']:'org_s1'")).toEqual([one.id]);
  expect(await found(`email:'${email}'`)).toEqual([two.id, one.id]);
  expect(await found("name~'search t'")).toEqual([two.id]);
  expect(await found(`email:'${email}' AND -metadata['organization_id']:'org_s2'`)).toEqual([one.id]);
  expect(await found("metadata['organization_id']:'org_none'")).toEqual([]);
  expect(await stripeError(stripe.customers.search({ query: 'bogus' }))).toMatchObject({ param: 'query' });
});

test('search goes on from page to page', async () => {
  const { stripe } = running;
  for (let index = 0; index < 3; index++) await stripe.customers.create({ name: 'Paged', phone: String(index) });
  const query = "name:'Paged'";
  const first = await stripe.customers.search({ query, limit: 2 });
  expect(first).toMatchObject({ object: 'search_result', has_more: true });
  const rest = await stripe.customers.search({ query, limit: 2, page: first.next_page ?? '' });
  expect([...first.data, ...rest.data].map(({ phone }) => phone)).toEqual(['2', '1', '0']);
  expect(rest).toMatchObject({ has_more: false, next_page: null });
});
