import type { Page } from 'playwright-core';
import type Stripe from 'stripe';
import { newPage, screenshot } from './support/browser.js';
import { eventTypes, type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';
import { shop } from './support/shop.js';

let running: RunningSandbox;
let stripe: Stripe;
let shopUrl: string;
let now = Math.floor(Date.now() / 1000);

beforeAll(async () => {
  running = await runningSandbox({ clock: { now: () => now, milliseconds: () => now * 1000 } });
  stripe = running.stripe;
  shopUrl = (await shop()).url;
});

async function subscriber(): Promise<{ customer: string; subscription: string }> {
  const customer = await stripe.customers.create({
    name: 'Ada Buyer',
    email: 'ada@example.com',
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 2900,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro <Plan>' },
  });
  const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  return { customer: customer.id, subscription: id };
}

async function opened(
  customer: string,
  options: Parameters<typeof newPage>[0] = {},
  params: Stripe.BillingPortal.SessionCreateParams = {},
): Promise<Page> {
  const { url } = await stripe.billingPortal.sessions.create({ customer, return_url: `${shopUrl}/account`, ...params });
  const page = await newPage(options);
  await page.goto(url);
  return page;
}

async function fillCard(page: Page, number: string): Promise<void> {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiry').fill('12 / 40');
  await page.getByLabel('CVC').fill('123');
  await page.getByLabel('Name on card').fill('Ada Buyer');
  await page.getByRole('button', { name: 'Save card' }).click();
}

test('a session leads to a page with the plan, the next invoice, the card and the invoices, and back', async () => {
  const { customer } = await subscriber();
  const session = await stripe.billingPortal.sessions.create({ customer, return_url: `${shopUrl}/account` });
  expect(session).toMatchObject({ customer, configuration: expect.stringMatching(/^bpc_/), flow: null });
  expect(session.id).toMatch(/^bps_/);
  expect(session.url).not.toContain(session.id);
  const page = await newPage();
  await page.goto(session.url);
  const text = (await page.locator('main').textContent()) ?? '';
  for (const part of ['Pro <Plan>', '$29.00 per month', 'Next invoice on', 'Visa ending in 4242', 'Paid']) {
    expect(text).toContain(part);
  }
  await screenshot(page, 'portal-home');
  await page.getByRole('link', { name: '← Return' }).click();
  await page.waitForURL(`${shopUrl}/account`);
});

test('a plan is cancelled with its period by cancel_at alone, as flexible billing has it, and kept again', async () => {
  const { customer, subscription } = await subscriber();
  const page = await opened(customer);
  await page.getByRole('link', { name: 'Cancel plan Pro <Plan>' }).click();
  await screenshot(page, 'portal-cancel');
  await page.getByLabel('It’s too expensive').check();
  await page.getByLabel('Anything else? (optional)').fill('See you');
  await page.getByRole('button', { name: 'Cancel plan' }).click();
  expect(await page.getByRole('status').textContent()).toBe('Your plan was cancelled.');
  await screenshot(page, 'portal-canceled');
  const ending = await stripe.subscriptions.retrieve(subscription);
  expect(ending).toMatchObject({
    status: 'active',
    cancel_at: ending.items.data[0]?.current_period_end,
    cancel_at_period_end: false,
    cancellation_details: { feedback: 'too_expensive', comment: 'See you', reason: 'cancellation_requested' },
  });
  await page.getByRole('button', { name: 'Keep plan' }).click();
  await page.getByText('Your plan goes on.').waitFor();
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ cancel_at: null, canceled_at: null });
  const types = await eventTypes(stripe);
  expect(types.filter((type) => type === 'customer.subscription.updated').length).toBeGreaterThanOrEqual(2);
});

