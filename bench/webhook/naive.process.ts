/**
 * The naive way, as a starter would write it: verify, look whether the event was handled, find the customer, retrieve
 * the object from Stripe with the SDK, upsert it, mark the event; all before the answer. Nothing guards two deliveries
 * about one object against each other, and an event for which it fails is left to Stripe's next delivery.
 */
import mongoose from 'mongoose';
import Stripe from 'stripe';
import { contestantEnvironment } from './contestant-environment.js';
import { webhookServer } from './webhook-server.js';

const { port, mongoUri, webhookSecret, secretKey, stripeApiBase } = contestantEnvironment();
const stripe = new Stripe(secretKey, {
  protocol: 'http',
  host: stripeApiBase.hostname,
  port: stripeApiBase.port,
  telemetry: false,
});
const client = await mongoose.mongo.MongoClient.connect(mongoUri, { writeConcern: { w: 'majority' } });
const database = client.db();
const events = database.collection('webhook_events');
const customers = database.collection('stripe_customers');
const subscriptions = database.collection('subscriptions');
const invoices = database.collection('invoices');
const sessions = database.collection('checkout_sessions');
await Promise.all([
  events.createIndex({ event_id: 1 }, { unique: true }),
  customers.createIndex({ stripe_customer_id: 1 }, { unique: true }),
  subscriptions.createIndex({ stripe_subscription_id: 1 }, { unique: true }),
  invoices.createIndex({ stripe_invoice_id: 1 }, { unique: true }),
  sessions.createIndex({ stripe_session_id: 1 }, { unique: true }),
]);

webhookServer(webhookSecret, async (event) => {
  const known = await events.findOne({ event_id: event.id });
  if (known?.processed) return;
  await apply(event);
  await events.updateOne(
    { event_id: event.id },
    { $set: { event_type: event.type, event_data: event, processed: true, processed_at: new Date() } },
    { upsert: true },
  );
}).listen(port, '127.0.0.1');

async function apply(event: Stripe.Event): Promise<void> {
  switch (event.type) {
    case 'customer.subscription.created':
    case 'customer.subscription.updated':
    case 'customer.subscription.deleted': {
      const organizationId = await organizationOf(event.data.object.customer);
      await storeSubscription(await stripe.subscriptions.retrieve(event.data.object.id), organizationId);
      return;
    }
    case 'invoice.paid':
    case 'invoice.payment_failed': {
      const organizationId = await organizationOf(event.data.object.customer);
      await storeInvoice(await stripe.invoices.retrieve(event.data.object.id), organizationId);
      return;
    }
    case 'checkout.session.completed': {
      const organizationId = await organizationOf(event.data.object.customer);
      await storeSession(await stripe.checkout.sessions.retrieve(event.data.object.id), organizationId);
      return;
    }
  }
}

async function organizationOf(reference: string | { readonly id: string } | null): Promise<string> {
  const id = typeof reference === 'string' ? reference : reference?.id;
  const customer = await customers.findOne({ stripe_customer_id: id });
  if (!customer) throw new Error(`The customer ${id} is not known`);
  return String(customer.organization_id);
}

async function storeSubscription(subscription: Stripe.Subscription, organizationId: string): Promise<void> {
  const [item] = subscription.items.data;
  await subscriptions.updateOne(
    { stripe_subscription_id: subscription.id },
    {
      $set: {
        organization_id: organizationId,
        stripe_customer_id: subscription.customer,
        plan_id: subscription.metadata.plan_uid,
        billing_interval: item?.price.recurring?.interval,
        status: subscription.status,
        current_period_start: toDate(item?.current_period_start),
        current_period_end: toDate(item?.current_period_end),
        cancel_at_period_end: subscription.cancel_at_period_end,
        canceled_at: toDate(subscription.canceled_at),
        metadata: subscription.metadata,
        // As JSON: the SDK's exact decimals are objects that MongoDB does not know.
        stripe_data: JSON.parse(JSON.stringify(subscription)),
        updated_at: new Date(),
      },
      $setOnInsert: { created_at: toDate(subscription.created) },
    },
    { upsert: true },
  );
}

async function storeInvoice(invoice: Stripe.Invoice, organizationId: string): Promise<void> {
  await invoices.updateOne(
    { stripe_invoice_id: invoice.id },
    {
      $set: {
        organization_id: organizationId,
        stripe_customer_id: invoice.customer,
        stripe_subscription_id: invoice.parent?.subscription_details?.subscription,
        status: invoice.status,
        amount_due: invoice.amount_due,
        amount_paid: invoice.amount_paid,
        currency: invoice.currency,
        number: invoice.number,
        updated_at: new Date(),
      },
      $setOnInsert: { created_at: toDate(invoice.created) },
    },
    { upsert: true },
  );
}

async function storeSession(session: Stripe.Checkout.Session, organizationId: string): Promise<void> {
  await sessions.updateOne(
    { stripe_session_id: session.id },
    {
      $set: {
        organization_id: organizationId,
        stripe_customer_id: session.customer,
        plan_id: session.metadata?.plan_uid,
        billing_interval: session.metadata?.billing_interval,
        metadata: session.metadata,
        status: session.status === 'complete' ? 'completed' : session.status,
        updated_at: new Date(),
      },
      $setOnInsert: { created_at: toDate(session.created) },
    },
    { upsert: true },
  );
}

function toDate(seconds: number | null | undefined): Date | null {
  return typeof seconds === 'number' ? new Date(seconds * 1000) : null;
}
