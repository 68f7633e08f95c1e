import type Stripe from 'stripe';
import {
  CheckoutSessionDocument,
  CreateCheckoutDocument,
  SubscriptionDocument,
} from './support/generated/operations.js';
import { payByCard } from './support/hosted-page.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { withoutObservation } from './support/stored-documents.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';

/** Hears of everything from the sandbox's own deliveries. */
let engine: RunningEngine;
/** Gets only what the test delivers. */
let deaf: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
  deaf = await runningEngine({ deliversWebhooks: false });
});

let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `org_${organizations}`;
}

async function checkout(organization: string) {
  const input = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
  const { data } = await engine.as(organization)(CreateCheckoutDocument, { input });
  const { checkoutSession, checkoutUrl } = data.createCheckout;
  return { id: checkoutSession?.id ?? '', url: checkoutUrl };
}

async function subscriber(at: RunningEngine, card?: string) {
  const organization = newOrganization();
  const subscription = await subscriptionAtStripe(at, await customerAtStripe(at, ownedBy(organization), card));
  return { organization, subscription };
}

const stored = (at: RunningEngine, id: string) =>
  at.database.connection.collection('subscriptions').findOne({ stripe_subscription_id: id });

const eventsAbout = (at: RunningEngine, id: string) =>
  at.database.connection.collection('webhook_events').find({ 'processing_result.subscription_id': id }).toArray();

describe("by the sandbox's own deliveries", () => {
  test('a checkout paid on the hosted page ends with an active subscription that nobody confirmed', async () => {
    const organization = newOrganization();
    const { id, url } = await checkout(organization);
    await payByCard(url);
    await engine.settled();
    const session = (await engine.as(organization)(CheckoutSessionDocument, { id })).data.checkoutSession;
    expect(session).toMatchObject({ status: 'COMPLETED', url: null });
    const { subscription: subscriptionId } = await engine.stripe.checkout.sessions.retrieve(id);
    const { data } = await engine.as(organization)(SubscriptionDocument, { id: String(subscriptionId) });
    expect(data.subscription).toMatchObject({
      status: 'ACTIVE',
      billingInterval: 'MONTH',
      plan: { uid: 'plan_starter' },
    });
    const events = await eventsAbout(engine, String(subscriptionId));
    expect(events.map(({ event_type }) => event_type).sort()).toEqual([
      'checkout.session.completed',
      'customer.subscription.created',
      'customer.subscription.updated',
      'invoice.created',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice.updated',
      'invoice.updated',
    ]);
    for (const event of events) {
      expect(event).toMatchObject({
        status: 'processed',
        processed: true,
        processed_at: expect.any(Date),
        processing_result: { success: true, organization_id: organization },
        attempts: 1,
        next_attempt_at: null,
      });
    }
  });

  test('a change and the end of a subscription reach the projection', async () => {
    const { subscription } = await subscriber(engine);
    await engine.settled();
    expect(await stored(engine, subscription.id)).toMatchObject({ status: 'active', cancel_at_period_end: false });
    await engine.stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true, metadata: { seats: '3' } });
    await engine.settled();
    const changed = { status: 'active', cancel_at_period_end: true, metadata: { seats: '3' } };
    expect(await stored(engine, subscription.id)).toMatchObject(changed);
    await engine.stripe.subscriptions.cancel(subscription.id);
    await engine.settled();
    expect(await stored(engine, subscription.id)).toMatchObject({ status: 'canceled', ended_at: expect.any(Date) });
    const types = (await eventsAbout(engine, subscription.id)).map(({ event_type }) => event_type);
    expect(types).toContain('customer.subscription.updated');
    expect(types).toContain('customer.subscription.deleted');
  });

  test('an expired session is stored as expired', async () => {
    const organization = newOrganization();
    const { id } = await checkout(organization);
    await engine.stripe.checkout.sessions.expire(id);
    await engine.settled();
    const { data } = await engine.as(organization)(CheckoutSessionDocument, { id });
    expect(data.checkoutSession).toMatchObject({ status: 'EXPIRED', url: null });
  });

  test('a failed first payment and its success later are stored', async () => {
    const { subscription } = await subscriber(engine, 'pm_card_chargeCustomerFail');
    await engine.settled();
    expect(await stored(engine, subscription.id)).toMatchObject({ status: 'incomplete' });
    const invoice = String(subscription.latest_invoice);
    await engine.stripe.invoices.pay(invoice, { payment_method: 'pm_card_visa' });
    await engine.settled();
    expect(await stored(engine, subscription.id)).toMatchObject({ status: 'active' });
    const types = (await eventsAbout(engine, subscription.id)).map(({ event_type }) => event_type);
    expect(types).toContain('invoice.payment_failed');
    expect(types).toContain('invoice.payment_succeeded');
  });
});

