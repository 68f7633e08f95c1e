import { SignJWT } from 'jose';
import type { Page } from 'playwright-core';
import { browserTest, newPage, screenshot } from './support/browser.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

const JWT_SECRET = 'a secret of the product’s own sign-in';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

/** The storefront, with every complaint of the browser kept: the pages must need nothing that their policy forbids. */
async function storefront(path = '/', server = engine): Promise<{ page: Page; complaints: string[] }> {
  const page = await newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${server.config.baseUrl}${path}`);
  return { page, complaints };
}

async function identify(page: Page, organizationId: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Organization id').fill(organizationId);
  await dialog.getByLabel('E-mail address').fill('ann@example.com');
  await dialog.getByRole('button', { name: 'Continue' }).click();
}

async function openCheckout(page: Page, organizationId: string): Promise<string> {
  await page.getByRole('button', { name: 'Buy Pro' }).click();
  await identify(page, organizationId);
  await page.waitForURL(/\/c\/pay\//);
  const id = /cs_test_\w+/.exec(page.url())?.[0];
  if (id === undefined) throw new Error(`No checkout session is open at ${page.url()}`);
  return id;
}

async function pay(page: Page): Promise<void> {
  await page.getByLabel('Card number').fill('4242 4242 4242 4242');
  await page.getByLabel('Expiry').fill('12 / 40');
  await page.getByLabel('CVC', { exact: true }).fill('123');
  await page.getByLabel('Name on card').fill('Ann Example');
  await page.getByRole('button', { name: /^Subscribe for/ }).click();
}

browserTest('a visitor says who is buying, pays, and sees the subscription active, also after a refresh', async () => {
  const { page, complaints } = await storefront();
  const pro = page.getByRole('article', { name: 'Pro' });
  await page.getByRole('radio', { name: /Yearly/ }).press('Space');
  await pro.getByRole('switch', { name: /API/ }).press('Space');
  await screenshot(page, 'storefront-yearly');
  await openCheckout(page, 'org_visitor');
  await pay(page);
  await page.waitForURL(/checkout-success/);
  for (const look of ['first', 'refreshed']) {
    await page.getByRole('heading', { name: 'Your subscription is active' }).waitFor();
    await expectText(page, 'Pro', '$490.00 a year', 'plus use beyond the plan', 'Active', 'Next renewal');
    await screenshot(page, `checkout-success-${look}`);
    await page.reload();
  }
  expect(complaints).toEqual([]);
  const subscriptions = await engine.stripe.subscriptions.list({ limit: 100 });
  const bought = subscriptions.data.filter(({ metadata }) => metadata.organization_id === 'org_visitor');
  expect(bought.map(({ items }) => items.data.length)).toEqual([2]);
});

browserTest('a price is shown by the month and by the year, with what a year saves', async () => {
  const { page } = await storefront();
  const starter = page.getByRole('article', { name: 'Starter' });
  await starter.getByText('$19.00').waitFor();
  await page.getByRole('radio', { name: 'Monthly' }).press('ArrowRight');
  await starter.getByText('$190.00').waitFor();
  await starter.getByText('16% less than paying monthly').waitFor();
  await starter.getByText('$0.50 for 1,000 calls').waitFor();
});

browserTest('a plan that the organization has already is refused at its card, and nothing is opened', async () => {
  const { page } = await storefront();
  await openCheckout(page, 'org_twice');
  await pay(page);
  await page.getByRole('link', { name: 'Back to the plans' }).click();
  await page.getByRole('button', { name: 'Buy Pro' }).click();
  await page.getByRole('article', { name: 'Pro' }).getByText('You already have this plan').waitFor();
  await screenshot(page, 'storefront-already-subscribed');
});

browserTest('a purchase that the network lost can be tried again at the card', async () => {
  const { page } = await storefront();
  await openCheckout(page, 'org_offline');
  await page.goto(engine.config.baseUrl);
  await page.getByText('org_offline', { exact: true }).waitFor();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Buy Pro' }).click();
  await page.getByText('The server did not answer').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForURL(/\/c\/pay\//);
});

browserTest('an unpaid checkout is waited for, and one that has expired leads back to the plans', async () => {
  const { page } = await storefront();
  const id = await openCheckout(page, 'org_slow');
  await page.goto(`${engine.config.baseUrl}/checkout-success?session_id=${id}`);
  await page.getByRole('heading', { name: 'Waiting for your payment…' }).waitFor();
  await engine.stripe.checkout.sessions.expire(id);
  await page.getByRole('heading', { name: 'This checkout has expired' }).waitFor();
  await page.getByRole('link', { name: 'See the plans' }).click();
  await page.getByRole('button', { name: 'Buy Pro' }).waitFor();
});

browserTest('another organization’s checkout does not exist for the buyer', async () => {
  const id = await openCheckout((await storefront()).page, 'org_owner');
  const { page } = await storefront(`/checkout-success?session_id=${id}`);
  await page.getByRole('button', { name: 'Choose who is buying' }).click();
  await identify(page, 'org_stranger');
  await page.getByRole('heading', { name: 'No such checkout of yours' }).waitFor();
});

browserTest('a success page without a session says what is missing', async () => {
  const { page } = await storefront('/checkout-success');
  await page.getByRole('heading', { name: 'Which checkout?' }).waitFor();
});

browserTest('who comes back without paying reads that nothing was charged', async () => {
  const { page } = await storefront('/?checkout=canceled');
  await page.getByText('Nothing was charged').waitFor();
});

browserTest(
  'a server that trusts no headers wants a bearer token, says why it refuses one, and takes a good one',
  async () => {
    const production = await runningEngine({ env: { AUTH_TRUST_HEADERS: 'false', AUTH_JWT_SECRET: JWT_SECRET } });
    const { page } = await storefront('/', production);
    await page.getByRole('button', { name: 'Buy Pro' }).click();
    await identify(page, 'org_token');
    await page.getByText('It wants a bearer token').waitFor();
    await page.getByLabel('Bearer token').fill('not.a.token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('The token is not valid').waitFor();
    await screenshot(page, 'storefront-token');
    await page.getByLabel('Bearer token').fill(await token('org_token'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/c\/pay\//);
  },
);

browserTest('nothing is wider than a phone of 320 pixels', async () => {
  const page = await newPage({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' });
  await page.goto(engine.config.baseUrl);
  await page.getByRole('button', { name: 'Buy Pro' }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  await screenshot(page, 'storefront-phone');
});

function token(organizationId: string): Promise<string> {
  return new SignJWT({ organization_id: organizationId, email: 'ann@example.com' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(JWT_SECRET));
}

async function expectText(page: Page, ...texts: readonly string[]): Promise<void> {
  const shown = await page.getByRole('main').textContent();
  for (const text of texts) expect(shown).toContain(text);
}
