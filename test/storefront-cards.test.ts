import type { Page } from 'playwright-core';
import { browserTest, newPage, screenshot } from './support/browser.js';
import { SubscriptionsDocument } from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

/** From the storefront to the hosted page, for plan_starter by the month. */
async function chooseStarter(organizationId: string): Promise<Page> {
  const page = await newPage();
  await page.goto(engine.config.baseUrl);
  await page.getByRole('radio', { name: /Monthly/ }).check();
  await page.getByRole('button', { name: 'Buy Starter' }).click();
  await page.getByRole('dialog').getByLabel('Organization id').fill(organizationId);
  await page.getByRole('dialog').getByLabel('E-mail address').fill('ann@example.com');
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(/\/c\/pay\//);
  return page;
}

async function pay(page: Page, card: string): Promise<void> {
  await page.getByLabel('Card number').fill(card);
  await page.getByLabel('Expiry').fill('12 / 40');
  await page.getByLabel('CVC', { exact: true }).fill('123');
  await page.getByLabel('Name on card').fill('Ann Example');
  await page.getByRole('button', { name: /^Subscribe for/ }).click();
}

async function seeActive(page: Page, organizationId: string): Promise<void> {
  await page.waitForURL(/\/checkout-success\?session_id=cs_test_/);
  await page.getByRole('heading', { name: 'Your subscription is active' }).waitFor();
  await engine.settled();
  const { data } = await engine.as(organizationId)(SubscriptionsDocument);
  expect(data.subscriptions.nodes).toMatchObject([
    { status: 'ACTIVE', plan: { uid: 'plan_starter' }, billingInterval: 'MONTH' },
  ]);
}

browserTest('4242 4242 4242 4242 buys plan_starter by the month', async () => {
  const page = await chooseStarter('org_pays');
  await pay(page, '4242 4242 4242 4242');
  await seeActive(page, 'org_pays');
  await screenshot(page, 'cards-paid');
});

browserTest(
  '4000 0000 0000 0002 is declined and sells nothing, and another card then pays on the same page',
  async () => {
    const page = await chooseStarter('org_declined');
    await pay(page, '4000 0000 0000 0002');
    await page
      .getByRole('alert')
      .getByText(/declined/)
      .waitFor();
    await screenshot(page, 'cards-declined');
    await engine.settled();
    const { data } = await engine.as('org_declined')(SubscriptionsDocument);
    expect(data.subscriptions.totalCount).toBe(0);
    await pay(page, '4242 4242 4242 4242');
    await seeActive(page, 'org_declined');
  },
);

browserTest('4000 0025 0000 3155 passes 3D Secure and pays', async () => {
  const page = await chooseStarter('org_secure');
  await pay(page, '4000 0025 0000 3155');
  await page.getByRole('heading', { name: /3D Secure/ }).waitFor();
  await screenshot(page, 'cards-3d-secure');
  await page.getByRole('button', { name: 'Complete' }).click();
  await seeActive(page, 'org_secure');
});

browserTest('the cancel link leads back to the plans, and the open session is offered again', async () => {
  const page = await chooseStarter('org_cancels');
  const checkout = page.url();
  await page
    .getByRole('link', { name: /back|cancel/i })
    .first()
    .click();
  await page.getByText(/nothing was charged/i).waitFor();
  await page.getByRole('button', { name: 'Buy Starter' }).click();
  await page.waitForURL(checkout);
});
