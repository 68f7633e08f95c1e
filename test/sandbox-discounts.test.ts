import type Stripe from 'stripe';
import { newPage, screenshot } from './support/browser.js';
import { advance, clockCustomer, invoicesOf } from './support/clock-customer.js';
import { payByCard } from './support/hosted-page.js';
import { eventTypes, type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';

let running: RunningSandbox;
let stripe: Stripe;
let pro: Stripe.Price;
let setup: Stripe.Price;
let secondsAhead = 0;

const now = () => Math.floor(Date.now() / 1000) + secondsAhead;

beforeAll(async () => {
  running = await runningSandbox({ clock: { now, milliseconds: () => now() * 1000 } });
  stripe = running.stripe;
  const recurring = { interval: 'month' } as const;
  const product_data = { name: 'Pro' };
  pro = await stripe.prices.create({ currency: 'usd', unit_amount: 2900, recurring, product_data });
  setup = await stripe.prices.create({ currency: 'usd', unit_amount: 1000, product_data: { name: 'Set-up' } });
});

async function payer(): Promise<string> {
  const { id } = await stripe.customers.create({
    email: 'ann@example.com',
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  return id;
}

async function promotionCode(
  coupon: Stripe.CouponCreateParams,
  code: Partial<Stripe.PromotionCodeCreateParams> = {},
): Promise<Stripe.PromotionCode> {
  const { id } = await stripe.coupons.create(coupon);
  return stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: id }, ...code });
}

function session(params: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: pro.id, quantity: 1 }],
    success_url: 'https://example.com/thanks',
    ...params,
  });
}

test('a coupon over a percentage shows on every part of the invoice, and its use is counted', async () => {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: 'forever', name: 'Friends' });
  const subscription = await stripe.subscriptions.create({
    customer: await payer(),
    items: [{ price: pro.id }],
    discounts: [{ coupon }],
    expand: ['discounts.source.coupon', 'latest_invoice.total_discount_amounts.discount'],
  });
  const [discount] = subscription.discounts as Stripe.Discount[];
  expect(discount).toMatchObject({
    id: expect.stringMatching(/^di_/),
    subscription: subscription.id,
    end: null,
    source: { type: 'coupon', coupon: { id: coupon, times_redeemed: 1 } },
  });
  const invoice = subscription.latest_invoice as Stripe.Invoice;
  expect(invoice).toMatchObject({ subtotal: 2900, total: 2175, amount_paid: 2175, discounts: [discount?.id] });
  expect(invoice.total_discount_amounts).toMatchObject([{ amount: 725, discount: { id: discount?.id } }]);
  expect(invoice.lines.data[0]).toMatchObject({
    amount: 2900,
    discount_amounts: [{ amount: 725, discount: discount?.id }],
  });
  expect(await eventTypes(stripe)).toContain('customer.discount.created');
});

test('a coupon for one time leaves the subscription with its first invoice', async () => {
  const { id: coupon } = await stripe.coupons.create({ amount_off: 500, currency: 'usd', duration: 'once' });
  const subscription = await stripe.subscriptions.create({
    customer: await payer(),
    items: [{ price: pro.id }],
    discounts: [{ coupon }],
    expand: ['latest_invoice'],
  });
  expect(subscription.latest_invoice).toMatchObject({ total: 2400 });
  expect(subscription.discounts).toEqual([]);
});

test('a discount over some months says when it ends; it can be replaced, kept and removed', async () => {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'repeating', duration_in_months: 3 });
  const { id } = await stripe.subscriptions.create({
    customer: await payer(),
    items: [{ price: pro.id }],
    discounts: [{ coupon }],
  });
  const [first] = (await stripe.subscriptions.retrieve(id, { expand: ['discounts'] })).discounts as Stripe.Discount[];
  const months = ((first?.end ?? 0) - (first?.start ?? 0)) / (24 * 60 * 60);
  expect(months).toBeGreaterThanOrEqual(89);
  expect(months).toBeLessThanOrEqual(92);
  const both = await stripe.subscriptions.update(id, { discounts: [{ discount: first?.id ?? '' }, { coupon }] });
  expect(both.discounts).toHaveLength(2);
  expect(both.discounts[0]).toBe(first?.id);
  expect(await stripe.subscriptions.deleteDiscount(id)).toMatchObject({ id: both.discounts[1], deleted: true });
  expect((await stripe.subscriptions.update(id, { discounts: '' })).discounts).toEqual([]);
  expect(await eventTypes(stripe)).toContain('customer.discount.deleted');
});

