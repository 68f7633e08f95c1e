import {
  RetryFailedWebhookEventsDocument,
  RetryWebhookEventDocument,
  WebhookEventDocument,
  WebhookEventsDocument,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  // One attempt only: what fails is FAILED at once.
  engine = await runningEngine({ env: { WEBHOOK_RETRY_DELAYS_SECONDS: ',' } });
});

/** A subscription of a customer who belongs to nobody, so that its events fail. */
async function failedEvents(): Promise<{ customer: string; events: string[] }> {
  const { stripe } = engine;
  const customer = await stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const { data: prices } = await stripe.prices.list({ lookup_keys: ['plan_starter_month_usd'] });
  const price = prices[0]?.id ?? '';
  const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
  await engine.settled();
  const { data } = await engine.asAdmin()(WebhookEventsDocument, {
    first: 100,
    filter: { status: ['FAILED'], type: ['customer.subscription.created', 'customer.subscription.updated'] },
  });
  const events = data.webhookEvents.nodes.filter(({ payload }) => JSON.stringify(payload).includes(id));
  return { customer: customer.id, events: events.map((event) => event.id) };
}

async function statusOf(id: string) {
  await engine.app.worker.idle();
  return (await engine.asAdmin()(WebhookEventDocument, { id })).data.webhookEvent;
}

test('a failed event is processed by a retry once its cause is mended', async () => {
  const { customer, events } = await failedEvents();
  const [id = ''] = events;
  expect(await statusOf(id)).toMatchObject({ status: 'FAILED', attempts: 1, processed: false });
  await engine.stripe.customers.update(customer, { metadata: { organization_id: 'org_found' } });
  const { data } = await engine.asAdmin()(RetryWebhookEventDocument, { input: { id } });
  expect(data.retryWebhookEvent).toMatchObject({ errors: [], webhookEvent: { id, status: 'RECEIVED', attempts: 0 } });
  expect(await statusOf(id)).toMatchObject({
    status: 'PROCESSED',
    attempts: 1,
    result: { success: true, organizationId: 'org_found' },
  });
});

test('all failed events of a type are tried again, up to the limit', async () => {
  const { events } = await failedEvents();
  expect(events.length).toBeGreaterThan(0);
  const retry = async (input: object) =>
    (await engine.asAdmin()(RetryFailedWebhookEventsDocument, { input })).data.retryFailedWebhookEvents;
  expect(await retry({ type: ['no.such.type'] })).toEqual({ retriedCount: 0, errors: [] });
  expect(await retry({ receivedBefore: '2020-01-01T00:00:00Z' })).toEqual({ retriedCount: 0, errors: [] });
  expect(await retry({ type: ['customer.subscription.created'], limit: 1 })).toEqual({ retriedCount: 1, errors: [] });
  expect((await retry({ limit: 0 })).errors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'limit'] }]);
});

test('the failed events that wait longest are tried first', async () => {
  const failed = (hour: number) => {
    const at = new Date(`2026-01-01T0${hour}:00:00Z`);
    const rest = { status: 'failed', processed: false, attempts: 1, next_attempt_at: null };
    return {
      event_id: `evt_${hour}`,
      event_type: 'coupon.created',
      occurred_at: at,
      created_at: at,
      updated_at: at,
      ...rest,
    };
  };
  const events = engine.database.connection.collection('webhook_events');
  await events.insertMany([2, 1, 3].map(failed));
  const input = { type: ['coupon.created'], limit: 2 };
  const { data } = await engine.asAdmin()(RetryFailedWebhookEventsDocument, { input });
  expect(data.retryFailedWebhookEvents).toEqual({ retriedCount: 2, errors: [] });
  await engine.settled();
  const left = events.find({ event_type: 'coupon.created', status: 'failed' }).toArray();
  expect((await left).map(({ event_id }) => event_id)).toEqual(['evt_3']);
});

test('an unknown event is not found, and one that waits for an attempt is tried anyway', async () => {
  const retry = async (id: string) =>
    (await engine.asAdmin()(RetryWebhookEventDocument, { input: { id } })).data.retryWebhookEvent.errors;
  expect(await retry('evt_none')).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'id'] }]);
  await engine.database.connection.collection('webhook_events').insertOne({
    event_id: 'evt_waits',
    event_type: 'customer.subscription.updated',
    status: 'received',
    processed: false,
    attempts: 1,
    next_attempt_at: new Date(Date.now() + 3_600_000),
    occurred_at: new Date(),
    created_at: new Date(),
    updated_at: new Date(),
  });
  expect(await retry('evt_waits')).toMatchObject([{ code: 'INVALID_STATE' }]);
});
