import { readFile } from 'node:fs/promises';
import { SignJWT } from 'jose';
import type { Download, Page } from 'playwright-core';
import { accessibilityFaults, live, openAdmin, signedInAdmin, signIn } from './support/admin-page.js';
import { browserTest, screenshot } from './support/browser.js';
import { CreateCheckoutDocument, CreateCustomerDocument, PlanDocument } from './support/generated/operations.js';
import { payByCard } from './support/hosted-page.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';
import { subscribed } from './support/subscribed.js';
import { copiesOf } from './support/subscription-changes.js';
import { customerAtStripe, subscriptionAtStripe } from './support/subscriber.js';

const JWT_SECRET = 'a secret of the product’s own sign-in';

const PEOPLE = [
  ['org_acme', 'Acme Rockets', 'plan_pro', 'YEAR'],
  ['org_birch', 'Birch & Sons', 'plan_starter', 'MONTH'],
  ['org_cobalt', 'Cobalt Analytics', 'plan_pro', 'MONTH'],
  ['org_dune', '=HYPERLINK("http://dune.example")', 'plan_starter', 'YEAR'],
  ['org_ember', 'Ember, Inc. of the "Long" Name that Goes on for Quite a While', 'plan_starter', 'MONTH'],
] as const;

/** Each page, with what shows that it is all there. */
const PAGES: readonly (readonly [path: string, title: string, shown: string])[] = [
  ['/', 'Overview', 'MRR at the end'],
  ['/customers', 'Customers', 'Acme Rockets'],
  ['/subscriptions', 'Subscriptions', 'Acme Rockets'],
  ['/webhooks', 'Webhooks', 'Customer unknown'],
  ['/drift', 'Drift', 'Repair all'],
  ['/plans', 'Plans', 'plan_pro'],
];

let engine: RunningEngine;
const subscriptions = new Map<string, string>();

beforeAll(async () => {
  // One attempt only: what fails is FAILED at once.
  engine = await runningEngine({ env: { WEBHOOK_RETRY_DELAYS_SECONDS: ',' } });
  for (const [organizationId, name, planUid, billingInterval] of PEOPLE) {
    const input = { organizationId, name, email: `${organizationId.slice(4)}@example.com` };
    await engine.asAdmin()(CreateCustomerDocument, { input });
    const { id } = await subscribed(engine, organizationId, { planUid, billingInterval });
    subscriptions.set(organizationId, id);
  }
  await engine.settled();
});

const subscriptionOf = (organizationId: string) => subscriptions.get(organizationId) ?? '';

/** An event that fails, since its customer belongs to nobody; given that customer's id. */
async function failedEvent(): Promise<string> {
  const customer = await customerAtStripe(engine);
  await subscriptionAtStripe(engine, customer);
  await engine.settled();
  return customer.id;
}

browserTest('a wrong key is refused in words, and the right one is kept until the sign-out only', async () => {
  const { page } = await openAdmin(engine);
  await page.getByRole('heading', { name: 'Revenue Engine admin' }).waitFor();
  await screenshot(page, 'admin-sign-in');
  await signIn(page, 'not-the-key');
  await page.getByRole('alert').getByText('This API key is not the server’s.').waitFor();
  await screenshot(page, 'admin-sign-in-refused');
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
  await signIn(page, ADMIN_KEY);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Revenue Engine admin' }).waitFor();
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
});

browserTest('a member’s token is told to be no admin’s, a spoiled one that it is not valid', async () => {
  const production = await runningEngine({ env: { AUTH_TRUST_HEADERS: 'false', AUTH_JWT_SECRET: JWT_SECRET } });
  const { page } = await openAdmin(production);
  await page.getByRole('radio', { name: 'Bearer token' }).check();
  const signInWith = async (text: string) => {
    await page.getByRole('textbox', { name: 'Bearer token' }).fill(text);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await signInWith('not.a.token');
  await page.getByRole('alert').getByText('This token is not accepted: The token is not valid').waitFor();
  await signInWith(await token('member'));
  await page.getByRole('alert').getByText('The admin page needs an admin').waitFor();
  await signInWith(`Bearer ${await token('admin')}`);
  await page.getByText('ann@example.com').waitFor();
});

browserTest('the policy of the page lets in nothing but its own files', async () => {
  const { headers } = await fetch(`${engine.url}/admin/customers`);
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';base-uri 'none';" +
      "form-action 'none';frame-ancestors 'none';require-trusted-types-for 'script';trusted-types 'none'",
  );
});

