import { ENGINE_EVENT_TYPES } from '../src/webhooks/webhook-handlers.js';
import { runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';

/** By which request to Stripe the object of an event is read, by the beginning of the type. */
const READ_BY: readonly (readonly [string, string])[] = [
  ['checkout.session.', 'checkout.sessions.retrieve'],
  ['customer.subscription.', 'subscriptions.retrieve'],
  ['customer.', 'customers.retrieve'],
  ['invoice.', 'invoices.retrieve'],
  ['product.', 'products.retrieve'],
  ['price.', 'prices.retrieve'],
  ['payment_intent.', 'paymentIntents.retrieve'],
  ['charge.', 'paymentIntents.retrieve'],
  ['refund.', 'refunds.retrieve'],
];

test('for each type of event that an endpoint should send, Stripe is asked for what the event is about', async () => {
  const engine = await runningEngine({ deliversWebhooks: false, env: { WEBHOOK_RETRY_DELAYS_SECONDS: '3600' } });
  const before = engine.stripeCalls.length;
  for (const [index, type] of ENGINE_EVENT_TYPES.entries()) {
    // Nothing that Stripe knows, and of another API version, so that it is read and not stored by its payload.
    const object = { id: `unknown_${index}`, product: `prod_${index}`, payment_intent: `pi_${index}` };
    await deliver(engine.url, eventOf(type, object, { api_version: '2024-06-20' }));
  }
  await engine.settled();
  const reads = engine.stripeCalls.slice(before).map(({ name }) => name);
  const expected = ENGINE_EVENT_TYPES.map((type) => READ_BY.find(([beginning]) => type.startsWith(beginning))?.[1]);
  expect(reads.sort()).toEqual(expected.sort());
});