test('a coupon that is limited to a product takes nothing off others', async () => {
  const coupon = await stripe.coupons.create({ percent_off: 50, applies_to: { products: [String(setup.product)] } });
  expect(coupon.applies_to).toBeUndefined();
  const shown = await stripe.coupons.retrieve(coupon.id, { expand: ['applies_to'] });
  expect(shown.applies_to).toEqual({ products: [setup.product] });
  const line_items = [pro, setup].map(({ id: price }) => ({ price, quantity: 1 }));
  const { id, ...created } = await session({ line_items, discounts: [{ coupon: coupon.id }] });
  expect(created).toMatchObject({
    amount_subtotal: 3900,
    amount_total: 3400,
    total_details: { amount_discount: 500 },
    discounts: [{ coupon: coupon.id, promotion_code: null }],
  });
  const { data } = await stripe.checkout.sessions.listLineItems(id);
  expect(data.map((line) => line.amount_discount)).toEqual([0, 500]);
});

test('wrong, expired and used-up coupons are refused as by Stripe', async () => {
  const customer = await payer();
  const subscribe = (discount: Stripe.SubscriptionCreateParams.Discount) =>
    stripe.subscriptions.create({ customer, items: [{ price: pro.id }], discounts: [discount] });
  expect(await stripeError(subscribe({ coupon: 'NONE' }))).toMatchObject({
    code: 'resource_missing',
    message: "No such coupon: 'NONE'",
    param: 'discounts[0][coupon]',
  });
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10, max_redemptions: 1 });
  await subscribe({ coupon });
  expect(await stripe.coupons.retrieve(coupon)).toMatchObject({ times_redeemed: 1, valid: false });
  expect(await stripeError(subscribe({ coupon }))).toMatchObject({ code: 'coupon_expired' });
  const short = await stripe.coupons.create({ percent_off: 10, redeem_by: now() + 60 });
  secondsAhead += 61;
  expect(await stripeError(subscribe({ coupon: short.id }))).toMatchObject({ message: `Coupon expired: ${short.id}` });
});

test('coupons need a reduction and its currency; a deleted one cannot be redeemed', async () => {
  expect((await stripeError(stripe.coupons.create({ duration: 'once' }))).param).toBe('percent_off');
  expect((await stripeError(stripe.coupons.create({ amount_off: 100 }))).param).toBe('currency');
  expect((await stripeError(stripe.coupons.create({ percent_off: 101 }))).param).toBe('percent_off');
  expect((await stripeError(stripe.coupons.create({ percent_off: 5, duration: 'repeating' }))).param).toBe(
    'duration_in_months',
  );
  await stripe.coupons.create({ id: 'SUMMER', percent_off: 5 });
  expect((await stripeError(stripe.coupons.create({ id: 'SUMMER', percent_off: 5 }))).code).toBe(
    'resource_already_exists',
  );
  await stripe.coupons.del('SUMMER');
  expect((await stripeError(session({ discounts: [{ coupon: 'SUMMER' }] }))).code).toBe('resource_missing');
});

test('a promotion code is found by its words in any case, and its limits hold', async () => {
  const code = await promotionCode({ percent_off: 20 }, { code: 'Launch20', max_redemptions: 1 });
  expect((await stripe.promotionCodes.list({ code: 'LAUNCH20', active: true })).data).toMatchObject([{ id: code.id }]);
  expect((await stripeError(promotionCode({ percent_off: 5 }, { code: 'launch20' }))).param).toBe('code');
  const { url } = await session({ discounts: [{ promotion_code: code.id }] });
  await payByCard(url);
  expect(await stripe.promotionCodes.retrieve(code.id)).toMatchObject({ times_redeemed: 1, active: false });
  const error = await stripeError(session({ discounts: [{ promotion_code: code.id }] }));
  expect(error).toMatchObject({
    param: 'discounts[0][promotion_code]',
    message: 'This promotion code cannot be redeemed because it has expired.',
  });
});

test('a promotion code can be for one customer, a first purchase, or a smallest amount', async () => {
  const customer = await payer();
  await stripe.subscriptions.create({ customer, items: [{ price: pro.id }] });
  const refusal = async (restricted: Partial<Stripe.PromotionCodeCreateParams>, buyer = customer) => {
    const { id } = await promotionCode({ percent_off: 20 }, restricted);
    return (await stripeError(session({ customer: buyer, discounts: [{ promotion_code: id }] }))).message;
  };
  const because = 'This promotion code cannot be redeemed because';
  expect(await refusal({ restrictions: { first_time_transaction: true } })).toBe(
    `${because} the associated customer has prior transactions.`,
  );
  expect(await refusal({ restrictions: { minimum_amount: 2901, minimum_amount_currency: 'usd' } })).toBe(
    `${because} the associated purchase does not meet the minimum amount requirement.`,
  );
  expect(await refusal({ customer }, await payer())).toBe(`${because} it is limited to another customer.`);
});

