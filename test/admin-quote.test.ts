import type { Page } from 'playwright-core';
import { accessibilityFaults, signedInAdmin } from './support/admin-page.js';
import { browserTest, screenshot } from './support/browser.js';
import { newestInvoice } from './support/quoting.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { subscribed } from './support/subscribed.js';

let engine: RunningEngine;
let now = new Date();
let organizations = 0;

beforeAll(async () => {
  engine = await runningEngine({ now: () => now });
});

beforeEach(() => {
  now = new Date();
});

/** The dialog, open at a new subscription to the Pro plan by the month. */
async function changing(options: Parameters<typeof signedInAdmin>[2] = {}) {
  organizations += 1;
  const { id, customer } = await subscribed(engine, `org_${organizations}`, { planUid: 'plan_pro' });
  const { page, complaints } = await signedInAdmin(engine, `/subscriptions/${id}`, options);
  await page.getByRole('button', { name: 'Change…' }).click();
  const dialog = page.getByRole('dialog');
  return { id, customer: customer?.id ?? '', page, complaints, dialog };
}

/** The button says what is charged, once that is known. */
function chargeButton(page: Page) {
  return page.getByRole('dialog').getByRole('button', { name: /^Charge / });
}

async function chargeOn(page: Page): Promise<string> {
  await chargeButton(page).waitFor();
  return (await chargeButton(page).textContent())?.replace('Charge ', '') ?? '';
}

/** In dollars, as the page writes it. */
function inDollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}

browserTest(
  'a subscription is changed to another quantity at the price that was shown, and a bad one is told at its field',
  async () => {
    const { id, page, complaints, dialog } = await changing();
    await dialog.getByText('Next invoice without a change').waitFor();
    const quantity = dialog.getByLabel('Quantity');
    await quantity.fill('0');
    await dialog.getByText('Enter a whole number of at least 1.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Change now' }).isDisabled()).toBe(true);
    await quantity.fill('3');
    await dialog.getByText('Nothing is charged now').waitFor();
    await dialog.getByLabel('The rest of the period is settled').selectOption('ALWAYS_INVOICE');
    const charged = await chargeOn(page);
    await dialog.getByRole('definition').getByText('$147.00').waitFor();
    await dialog.getByText('The quote is valid until').waitFor();
    expect(await dialog.locator('.invoice-lines li').count()).toBe(2);
    expect(await accessibilityFaults(page)).toEqual([]);
    await screenshot(page, 'admin-change');
    await chargeButton(page).click();
    await dialog.waitFor({ state: 'detached' });
    expect(inDollars((await newestInvoice(engine, id)).amount_paid)).toBe(charged);
    expect((await engine.stripe.subscriptions.retrieve(id)).items.data.map((item) => item.quantity)).toEqual([3]);
    expect(complaints).toEqual([]);
  },
);

browserTest(
  'amounts that moved are shown beside the old ones, and nothing is charged before they are confirmed',
  async () => {
    const { id, customer, page, dialog } = await changing();
    await dialog.getByLabel('Quantity').fill('2');
    await dialog.getByLabel('The rest of the period is settled').selectOption('ALWAYS_INVOICE');
    const before = await chargeOn(page);
    await engine.stripe.customers.update(customer, { balance: -1500 });
    await chargeButton(page).click();
    await dialog.getByText('What it costs changed in the meantime').waitFor();
    await dialog.getByText(`due now instead of ${before}`).waitFor();
    expect((await engine.stripe.subscriptions.retrieve(id)).items.data).toMatchObject([{ quantity: 1 }]);
    const after = await chargeOn(page);
    expect(after).not.toBe(before);
    expect(await accessibilityFaults(page)).toEqual([]);
    await screenshot(page, 'admin-change-moved');
    await chargeButton(page).click();
    await dialog.waitFor({ state: 'detached' });
    expect(inDollars((await newestInvoice(engine, id)).amount_paid)).toBe(after);
  },
);

browserTest('a quote that has expired is asked for anew', async () => {
  const { id, page, dialog } = await changing();
  await dialog.getByLabel('Interval').selectOption('YEAR');
  await chargeButton(page).waitFor();
  now = new Date(now.getTime() + 901_000);
  await chargeButton(page).click();
  await dialog.getByText('The quote had expired').waitFor();
  await dialog.getByText('Confirm again.').waitFor();
  await chargeButton(page).click();
  await dialog.waitFor({ state: 'detached' });
  expect((await engine.stripe.subscriptions.retrieve(id)).items.data[0]?.price.recurring?.interval).toBe('year');
});

browserTest('what the change is refused for stands at its field, and there is nothing to confirm', async () => {
  const { dialog } = await changing();
  await subscribed(engine, `org_${organizations}`, { planUid: 'plan_starter' });
  await dialog.getByLabel('Plan').selectOption('plan_starter');
  await dialog.getByText('The organization has another subscription to "plan_starter" already').waitFor();
  expect(await dialog.getByRole('button', { name: 'Change now' }).isDisabled()).toBe(true);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  browserTest('the quote fits on a phone', async () => {
    const { page, dialog } = await changing({ colorScheme, viewport: { width: 360, height: 780 } });
    await dialog.getByLabel('Quantity').fill('12');
    await dialog.getByLabel('The rest of the period is settled').selectOption('ALWAYS_INVOICE');
    await chargeButton(page).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(360);
    await screenshot(page, `admin-change-${colorScheme}-phone`);
  });
});
