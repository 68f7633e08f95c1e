import type { Page } from 'playwright-core';
import type Stripe from 'stripe';
import { browserTest, newPage, screenshot } from './support/browser.js';
import { eventTypes, type RunningSandbox, runningSandbox } from './support/running-sandbox.js';
import { shop } from './support/shop.js';

let running: RunningSandbox;
let shopUrl: string;
let pro: Stripe.Price;

beforeAll(async () => {
  running = await runningSandbox();
  shopUrl = (await shop()).url;
  pro = await running.stripe.prices.create({
    currency: 'usd',
    unit_amount: 2900,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro <Plan> & more' },
  });
});

function session(params: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<Stripe.Checkout.Session> {
  return running.stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: pro.id, quantity: 1 }],
    success_url: `${shopUrl}/thanks?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: `${shopUrl}/plans`,
    ...params,
  });
}

async function fill(page: Page, number: string, changes: Readonly<Record<string, string>> = {}): Promise<void> {
  const values = { Email: 'ann@example.com', 'Name on card': 'Ann Example', Expiry: '12 / 40', CVC: '123', ...changes };
  await page.getByLabel('Card number').fill(number);
  for (const [label, value] of Object.entries(values)) {
    const field = page.getByLabel(label, { exact: true });
    if (await field.isEditable()) await field.fill(value);
  }
}

async function opened(params: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<{ page: Page; id: string }> {
  const { id, url } = await session(params);
  const page = await newPage();
  await page.goto(url ?? '');
  return { page, id };
}

const payButton = (page: Page) => page.getByRole('button', { name: 'Subscribe for $29.00' });

browserTest('4242 pays: the shop gets the customer back with the session, which is complete', async () => {
  const { page, id } = await opened();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Subscribe to Pro <Plan> & more');
  await expectText(page, '$29.00 per month', 'Total due today');
  await screenshot(page, 'checkout-open');
  await fill(page, '4242 4242 4242 4242');
  await payButton(page).click();
  await page.waitForURL(`${shopUrl}/thanks?session_id=${id}`);
  const paid = await running.stripe.checkout.sessions.retrieve(id, { expand: ['subscription'] });
  expect(paid).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    customer_details: { email: 'ann@example.com', name: 'Ann Example' },
    subscription: { status: 'active' },
  });
});

browserTest('digits typed one by one are grouped as on the card', async () => {
  const { page } = await opened();
  await page.getByLabel('Card number').pressSequentially('4242424242424242');
  await page.getByLabel('Expiry').pressSequentially('1240');
  expect(await page.getByLabel('Card number').inputValue()).toBe('4242 4242 4242 4242');
  expect(await page.getByLabel('Expiry').inputValue()).toBe('12 / 40');
});

browserTest('a declined card is told of in the words of Stripe, and another one pays on the same page', async () => {
  const { page, id } = await opened();
  await fill(page, '4000 0000 0000 0002');
  await payButton(page).click();
  expect(await page.getByRole('alert').textContent()).toBe('Your card was declined.');
  expect(await page.getByLabel('Email').inputValue()).toBe('ann@example.com');
  await screenshot(page, 'checkout-declined');
  expect(await running.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'open', subscription: null });
  await fill(page, '4242 4242 4242 4242');
  await payButton(page).click();
  await page.waitForURL(/\/thanks/);
  const { data } = await running.stripe.subscriptions.list({ limit: 1 });
  expect(data[0]?.id).toBe((await running.stripe.checkout.sessions.retrieve(id)).subscription);
});

browserTest('faults of the entry stand at their fields, for screen readers too', async () => {
  const { page, id } = await opened();
  await fill(page, '4242 4242 4242 4241', { Expiry: '01 / 20', CVC: '1', Email: 'ann@', 'Name on card': '' });
  await payButton(page).click();
  await screenshot(page, 'checkout-field-errors');
  const errors = {
    Email: 'Your email is invalid.',
    'Card number': 'Your card number is invalid.',
    Expiry: "Your card's expiration year is in the past.",
    CVC: "Your card's security code is incomplete.",
    'Name on card': 'Enter the name on your card.',
  };
  for (const [label, message] of Object.entries(errors)) {
    const field = page.getByLabel(label, { exact: true });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator(`#${await field.getAttribute('aria-describedby')}`).textContent()).toBe(message);
  }
  expect((await running.stripe.checkout.sessions.retrieve(id)).status).toBe('open');
});

