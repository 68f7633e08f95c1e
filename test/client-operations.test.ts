import { readFileSync } from 'node:fs';
import { buildSchema, print, type DocumentNode } from 'graphql';
import * as operations from '../client/generated/operations.js';
import { ClientAsking, operationName } from './support/client-asking.js';
import { payByCard } from './support/hosted-page.js';
import { type LiveSubscriber, liveSubscriber } from './support/live-subscriber.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { rootFields } from './support/schema-walk.js';

const MEMBER = { 'x-organization-id': 'org_client', 'x-customer-email': 'ada@client.example' };
const documents = Object.entries(operations)
  .filter(([name]) => name.endsWith('Document'))
  .map(([, document]) => document as DocumentNode);

let engine: RunningEngine;
let client: ClientAsking;
let ask: ClientAsking['ask'];
let subscriptionId: string;

beforeAll(async () => {
  engine = await runningEngine();
  client = new ClientAsking(engine.url, MEMBER);
  ask = client.ask.bind(client);
});

/** What a mutation gave, which must not have failed. */
function unfaulted<T extends { readonly errors: readonly unknown[] }>(payload: T): T {
  expect(payload.errors).toEqual([]);
  return payload;
}

function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('It was not found');
  return value;
}

/** Follows an operation; the stream has begun when it resolves. */
async function following(document: DocumentNode, variables: Record<string, unknown>): Promise<LiveSubscriber> {
  return liveSubscriber(engine.url, print(document), { headers: MEMBER, variables });
}

async function firstChange(stream: LiveSubscriber, document: DocumentNode) {
  const message = await stream.next();
  stream.leave();
  expect(message?.errors).toEqual([]);
  client.asked.add(operationName(document));
  return message?.data;
}

test('what is for sale', async () => {
  expect((await ask(operations.ViewerDocument, {})).viewer).toMatchObject({ role: 'MEMBER' });
  const { plans } = await ask(operations.PlansDocument, { locale: 'de-DE' });
  expect(plans[0]?.prices[0]?.unitPrice?.formatted).toContain('19,00');
  const { plan } = await ask(operations.PlanDocument, { uid: 'plan_starter' });
  expect(plan?.prices[0]?.unitPrice?.formatted).toBe('$19.00');
  const { products } = await ask(operations.ProductsDocument, { first: 1 });
  expect(products.pageInfo.hasNextPage).toBe(true);
  const { product } = await ask(operations.ProductDocument, { id: found(products.nodes[0]).id });
  const { price } = await ask(operations.PriceDocument, { id: found(product?.prices[0]).id });
  expect(price?.product.id).toBe(product?.id);
  const { prices } = await ask(operations.PricesDocument, { first: 12, filter: { active: true } });
  expect(prices).toMatchObject({ nodes: { length: 12 }, pageInfo: { hasNextPage: false } });
});

test('a checkout, followed until it is paid, and confirmed', async () => {
  const input = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
  const begun = unfaulted((await ask(operations.CreateCheckoutDocument, { input })).createCheckout);
  const sessionId = found(begun.checkoutSession).id;
  const stream = await following(operations.CheckoutSessionChangedDocument, { sessionId });
  await payByCard(begun.checkoutUrl);
  expect(await firstChange(stream, operations.CheckoutSessionChangedDocument)).toEqual({
    checkoutSessionChanged: { id: sessionId, status: 'COMPLETED' },
  });
  const { confirmCheckout } = await ask(operations.ConfirmCheckoutDocument, { input: { sessionId } });
  const { subscription, session } = unfaulted(confirmCheckout);
  expect(subscription).toMatchObject({ status: 'ACTIVE', plan: { uid: 'plan_starter' } });
  expect(session?.amountTotal?.formatted).toBe('$19.00');
  subscriptionId = found(subscription).id;
  await engine.settled();
  const { checkoutSession } = await ask(operations.CheckoutSessionDocument, { id: sessionId });
  expect(checkoutSession?.subscription?.id).toBe(subscriptionId);
});

test('a checkout that is given up', async () => {
  const input = { planUid: 'plan_pro', billingInterval: 'YEAR' } as const;
  const { createCheckout } = await ask(operations.CreateCheckoutDocument, { input });
  const { id } = found(createCheckout.checkoutSession);
  const { expireCheckoutSession } = await ask(operations.ExpireCheckoutSessionDocument, { input: { id } });
  expect(unfaulted(expireCheckoutSession).checkoutSession?.status).toBe('EXPIRED');
  const { checkoutSessions } = await ask(operations.CheckoutSessionsDocument, { filter: { status: ['EXPIRED'] } });
  expect(checkoutSessions.nodes.map((session) => session.id)).toEqual([id]);
});

