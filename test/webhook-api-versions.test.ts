import { eventWithoutPersonalData } from '../src/stripe/personal-data.js';
import { ENGINE_EVENT_TYPES } from '../src/webhooks/webhook-handlers.js';
import {
  CheckoutSessionDocument,
  CreateCheckoutDocument,
  SubscriptionDocument,
  WebhookEventDocument,
} from './support/generated/operations.js';
import { payByCard } from './support/hosted-page.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver } from './support/signed-webhook.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';
import { API_SHAPES, type FixtureIds, fixtureEvent } from './support/webhook-fixture.js';

/** The objects that look different in old versions; of the others only ids are read, which every version has alike. */
const RESHAPED_TYPES = ENGINE_EVENT_TYPES.filter((type) =>
  ['checkout.', 'customer.subscription.', 'invoice.payment_'].some((prefix) => type.startsWith(prefix)),
);

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({ deliversWebhooks: false });
});

let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `org_${organizations}`;
}

/** What the event is about: a checkout that ended as its type says, or a subscription that the engine has not seen. */
async function subject(at: RunningEngine, type: string): Promise<FixtureIds & { readonly organization: string }> {
  const organization = newOrganization();
  if (!type.startsWith('checkout.')) {
    const customer = await customerAtStripe(at, ownedBy(organization));
    const { id, latest_invoice } = await subscriptionAtStripe(at, customer);
    return { organization, customer: customer.id, subscription: id, invoice: String(latest_invoice) };
  }
  const input = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
  const { checkoutSession, checkoutUrl } = (await at.as(organization)(CreateCheckoutDocument, { input })).data
    .createCheckout;
  const id = checkoutSession?.id ?? '';
  if (type === 'checkout.session.expired') await at.stripe.checkout.sessions.expire(id);
  else await payByCard(checkoutUrl);
  const { customer, subscription } = await at.stripe.checkout.sessions.retrieve(id);
  return {
    organization,
    customer: String(customer),
    session: id,
    ...(subscription === null ? {} : { subscription: String(subscription) }),
  };
}

describe.each(API_SHAPES)('in the shape of API %s', (shape) => {
  test.each(RESHAPED_TYPES)("%s brings Stripe's state into the projection", async (type) => {
    const ids = await subject(engine, type);
    const event = await fixtureEvent(shape, type, ids);
    expect(event.type).toBe(type);
    expect((await deliver(engine.url, event)).status).toBe(200);
    await engine.settled();
    const { webhookEvent } = (await engine.asAdmin()(WebhookEventDocument, { id: event.id })).data;
    expect(webhookEvent).toMatchObject({
      status: 'PROCESSED',
      payload: eventWithoutPersonalData(event),
      result: {
        success: true,
        error: null,
        organizationId: ids.organization,
        subscriptionId: ids.subscription ?? null,
      },
    });
    const ask = engine.as(ids.organization);
    if (ids.session) {
      const { checkoutSession } = (await ask(CheckoutSessionDocument, { id: ids.session })).data;
      expect(checkoutSession?.status).toBe(ids.subscription ? 'COMPLETED' : 'EXPIRED');
    }
    if (ids.subscription) {
      const { subscription } = (await ask(SubscriptionDocument, { id: ids.subscription })).data;
      const [item] = (await engine.stripe.subscriptions.retrieve(ids.subscription)).items.data;
      expect(subscription).toMatchObject({
        status: 'ACTIVE',
        currentPeriodStart: new Date(Number(item?.current_period_start) * 1000).toISOString(),
        currentPeriodEnd: new Date(Number(item?.current_period_end) * 1000).toISOString(),
      });
    }
  });

  test('the fixtures differ where the shapes do', async () => {
    const { current_period_end } = (await fixtureEvent(shape, 'customer.subscription.updated', {})).data.object;
    const invoice = (await fixtureEvent(shape, 'invoice.payment_succeeded', {})).data.object;
    const isOld = shape === '2024-06-20';
    expect([typeof current_period_end === 'number', 'subscription' in invoice, 'parent' in invoice]).toEqual([
      isOld,
      isOld,
      !isOld,
    ]);
  });
});

test('an endpoint of an old API version is served by its own deliveries', async () => {
  const old = await runningEngine({ endpointApiVersion: '2024-06-20' });
  const { organization, subscription } = await subject(old, 'checkout.session.completed');
  await old.settled();
  const id = String(subscription);
  const ask = old.as(organization);
  expect((await ask(SubscriptionDocument, { id })).data.subscription).toMatchObject({ status: 'ACTIVE' });
  await old.stripe.subscriptions.cancel(id);
  await old.settled();
  expect((await ask(SubscriptionDocument, { id })).data.subscription).toMatchObject({ status: 'CANCELED' });
  // The plans were published before; what is of interest here is the subscription.
  const ofCheckout = { event_type: { $not: /^(product|price)\./ } };
  const events = await old.database.connection.collection('webhook_events').find(ofCheckout).toArray();
  expect(events.map(({ event_type, status }) => `${event_type} ${status}`).sort()).toEqual([
    'checkout.session.completed processed',
    'customer.subscription.created processed',
    'customer.subscription.deleted processed',
    'customer.subscription.updated processed',
    'customer.updated processed',
    'invoice.created processed',
    'invoice.finalized processed',
    'invoice.paid processed',
    'invoice.payment_succeeded processed',
    'invoice.updated processed',
    'invoice.updated processed',
    'payment_intent.created processed',
    'payment_intent.succeeded processed',
  ]);
  for (const { event_data } of events) expect(event_data.api_version).toBe('2024-06-20');
  const invoice = events.find(({ event_type }) => event_type === 'invoice.payment_succeeded');
  expect(invoice?.event_data.data.object).toMatchObject({ subscription: id });
});