browserTest('a customer is found by the beginning of a name, and its page shows what it has', async () => {
  const { page, complaints } = await signedInAdmin(engine, '/customers');
  await page.getByLabel('Search').fill('cobalt');
  await page.getByText('1 customer', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Cobalt Analytics' }).press('Enter');
  await page.getByRole('heading', { name: 'Cobalt Analytics' }).waitFor();
  await page.getByRole('table', { name: 'Subscriptions' }).getByRole('link', { name: 'Pro · monthly' }).waitFor();
  await page.getByRole('table', { name: 'Invoices' }).getByText('$49.00').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'admin-customer');
  expect(complaints).toEqual([]);
});

browserTest('a subscription is canceled for its period’s end, resumed, and both stand in its history', async () => {
  const id = subscriptionOf('org_birch');
  const { page, complaints } = await signedInAdmin(engine, `/subscriptions/${id}`);
  await page.getByRole('button', { name: 'Cancel…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('too dear');
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'admin-cancel');
  await dialog.getByRole('button', { name: 'Cancel at the period’s end' }).click();
  await page.getByText('Ends on', { exact: true }).waitFor();
  expect(await engine.stripe.subscriptions.retrieve(id)).toMatchObject({
    cancel_at_period_end: true,
    cancellation_details: { comment: 'too dear' },
  });
  await page.getByRole('button', { name: 'Resume…' }).click();
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Ends on', { exact: true }).waitFor({ state: 'detached' });
  expect(await engine.stripe.subscriptions.retrieve(id)).toMatchObject({ cancel_at_period_end: false });
  const history = page.getByRole('region', { name: 'History' });
  await history.getByText('By admin').nth(1).waitFor();
  expect(await history.getByText('cancel_at_period_end', { exact: true }).count()).toBeGreaterThanOrEqual(2);
  expect(complaints).toEqual([]);
});

browserTest('a dialog keeps the focus, closes on Escape and gives the focus back', async () => {
  const { page } = await signedInAdmin(engine, `/subscriptions/${subscriptionOf('org_birch')}`);
  await page.getByRole('button', { name: 'Cancel…' }).press('Enter');
  await page.getByRole('dialog').waitFor();
  for (let step = 0; step < 8; step += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.matches("dialog *, body")')).toBe(true);
  }
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Cancel…');
});

browserTest('a part of a payment is refunded, and no more than is left', async () => {
  const { page } = await signedInAdmin(engine, `/subscriptions/${subscriptionOf('org_acme')}`);
  await page.getByRole('button', { name: /^Refund / }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount in USD').fill('490.01');
  await dialog.getByText('up to $490.00').waitFor();
  await dialog.getByLabel('Amount in USD').fill('12.50');
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'admin-refund');
  await dialog.getByRole('button', { name: 'Refund $12.50' }).click();
  await page.getByText('$12.50 is refunded.').waitFor();
  const { data: refunds } = await engine.stripe.refunds.list({ limit: 1 });
  expect(refunds).toMatchObject([{ amount: 1250, currency: 'usd' }]);
});

browserTest('an event is seen to fail, and is processed by a retry once its cause is mended', async () => {
  const { page, complaints } = await signedInAdmin(
    engine,
    '/webhooks?status=FAILED&type=customer.subscription.created',
  );
  await live(page);
  const customer = await failedEvent();
  const row = page.getByRole('row').filter({ hasText: 'Customer unknown' }).filter({ hasText: customer });
  await row.waitFor();
  await row.getByRole('button', { name: 'customer.subscription.created', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Set organization_id on the customer at Stripe').waitFor();
  expect(await dialog.getByLabel('Payload').textContent()).toContain(customer);
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'admin-event');
  await engine.stripe.customers.update(customer, { metadata: { organization_id: 'org_mended' } });
  await dialog.getByRole('button', { name: /^Retry/ }).click();
  await dialog.getByText('Processed', { exact: true }).first().waitFor();
  await dialog.getByRole('link', { name: /^sub_/ }).waitFor();
  expect(complaints).toEqual([]);
});

browserTest('all failed events are tried again at once', async () => {
  const customer = await failedEvent();
  const { page } = await signedInAdmin(engine, '/webhooks?status=FAILED');
  await page.getByText(customer).first().waitFor();
  await engine.stripe.customers.update(customer, { metadata: { organization_id: 'org_all' } });
  await page.getByRole('button', { name: 'Retry all failed…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retry all' }).click();
  await page.getByText(/events? tried again\./).waitFor();
  await page.getByText(customer).first().waitFor({ state: 'detached' });
});

browserTest('a row appears and changes by itself while a checkout is paid and the subscription goes on', async () => {
  const { page } = await signedInAdmin(engine, '/subscriptions?search=org_watched');
  await page.getByText('No subscriptions match').waitFor();
  await live(page);
  const { data } = await engine.as('org_watched')(CreateCheckoutDocument, {
    input: { planUid: 'plan_starter', billingInterval: 'MONTH' },
  });
  await payByCard(data.createCheckout.checkoutUrl);
  const row = page.getByRole('row', { name: /Starter · monthly/ });
  await row.getByText('Active').waitFor();
  const { data: bought } = await engine.stripe.subscriptions.list({ limit: 1 });
  await engine.stripe.subscriptions.update(bought[0]?.id ?? '', { cancel_at_period_end: true });
  await row.getByText('Ends', { exact: true }).waitFor();
  await expect(row.getAttribute('class')).resolves.toMatch(/row-changed/);
});

browserTest(
  'without the stream the page asks by itself, and the row changes all the same',
  async () => {
    const page = (await openAdmin(engine)).page;
    // Only the streams: they take nothing but events.
    await page.route('**/graphql', (route) =>
      route.request().headers().accept === 'text/event-stream' ? route.abort() : route.continue(),
    );
    await signIn(page, ADMIN_KEY);
    await page.getByText('Updates: Every 5 s').waitFor();
    await page.getByRole('link', { name: 'Subscriptions', exact: true }).first().click();
    await page.getByLabel('Search').fill('org_dune');
    const row = page.getByRole('row', { name: /Starter · yearly/ });
    await row.waitFor();
    await engine.stripe.subscriptions.update(subscriptionOf('org_dune'), { cancel_at_period_end: true });
    await row.getByText('Ends', { exact: true }).waitFor({ timeout: 20_000 });
  },
  120_000,
);

browserTest('a plan is made, refused where it is wrong, edited, and archived', async () => {
  const { page, complaints } = await signedInAdmin(engine, '/plans');
  await page.getByRole('button', { name: 'New plan' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Team');
  await dialog.getByLabel('Uid').fill('Plan Team');
  await dialog.getByLabel('Amount').fill('nineteen');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Lower case letters, digits, _ and - only.').waitFor();
  await dialog.getByText('Enter an amount such as 19.00.').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'admin-plan-refused');
  await dialog.getByLabel('Uid').fill('plan_team');
  await dialog.getByLabel('Amount').fill('99');
  await dialog.getByLabel('Features').fill('Seats\n\nSupport by phone\n');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('article', { name: 'Team' }).getByText('$99.00').waitFor();
  await page.getByRole('button', { name: 'Edit Team' }).click();
  await dialog.getByLabel('Amount').fill('89.50');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('article', { name: 'Team' }).getByText('$89.50').waitFor();
  const { data } = await engine.asNobody()(PlanDocument, { uid: 'plan_team' });
  expect(data.plan).toMatchObject({ name: 'Team', features: ['Seats', 'Support by phone'] });
  await page.getByRole('button', { name: 'Archive Team' }).click();
  await dialog.getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('article', { name: 'Team' }).getByText('Archived').waitFor();
  expect(complaints).toEqual([]);
});

browserTest('an export has every row of the filter, quoted, and no formula', async () => {
  const organizations = Array.from({ length: 230 }, (_, number) => `org_many_${number}`);
  const copies = await copiesOf(engine.database.connection, subscriptionOf('org_ember'), organizations);
  const { page } = await signedInAdmin(engine, '/subscriptions?plan=plan_starter&interval=MONTH');
  await page.getByText(/^\d+ subscriptions$/).waitFor();
  const lines = (await exported(page)).split('\r\n');
  expect(lines[0]).toMatch(/^\uFEFFid,organization_id,customer_id/);
  const ids = lines.slice(1, -1).map((line) => line.split(',')[0]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(copies));
  expect(lines.find((line) => line.includes('org_ember'))).toContain('"Ember, Inc. of the ""Long"" Name');
  expect(lines.some((line) => line.includes('org_acme'))).toBe(false);
  await page.goto(`${engine.url}/admin/customers`);
  await page.getByText(/^\d+ customers$/).waitFor();
  expect(await exported(page)).toContain(`"'=HYPERLINK(""http://dune.example"")"`);
});

browserTest('a long list is read as it is scrolled, and only what is in sight is drawn', async () => {
  const { page } = await signedInAdmin(engine, '/subscriptions?plan=plan_starter&interval=MONTH');
  await page.getByRole('table', { name: 'Subscriptions' }).waitFor();
  const table = page.getByRole('table', { name: 'Subscriptions' });
  const total = Number(await table.getAttribute('aria-rowcount')) - 1;
  expect(total).toBeGreaterThan(230);
  for (let drawn = 0; drawn < total; ) {
    await page.mouse.wheel(0, 4000);
    const last = await table.locator('tbody tr[aria-rowindex]').last().getAttribute('aria-rowindex');
    drawn = Number(last) - 1;
    expect(await table.locator('tbody tr').count()).toBeLessThan(80);
  }
});

browserTest('what differs from Stripe is shown, tried dry, and repaired', async () => {
  const id = subscriptionOf('org_ember');
  const rows = engine.database.connection.collection('subscriptions');
  await rows.deleteMany({ stripe_subscription_id: /_copy_/ });
  await rows.updateOne({ stripe_subscription_id: id }, { $set: { status: 'past_due' } });
  await engine.app.reconciliation.run({ repair: false, actor: 'test', wake: () => engine.app.worker.wake() });
  const { page, complaints } = await signedInAdmin(engine, '/drift');
  await page.getByRole('checkbox', { name: `Choose ${id}` }).check();
  await screenshot(page, 'admin-drift');
  await page.getByRole('button', { name: 'Repair chosen (1)…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('past_due').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await rows.findOne({ stripe_subscription_id: id })).toMatchObject({ status: 'past_due' });
  await screenshot(page, 'admin-repair');
  await dialog.getByRole('button', { name: 'Repair' }).click();
  await page.getByText('1 object repaired.').waitFor();
  expect(await rows.findOne({ stripe_subscription_id: id })).toMatchObject({ status: 'active' });
  expect(complaints).toEqual([]);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  browserTest('no page has a serious fault of accessibility, and none is wider than a phone', async () => {
    await failedEvent();
    const { page, complaints } = await signedInAdmin(engine, '/', { colorScheme });
    const id = subscriptionOf('org_birch');
    for (const [path, title, shown] of [...PAGES, [`/subscriptions/${id}`, 'Starter · monthly', 'History'] as const]) {
      const name = path.replace(id, '').replaceAll('/', '') || 'overview';
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`${engine.url}/admin${path === '/' ? '' : path}`);
      await page.getByRole('heading', { name: title, level: 1 }).waitFor();
      await page.getByText(shown).first().waitFor();
      await screenshot(page, `admin-${name}${path.includes(id) ? '-one' : ''}-${colorScheme}`);
      expect([path, await accessibilityFaults(page)]).toEqual([path, []]);
      // The layout is that of the light theme.
      if (colorScheme === 'dark') continue;
      await page.setViewportSize({ width: 360, height: 740 });
      await screenshot(page, `admin-${name}${path.includes(id) ? '-one' : ''}-phone`);
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 360]);
      // Nor is a table wider than the card that would cut it off.
      const cut = `[...document.querySelectorAll('.card')].filter((card) => card.scrollWidth > card.clientWidth).length`;
      expect([path, await page.evaluate(cut)]).toEqual([path, 0]);
      expect([path, await accessibilityFaults(page)]).toEqual([path, []]);
    }
    expect(complaints).toEqual([]);
  });
});

function token(role: string): Promise<string> {
  return new SignJWT({ organization_id: 'org_staff', email: 'ann@example.com', role })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(JWT_SECRET));
}

async function exported(page: Page): Promise<string> {
  const download: Promise<Download> = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  return readFile(await (await download).path(), 'utf8');
}
