import { type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';

let running: RunningSandbox;

beforeAll(async () => {
  running = await runningSandbox();
});

test('pm_card_visa becomes a payment method of its own each time it is attached', async () => {
  const { stripe } = running;
  const customer = (await stripe.customers.create()).id;
  const first = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  const second = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  expect(first).toMatchObject({ customer, type: 'card', card: { brand: 'visa', last4: '4242' } });
  expect(first.id).toMatch(/^pm_\w{24}$/);
  expect(second.id).not.toBe(first.id);
  const listed = await stripe.customers.listPaymentMethods(customer, { type: 'card' });
  expect(listed.data.map(({ id }) => id)).toEqual([second.id, first.id]);
});

test('a card entered by number shows its end only', async () => {
  const { stripe } = running;
  const method = await stripe.paymentMethods.create({
    type: 'card',
    card: { number: '5555555555554444', exp_month: 4, exp_year: 2044, cvc: '123' },
    billing_details: { name: 'Ann' },
  });
  expect(method).toMatchObject({
    customer: null,
    card: { brand: 'mastercard', last4: '4444', exp_month: 4, exp_year: 2044 },
    billing_details: { name: 'Ann' },
  });
  expect(JSON.stringify(method)).not.toContain('5555555555554444');
});

test.each([
  ['a number that no card has', { number: '4242424242424241' }, 'incorrect_number'],
  ['a month that no year has', { exp_month: 13 }, 'invalid_expiry_month'],
  ['a year that is over', { exp_year: 2020 }, 'invalid_expiry_year'],
  ['a security code too short', { cvc: '12' }, 'invalid_cvc'],
])('%s is refused with 402', async (_what, change, code) => {
  const card = { number: '4242424242424242', exp_month: 4, exp_year: 2044, cvc: '123', ...change };
  const error = await stripeError(running.stripe.paymentMethods.create({ type: 'card', card }));
  expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code });
});

test('a card that the bank refuses cannot be saved, one that fails later can', async () => {
  const { stripe } = running;
  const customer = (await stripe.customers.create()).id;
  const refused = await stripeError(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer }));
  expect(refused).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'generic_decline' });
  const saved = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  expect(saved.card?.last4).toBe('0341');
});

test('a payment method belongs to one customer until it is detached', async () => {
  const { stripe } = running;
  const [one, other] = [(await stripe.customers.create()).id, (await stripe.customers.create()).id];
  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: one });
  expect((await stripeError(stripe.paymentMethods.attach(id, { customer: other }))).message).toBe(
    'The payment method you provided has already been attached to a customer.',
  );
  expect((await stripe.paymentMethods.detach(id)).customer).toBeNull();
  expect((await stripe.customers.listPaymentMethods(one)).data).toEqual([]);
});

test('a detached payment method is no default any more', async () => {
  const { stripe } = running;
  const customer = await stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  await stripe.paymentMethods.detach(String(customer.invoice_settings.default_payment_method));
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
    invoice_settings: { default_payment_method: null },
  });
});

test('only an own payment method can be the default', async () => {
  const { stripe } = running;
  const customer = (await stripe.customers.create()).id;
  const { id } = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
  const change = { invoice_settings: { default_payment_method: id } };
  expect(await stripeError(stripe.customers.update(customer, change))).toMatchObject({
    param: 'invoice_settings[default_payment_method]',
  });
  await stripe.paymentMethods.attach(id, { customer });
  expect(await stripe.customers.update(customer, change)).toMatchObject(change);
});