browserTest('a wrong security code is told of at its field', async () => {
  const { page } = await opened();
  await fill(page, '4000 0000 0000 0127');
  await payButton(page).click();
  expect(await page.locator('#cvc-error').textContent()).toBe("Your card's security code is incorrect.");
});

browserTest('3D Secure that is passed leads to the shop', async () => {
  const { page, id } = await opened();
  await fill(page, '4000 0025 0000 3155');
  await payButton(page).click();
  await page.waitForURL(/\/3d-secure$/);
  await screenshot(page, 'checkout-3d-secure');
  await page.getByRole('button', { name: 'Complete' }).click();
  await page.waitForURL(`${shopUrl}/thanks?session_id=${id}`);
  expect(await running.stripe.checkout.sessions.retrieve(id, { expand: ['subscription'] })).toMatchObject({
    customer_details: { email: 'ann@example.com' },
    subscription: { status: 'active' },
  });
});

browserTest('3D Secure that fails leads back to the page, where another card pays', async () => {
  const { page, id } = await opened();
  await fill(page, '4000 0025 0000 3155');
  await payButton(page).click();
  await page.getByRole('button', { name: 'Fail' }).click();
  expect(await page.getByRole('alert').textContent()).toMatch(/^We are unable to authenticate your payment method/);
  expect(await page.getByLabel('Name on card').inputValue()).toBe('Ann Example');
  expect((await running.stripe.checkout.sessions.retrieve(id)).status).toBe('open');
  await fill(page, '4242 4242 4242 4242');
  await payButton(page).click();
  await page.waitForURL(/\/thanks/);
});

browserTest('it works without JavaScript', async () => {
  const { id, url } = await session();
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto(url ?? '');
  await fill(page, '4242424242424242', { Expiry: '1240' });
  await payButton(page).click();
  await page.waitForURL(`${shopUrl}/thanks?session_id=${id}`);
});

browserTest('the email that a customer has already stands there and cannot be changed', async () => {
  const customer = await running.stripe.customers.create({ email: 'known@example.com' });
  const { page, id } = await opened({ customer: customer.id });
  const email = page.getByLabel('Email');
  expect(await email.inputValue()).toBe('known@example.com');
  expect(await email.isEditable()).toBe(false);
  await fill(page, '4242 4242 4242 4242');
  await payButton(page).click();
  await page.waitForURL(/\/thanks/);
  expect(await running.stripe.checkout.sessions.retrieve(id)).toMatchObject({
    customer: customer.id,
    customer_details: { email: 'known@example.com' },
  });
});

browserTest('a trial, several seats and metered prices are explained before anything is paid', async () => {
  const { stripe } = running;
  const meter = await stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: 'calls',
    default_aggregation: { formula: 'sum' },
  });
  const product = await stripe.products.create({ name: 'API calls', description: 'Every call beyond the plan' });
  const calls = await stripe.prices.create({
    currency: 'usd',
    product: product.id,
    unit_amount_decimal: '1.25' as unknown as Stripe.Decimal,
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
  });
  const { page } = await opened({
    line_items: [{ price: pro.id, quantity: 3 }, { price: calls.id }],
    subscription_data: { trial_period_days: 14 },
  });
  await expectText(
    page,
    '14 days free',
    'Then $87.00 per month plus usage, starting',
    'Qty 3, $29.00 each · Billed monthly',
    '$0.0125 per unit · Billed monthly by usage',
    'Every call beyond the plan',
    'Total due today',
  );
  await page.emulateMedia({ colorScheme: 'dark' });
  await screenshot(page, 'checkout-trial-dark');
  await fill(page, '4242 4242 4242 4242');
  await page.getByRole('button', { name: 'Start trial' }).click();
  await page.waitForURL(/\/thanks/);
  const { data } = await stripe.subscriptions.list({ status: 'trialing' });
  expect(data).toHaveLength(1);
});