test('a new card pays from then on; a refused one leaves the old one', async () => {
  const { customer, subscription } = await subscriber();
  const page = await opened(customer);
  await page.getByRole('link', { name: 'Change card' }).click();
  await fillCard(page, '4000 0000 0000 0002');
  expect(await page.getByRole('alert').textContent()).toBe('Your card was declined.');
  await screenshot(page, 'portal-card');
  await fillCard(page, '4242 4242 4242 4241');
  expect(await page.locator('#number-error').textContent()).toBe('Your card number is invalid.');
  await fillCard(page, '5555 5555 5555 4444');
  await page.getByText('Mastercard ending in 4444').waitFor();
  const { invoice_settings: settings } = (await stripe.customers.retrieve(customer, {
    expand: ['invoice_settings.default_payment_method'],
  })) as Stripe.Customer;
  expect(settings.default_payment_method).toMatchObject({ card: { last4: '4444' }, customer });
  expect((await stripe.subscriptions.retrieve(subscription)).default_payment_method).toBeNull();
});

test('a card that asks for 3D Secure is saved once the bank agrees', async () => {
  const { customer } = await subscriber();
  const page = await opened(customer);
  await page.getByRole('link', { name: 'Change card' }).click();
  await fillCard(page, '4000 0025 0000 3155');
  await page.getByRole('button', { name: 'Fail' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('unable to authenticate');
  await fillCard(page, '4000 0025 0000 3155');
  await page.getByRole('button', { name: 'Complete' }).click();
  await page.getByText('Visa ending in 3155').waitFor();
});

test('the portal works by keyboard on a dark phone', async () => {
  const { customer, subscription } = await subscriber();
  const page = await opened(customer, { viewport: { width: 375, height: 740 }, colorScheme: 'dark' });
  await screenshot(page, 'portal-phone-dark');
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(overflow).toBe(0);
  await page.getByRole('link', { name: 'Cancel plan' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Cancel plan' }).focus();
  await screenshot(page, 'portal-cancel-phone-dark');
  await page.keyboard.press('Enter');
  await page.getByRole('status').waitFor();
  expect((await stripe.subscriptions.retrieve(subscription)).cancel_at).not.toBeNull();
});

test('a link that is not opened within five minutes has expired, and so has one that rested for an hour', async () => {
  const { customer } = await subscriber();
  const late = await stripe.billingPortal.sessions.create({ customer, return_url: `${shopUrl}/account` });
  const used = await stripe.billingPortal.sessions.create({ customer });
  expect((await fetch(used.url)).status).toBe(200);
  now += 300;
  const expired = await fetch(late.url);
  expect([expired.status, await expired.text()]).toEqual([410, expect.stringContaining(`href="${shopUrl}/account"`)]);
  now += 3299;
  expect((await fetch(used.url)).status).toBe(200);
  now += 3600;
  expect((await fetch(used.url)).status).toBe(410);
  expect((await fetch(`${running.url}/p/session/test_none`)).status).toBe(404);
});

test('nobody reaches the subscription of another customer', async () => {
  const [mine, theirs] = [await subscriber(), await subscriber()];
  const { url } = await stripe.billingPortal.sessions.create({ customer: mine.customer });
  const answer = await fetch(`${url}/subscriptions/${theirs.subscription}/cancel`, { method: 'POST' });
  expect(answer.status).toBe(400);
  expect((await stripe.subscriptions.retrieve(theirs.subscription)).cancel_at).toBeNull();
});

test('a configuration says what customers may do, and whether an end is immediate', async () => {
  const { customer, subscription } = await subscriber();
  const configuration = await stripe.billingPortal.configurations.create({
    business_profile: { headline: 'Acme billing' },
    default_return_url: `${shopUrl}/home`,
    features: { subscription_cancel: { enabled: true, mode: 'immediately' } },
  });
  const page = await opened(customer, {}, { configuration: configuration.id });
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Acme billing');
  expect(await page.getByRole('link', { name: 'Change card' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Cancel plan' }).click();
  await page.getByRole('button', { name: 'Cancel plan' }).click();
  await page.getByText('You have no plan at the moment.').waitFor();
  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('canceled');
  const updated = await stripe.billingPortal.configurations.update(configuration.id, { active: false });
  expect(updated).toMatchObject({ active: false, features: { subscription_cancel: { mode: 'immediately' } } });
  const error = await stripeError(stripe.billingPortal.sessions.create({ customer, configuration: configuration.id }));
  expect(error.param).toBe('configuration');
  const { data } = await stripe.billingPortal.configurations.list({ is_default: true });
  expect(data).toMatchObject([{ active: true, is_default: true, features: { invoice_history: { enabled: true } } }]);
});