describe("Stripe's state wins", () => {
  /** A subscription that was active, changed and ended, and the events that told of it, oldest first. */
  async function ended() {
    const { subscription, organization } = await subscriber(deaf);
    await deaf.stripe.subscriptions.update(subscription.id, { metadata: { seats: '3' } });
    await deaf.stripe.subscriptions.cancel(subscription.id);
    const events: Stripe.Event[] = [];
    for await (const event of deaf.stripe.events.list({ limit: 100 })) {
      if ((event.data.object as { id?: string }).id === subscription.id) events.unshift(event);
    }
    expect(events.map(({ type }) => type)).toEqual([
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.updated',
      'customer.subscription.deleted',
    ]);
    expect(events[0]?.data.object).toMatchObject({ status: 'incomplete' });
    return { id: subscription.id, organization, events };
  }

  const now = { status: 'canceled', metadata: { seats: '3' } };

  test('when events come in the reverse order', async () => {
    const { id, events } = await ended();
    for (const event of events.toReversed()) {
      expect((await deliver(deaf.url, event)).status).toBe(200);
      await deaf.settled();
      expect(await stored(deaf, id)).toMatchObject(now);
    }
  });

  test('when they come all at once and several times', async () => {
    const { id, events } = await ended();
    await Promise.all([...events, ...events, ...events].map((event) => deliver(deaf.url, event)));
    await deaf.settled();
    expect(await stored(deaf, id)).toMatchObject(now);
    expect(await eventsAbout(deaf, id)).toHaveLength(events.length);
  });

  test.each(['the newer', 'the older'])(
    'when two of the same second contradict each other and %s comes last',
    async (last) => {
      const { subscription } = await subscriber(deaf);
      const second = { created: subscription.created };
      const older = eventOf('customer.subscription.created', { ...subscription, status: 'incomplete' }, second);
      const newer = eventOf('customer.subscription.updated', subscription, second);
      for (const event of last === 'the newer' ? [older, newer] : [newer, older]) await deliver(deaf.url, event);
      await deaf.settled();
      expect(await stored(deaf, subscription.id)).toMatchObject({ status: 'active' });
    },
  );

  test('over a payload that is older than what is stored, which changes nothing', async () => {
    const { id, events } = await ended();
    await deliver(deaf.url, events.at(-1) ?? {});
    await deaf.settled();
    const before = await stored(deaf, id);
    await deliver(deaf.url, { ...events[0], id: `evt_late_${id}` });
    await deaf.settled();
    expect(withoutObservation(await stored(deaf, id))).toEqual(withoutObservation(before));
  });

  test('over a payload that claims what Stripe does not say', async () => {
    const { subscription, organization } = await subscriber(deaf);
    const claims = { ...subscription, status: 'past_due', customer: 'cus_other', ...ownedBy('org_other') };
    await deliver(deaf.url, eventOf('customer.subscription.updated', claims));
    await deaf.settled();
    expect(await stored(deaf, subscription.id)).toMatchObject({
      status: 'active',
      stripe_customer_id: subscription.customer,
      organization_id: organization,
      metadata: {},
    });
  });
});
