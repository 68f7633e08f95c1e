import { browserTest, newPage, screenshot } from './support/browser.js';
import { CreateCheckoutDocument } from './support/generated/operations.js';
import { payByCard } from './support/hosted-page.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

/** The success page of a checkout that is not paid yet, and how often it asked. */
async function waitingPage(organizationId: string, canStream: boolean) {
  const { data } = await engine.as(organizationId)(CreateCheckoutDocument, {
    input: { planUid: 'plan_pro', billingInterval: 'MONTH' },
  });
  const { checkoutSession, checkoutUrl } = data.createCheckout;
  const page = await newPage();
  let asked = 0;
  let streams = 0;
  await page.route('**/graphql', (route) => {
    const isStream = route.request().headers().accept === 'text/event-stream';
    if (isStream) streams += 1;
    else if (route.request().postData()?.includes('confirmCheckout')) asked += 1;
    return isStream && !canStream ? route.abort() : route.continue();
  });
  const identity = JSON.stringify({ organizationId, email: 'ann@example.com' });
  await page.addInitScript({
    content: `sessionStorage.setItem('revenue-engine.identity', ${JSON.stringify(identity)})`,
  });
  await page.goto(`${engine.config.baseUrl}/checkout-success?session_id=${checkoutSession?.id}`);
  await page.getByRole('heading', { name: 'Waiting for your payment…' }).waitFor();
  return { page, checkoutUrl, asked: () => asked, streams: () => streams };
}

browserTest('the success page follows a checkout while it is paid, without asking again and again', async () => {
  const { page, checkoutUrl, asked, streams } = await waitingPage('org_followed', true);
  await page.waitForTimeout(4000);
  // Once when it was opened, and once when the stream had begun.
  expect(asked()).toBe(2);
  expect(streams()).toBe(1);
  await screenshot(page, 'success-waiting-live');
  await payByCard(checkoutUrl);
  await page.getByRole('heading', { name: 'Your subscription is active' }).waitFor({ timeout: 5000 });
  expect(asked()).toBeLessThan(8);
  await screenshot(page, 'success-followed');
});

browserTest('where no stream can be opened, the success page asks again by itself', async () => {
  const { page, checkoutUrl } = await waitingPage('org_polling', false);
  await payByCard(checkoutUrl);
  await page.getByRole('heading', { name: 'Your subscription is active' }).waitFor();
});