test('a session has either a discount or a field for one', async () => {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 20 });
  const error = await stripeError(session({ discounts: [{ coupon }], allow_promotion_codes: true }));
  expect(error.message).toBe('You may only specify one of these parameters: allow_promotion_codes, discounts.');
});

test('a refused card uses up no promotion code', async () => {
  const code = await promotionCode({ percent_off: 20 });
  const line_items = [{ price: setup.id, quantity: 1 }];
  const { url } = await session({ mode: 'payment', line_items, discounts: [{ promotion_code: code.id }] });
  await expect(payByCard(url, '4000000000000002')).rejects.toThrow('402');
  expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(0);
  await payByCard(url);
  expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(1);
  const [intent] = (await stripe.paymentIntents.list({ limit: 1 })).data;
  expect(intent?.amount_received).toBe(800);
});

test('on the hosted page a code is entered, reduces the total, and is taken back', async () => {
  await promotionCode({ percent_off: 20, duration: 'repeating', duration_in_months: 3 }, { code: 'SPRING20' });
  const { id, url } = await session({ allow_promotion_codes: true });
  const page = await newPage();
  await page.goto(url ?? '');
  await page.getByLabel('Promotion code').fill('WINTER');
  await page.getByRole('button', { name: 'Apply' }).click();
  expect(await page.getByRole('alert').textContent()).toBe('This code is invalid.');
  await screenshot(page, 'checkout-code-refused');
  await page.getByLabel('Promotion code').fill('spring20');
  await page.getByRole('button', { name: 'Apply' }).click();
  expect(await page.locator('.totals').textContent()).toContain('20% off for 3 months');
  await screenshot(page, 'checkout-code-applied');
  await page.getByRole('button', { name: 'Remove the promotion code SPRING20' }).click();
  await page.getByRole('button', { name: 'Subscribe for $29.00' }).waitFor();
  await page.getByLabel('Promotion code').fill('SPRING20');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Subscribe for $23.20' }).waitFor();
  await payByCard(url);
  const paid = await stripe.checkout.sessions.retrieve(id, { expand: ['subscription', 'invoice'] });
  expect(paid).toMatchObject({ amount_total: 2320, invoice: { amount_paid: 2320 } });
  expect((paid.subscription as Stripe.Subscription).discounts).toHaveLength(1);
});

test('over renewals, a discount for some months ends by itself and one for ever stays', async () => {
  const [months, forever] = await Promise.all([
    stripe.coupons.create({ percent_off: 50, duration: 'repeating', duration_in_months: 2 }),
    stripe.coupons.create({ amount_off: 100, currency: 'usd', duration: 'forever' }),
  ]);
  const { customer, clock } = await clockCustomer(stripe, '2026-01-10T00:00:00Z');
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: pro.id }],
    discounts: [{ coupon: months.id }, { coupon: forever.id }],
  });
  for (const month of ['02', '03']) await advance(stripe, clock, `2026-${month}-10T02:00:00Z`);
  expect((await invoicesOf(stripe, id)).map((invoice) => invoice.amount_paid)).toEqual([1350, 1350, 2800]);
  const { discounts } = await stripe.subscriptions.retrieve(id, { expand: ['discounts'] });
  expect(discounts).toMatchObject([{ source: { coupon: forever.id } }]);
});

test('a change within the period credits what was paid after the discount, and charges with it', async () => {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'forever' });
  const { customer, clock } = await clockCustomer(stripe, '2026-04-01T00:00:00Z');
  const { id, items } = await stripe.subscriptions.create({
    customer,
    items: [{ price: pro.id }],
    discounts: [{ coupon }],
  });
  await advance(stripe, clock, '2026-04-16T00:00:00Z');
  const item = items.data[0]?.id ?? '';
  await stripe.subscriptions.update(id, { items: [{ id: item, quantity: 3 }] });
  const { data } = await stripe.invoiceItems.list({ customer, pending: true });
  expect(data.map(({ amount }) => amount).sort((left, right) => left - right)).toEqual([-725, 2175]);
});