test('what the organization has', async () => {
  const { entitlements } = await ask(operations.EntitlementsDocument, {});
  expect(entitlements[0]?.subscription).toEqual({ id: subscriptionId, status: 'ACTIVE' });
  const { subscriptions } = await ask(operations.SubscriptionsDocument, { first: 1 });
  expect(subscriptions.nodes.map(({ id }) => id)).toEqual([subscriptionId]);
  expect(subscriptions.pageInfo.hasNextPage).toBe(false);
  const { pageInfo } = subscriptions;
  const next = await ask(operations.SubscriptionsDocument, { first: 1, after: pageInfo.endCursor });
  expect(next.subscriptions.nodes).toEqual([]);
  const { subscription } = await ask(operations.SubscriptionDocument, { id: subscriptionId });
  expect(subscription?.items[0]?.price.unitPrice?.amount).toBe(1900);
  const history = (await ask(operations.SubscriptionHistoryDocument, { id: subscriptionId })).subscription?.history;
  expect(history?.length).toBeGreaterThan(0);
});

test('a change at the price that was shown, told as it happens', async () => {
  const wanted = { id: subscriptionId, planUid: 'plan_pro', prorationBehavior: 'ALWAYS_INVOICE' } as const;
  const { subscriptionChangePreview } = await ask(operations.SubscriptionChangePreviewDocument, { input: wanted });
  const { quoteId, amountDueNow, lines } = unfaulted(subscriptionChangePreview);
  expect(amountDueNow?.amount).toBeGreaterThan(0);
  expect(lines.length).toBeGreaterThan(0);
  const stream = await following(operations.SubscriptionChangedDocument, {});
  const { changeSubscription } = await ask(operations.ChangeSubscriptionDocument, { input: { ...wanted, quoteId } });
  expect(unfaulted(changeSubscription).subscription?.plan?.uid).toBe('plan_pro');
  expect(await firstChange(stream, operations.SubscriptionChangedDocument)).toMatchObject({
    subscriptionChanged: { id: subscriptionId, plan: { uid: 'plan_pro' } },
  });
});

test('its end, and its return', async () => {
  const input = { id: subscriptionId };
  const { cancelSubscription } = await ask(operations.CancelSubscriptionDocument, { input });
  expect(unfaulted(cancelSubscription).subscription?.cancelAtPeriodEnd).toBe(true);
  const { resumeSubscription } = await ask(operations.ResumeSubscriptionDocument, { input });
  expect(unfaulted(resumeSubscription).subscription?.cancelAtPeriodEnd).toBe(false);
});

test('invoices, and the next one', async () => {
  await engine.settled();
  const { invoices } = await ask(operations.InvoicesDocument, { filter: { subscriptionId } });
  expect(invoices.nodes).toHaveLength(2);
  const { invoice } = await ask(operations.InvoiceDocument, { id: found(invoices.nodes[0]).id });
  expect(invoice).toMatchObject({ status: 'PAID', amountRemaining: { amount: 0 } });
  const { upcomingInvoice } = await ask(operations.UpcomingInvoiceDocument, { subscriptionId });
  expect(upcomingInvoice?.total.amount).toBeGreaterThan(1900);
});

test('the customer, and the way into the portal', async () => {
  const { customer } = await ask(operations.CustomerDocument, {});
  const { id } = found(customer);
  const { updateCustomer } = await ask(operations.UpdateCustomerDocument, { input: { id, name: 'Client Ltd' } });
  expect(unfaulted(updateCustomer).customer?.name).toBe('Client Ltd');
  const { createPortalSession } = await ask(operations.CreatePortalSessionDocument, {});
  expect(unfaulted(createPortalSession).portalUrl).toContain(engine.sandboxUrl);
  const newcomer = new ClientAsking(engine.url, { 'x-organization-id': 'org_new' });
  const input = { email: 'new@client.example' };
  unfaulted((await newcomer.ask(operations.CreateCustomerDocument, { input })).createCustomer);
  client.asked.add('CreateCustomer');
});

test('single payments', async () => {
  const begin = async () => {
    const input = { amount: 1000, currency: 'USD' };
    const { createPaymentIntent } = await ask(operations.CreatePaymentIntentDocument, { input });
    return found(unfaulted(createPaymentIntent).paymentIntent);
  };
  const { id } = await begin();
  const { confirmPaymentIntent } = await ask(operations.ConfirmPaymentIntentDocument, {
    input: { id, paymentMethodId: 'pm_card_visa' },
  });
  expect(unfaulted(confirmPaymentIntent).paymentIntent?.status).toBe('SUCCEEDED');
  const { paymentIntent } = await ask(operations.PaymentIntentDocument, { id });
  expect(paymentIntent?.amountReceived.formatted).toBe('$10.00');
  const given = await begin();
  const { cancelPaymentIntent } = await ask(operations.CancelPaymentIntentDocument, { input: { id: given.id } });
  expect(unfaulted(cancelPaymentIntent).paymentIntent?.status).toBe('CANCELED');
});

test('every operation of the client was run', () => {
  expect([...client.asked].sort()).toEqual(documents.map(operationName).sort());
});

test('the client has an operation for all that is open to anybody or to members', () => {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
  const open = rootFields(schema).flatMap(({ name, role }) => (role === 'admin' ? [] : [name]));
  const live = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  const liveOpen = live.filter(({ description }) => !description?.includes('[admin]')).map(({ name }) => name);
  const text = documents.map((document) => print(document)).join('\n');
  expect([...open, ...liveOpen].filter((name) => !new RegExp(`^  ${name}\\b`, 'm').test(text))).toEqual([]);
});