browserTest('a one-time price in yen is paid as a whole number', async () => {
  const { page, id } = await opened({
    mode: 'payment',
    line_items: [{ price_data: { currency: 'jpy', unit_amount: 1200, product_data: { name: 'Book' } }, quantity: 2 }],
  });
  await fill(page, '5555 5555 5555 4444');
  await page.getByRole('button', { name: 'Pay ¥2,400' }).click();
  await page.waitForURL(/\/thanks/);
  expect(await running.stripe.checkout.sessions.retrieve(id)).toMatchObject({ amount_total: 2400, status: 'complete' });
});

browserTest('an expired session says so and leads back to the shop', async () => {
  const { id, url } = await session();
  await running.stripe.checkout.sessions.expire(id);
  const page = await newPage();
  expect((await page.goto(url ?? ''))?.status()).toBe(410);
  expect(await page.getByRole('heading').textContent()).toBe('This page has expired');
  await screenshot(page, 'checkout-expired');
  await page.getByRole('link', { name: 'Go back' }).click();
  await page.waitForURL(`${shopUrl}/plans`);
});

browserTest('a session that expires while the form is filled in takes no money', async () => {
  const { page, id } = await opened();
  await fill(page, '4242 4242 4242 4242');
  await running.stripe.checkout.sessions.expire(id);
  await payButton(page).click();
  expect(await page.getByRole('heading').textContent()).toBe('This page has expired');
});

browserTest('a form sent twice pays once and leads to the shop both times', async () => {
  const { id, url } = await session();
  const send = () =>
    fetch(url ?? '', {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        email: 'twice@example.com',
        number: '4242424242424242',
        expiry: '12/40',
        cvc: '123',
        name: 'Ann',
      }),
    });
  const before = (await eventTypes(running.stripe)).filter((type) => type === 'checkout.session.completed').length;
  const answers = await Promise.all([send(), send()]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(answers.map(({ headers }) => headers.get('location'))).toEqual(
    Array(2).fill(`${shopUrl}/thanks?session_id=${id}`),
  );
  const after = (await eventTypes(running.stripe)).filter((type) => type === 'checkout.session.completed').length;
  expect(after - before).toBe(1);
  expect(await (await fetch(url ?? '')).text()).toContain('This checkout was completed');
});

browserTest('the way back leads to the shop, and a link that would run a script leads nowhere', async () => {
  const { page } = await opened();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.waitForURL(`${shopUrl}/plans`);
  const { url } = await session({ cancel_url: 'javascript:alert(1)' });
  expect(await (await fetch(url ?? '')).text()).not.toContain('javascript:');
});

browserTest('what was entered comes back as text, never as markup', async () => {
  const { url } = await session();
  const name = `"><script>alert('name')</script>`;
  const answer = await fetch(url ?? '', { method: 'POST', body: new URLSearchParams({ name, email: `'${name}` }) });
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('&#34;&#62;&#60;script&#62;');
});

browserTest('an unknown session is a page that says so', async () => {
  const response = await fetch(`${running.url}/c/pay/cs_test_nothing`);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('No checkout has this address');
});

browserTest('on a phone nothing is cut off, and the fields are large enough for a finger', async () => {
  const { url } = await session({ subscription_data: { trial_period_days: 7 } });
  const page = await newPage({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  await page.goto(url ?? '');
  await screenshot(page, 'checkout-phone');
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(width).toBeLessThanOrEqual(360);
  for (const control of await page.locator('input, button').all()) {
    expect((await control.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
});

async function expectText(page: Page, ...texts: readonly string[]): Promise<void> {
  const shown = ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ');
  for (const text of texts) expect(shown).toContain(text);
}
