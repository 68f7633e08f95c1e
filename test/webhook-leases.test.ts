import { setTimeout as sleep } from 'node:timers/promises';
import { runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';
import { until } from './support/until.js';

test('an event whose processing takes longer than the lease stays with its worker, is begun once and ends PROCESSED', async () => {
  let slow = '';
  let reads = 0;
  const env = { WEBHOOK_LEASE_SECONDS: '1', WEBHOOK_RETRY_DELAYS_SECONDS: '0' };
  const engine = await runningEngine({
    env,
    deliversWebhooks: false,
    sandbox: {
      // Three leases long.
      disturb: async (method, path) => {
        if (method !== 'GET' || path !== slow) return;
        reads += 1;
        await sleep(3500);
      },
    },
  });
  // Who would take it, were it given up.
  await runningEngine({ beside: engine, env });
  const subscription = await subscriptionAtStripe(engine, await customerAtStripe(engine, ownedBy('org_slow')));
  slow = '/v1/subscriptions/{subscription_exposed_id}';
  // Of an old version, so that Stripe is asked.
  const event = eventOf('customer.subscription.created', subscription, { api_version: '2011-01-01' });
  expect((await deliver(engine.url, event)).status).toBe(200);
  const events = engine.database.connection.collection('webhook_events');
  const rest = { event_id: event.id, status: { $in: ['processed', 'failed'] } };
  expect(await until(() => events.findOne(rest), 20_000)).toMatchObject({ status: 'processed', attempts: 1 });
  expect(reads).toBe(1);
});
