import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import {
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  CreatePaymentIntentDocument,
} from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { payByCard } from './support/hosted-page.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';
import { argumentPaths, argumentsWith, operationText, type RootField, rootFields } from './support/schema-walk.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const fields = rootFields(schema);

const OWNER = 'org_owner';
const STRANGER = { 'x-organization-id': 'org_stranger', 'x-customer-email': 'stranger@example.com' };

/** What the owner has; each is asked for by a stranger wherever an argument takes its id. */
interface Belongings {
  readonly organization: string;
  readonly customer: string;
  readonly session: string;
  readonly openSession: string;
  readonly subscription: string;
  readonly payment: string;
  readonly invoice: string;
}

/** Whose id each argument of a member's operation takes; `catalogue` and `own` are no tenant's secret. */
const MEANING: Readonly<Record<string, keyof Belongings | 'catalogue' | 'own'>> = {
  'customer.id': 'customer',
  'customer.organizationId': 'organization',
  'checkoutSession.id': 'session',
  'checkoutSessions.filter.organizationId': 'organization',
  'subscription.id': 'subscription',
  'subscriptions.filter.organizationId': 'organization',
  'subscriptions.filter.customerId': 'customer',
  'subscriptions.filter.planUid': 'catalogue',
  'entitlements.organizationId': 'organization',
  'invoice.id': 'invoice',
  'invoices.filter.organizationId': 'organization',
  'invoices.filter.subscriptionId': 'subscription',
  'upcomingInvoice.subscriptionId': 'subscription',
  'subscriptionChangePreview.input.id': 'subscription',
  'subscriptionChangePreview.input.planUid': 'catalogue',
  'subscriptionChangePreview.input.quoteId': 'own',
  'changeSubscription.input.id': 'subscription',
  'changeSubscription.input.planUid': 'catalogue',
  'changeSubscription.input.quoteId': 'own',
  'cancelSubscription.input.id': 'subscription',
  'resumeSubscription.input.id': 'subscription',
  'createCustomer.input.organizationId': 'organization',
  'updateCustomer.input.id': 'customer',
  'createCheckout.input.planUid': 'catalogue',
  'confirmCheckout.input.sessionId': 'session',
  'expireCheckoutSession.input.id': 'openSession',
  'paymentIntent.id': 'payment',
  'createPaymentIntent.input.priceId': 'catalogue',
  'confirmPaymentIntent.input.id': 'payment',
  'confirmPaymentIntent.input.paymentMethodId': 'own',
  'cancelPaymentIntent.input.id': 'payment',
};

let engine: RunningEngine;
let owned: Belongings;

beforeAll(async () => {
  engine = await runningEngine();
  const owner = engine.as(OWNER);
  const checkout = async (planUid: string) => {
    const { data } = await owner(CreateCheckoutDocument, { input: { planUid, billingInterval: 'MONTH' } });
    return data.createCheckout;
  };
  const { checkoutSession, checkoutUrl } = await checkout('plan_starter');
  await payByCard(checkoutUrl);
  const { data } = await owner(ConfirmCheckoutDocument, { input: { sessionId: checkoutSession?.id ?? '' } });
  const open = await checkout('plan_pro');
  const begun = await owner(CreatePaymentIntentDocument, { input: { amount: 500, currency: 'USD' } });
  const subscription = data.confirmCheckout.subscription?.id ?? '';
  const [invoice] = (await engine.stripe.invoices.list({ subscription })).data;
  owned = {
    organization: OWNER,
    customer: checkoutSession?.customer?.id ?? '',
    session: checkoutSession?.id ?? '',
    openSession: open.checkoutSession?.id ?? '',
    payment: begun.data.createPaymentIntent.paymentIntent?.id ?? '',
    subscription,
    invoice: invoice?.id ?? '',
  };
  await engine.settled();
});

async function ask(field: RootField, args: Record<string, unknown>, headers: Record<string, string>): Promise<string> {
  const answer = await postGraphql(engine.url, operationText(field, args), args, headers);
  return JSON.stringify({ data: answer.errors.length > 0 ? null : answer.data, errors: answer.errors }, (key, value) =>
    // Another request, another id; everything else has to be the same.
    key === 'stripeRequestId' ? undefined : value,
  );
}

/** Everything of the owner's, here and at Stripe. */
async function ownersState(): Promise<unknown> {
  const { connection } = engine.database;
  const names = (await connection.listCollections()).map(({ name }) => name).sort();
  const stored = await Promise.all(
    names.map(async (name) => [
      name,
      await connection
        .collection(name)
        .find({ organization_id: OWNER }, { projection: { observed_ticket: 0, observed_from: 0, observed_until: 0 } })
        .toArray(),
    ]),
  );
  const { stripe } = engine;
  return {
    stored,
    customer: await stripe.customers.retrieve(owned.customer).then(withoutResponse),
    subscription: await stripe.subscriptions.retrieve(owned.subscription).then(withoutResponse),
    session: await stripe.checkout.sessions.retrieve(owned.openSession).then(withoutResponse),
    invoices: (await stripe.invoices.list({ customer: owned.customer })).data,
    payments: (await stripe.paymentIntents.list({ customer: owned.customer })).data,
  };
}

function withoutResponse(object: object): object {
  return JSON.parse(JSON.stringify(object)) as object;
}

/** An id of the same form that nobody has. */
function unknownLike(id: string): string {
  return id.replace(/[A-Za-z0-9]{4}$/, 'zzzz');
}

const idPathsOf = (field: RootField) =>
  argumentPaths(field)
    .filter(({ typeName }) => typeName === 'ID')
    .map(({ path }) => ({ path, name: [field.name, ...path].join('.') }));

test('every operation declares its role', () => {
  expect(fields.filter(({ role }) => role === undefined).map(({ name }) => name)).toEqual([]);
  expect(fields.length).toBeGreaterThan(10);
});

test('for every argument of a member’s operation that takes an id it is written down whose id that is', () => {
  const members = fields.filter(({ role }) => role === 'member');
  const missing = members.flatMap(idPathsOf).filter(({ name }) => MEANING[name] === undefined);
  expect(missing.map(({ name }) => name)).toEqual([]);
});

describe('an anonymous viewer', () => {
  test.each(fields.filter(({ role }) => role !== 'public').map((field) => [field.name, field] as const))(
    'is told to say who asks by %s',
    async (_name, field) => {
      expect(await ask(field, argumentsWith(field, [], undefined), {})).toContain('"code":"UNAUTHENTICATED"');
    },
  );

  test.each(fields.filter(({ role }) => role === 'public').map((field) => [field.name, field] as const))(
    'may ask for %s, which shows nothing of any organization',
    async (_name, field) => {
      const answer = await ask(field, argumentsWith(field, [], undefined), {});
      for (const id of Object.values(owned)) expect(answer).not.toContain(id);
      expect(answer).not.toContain('UNAUTHENTICATED');
    },
  );
});

describe('a member', () => {
  test.each(fields.filter(({ role }) => role === 'admin').map((field) => [field.name, field] as const))(
    'is refused by %s, which is for admins',
    async (_name, field) => {
      expect(await ask(field, argumentsWith(field, [], undefined), STRANGER)).toContain('"code":"FORBIDDEN"');
    },
  );

  test.each(
    fields
      .filter(({ role }) => role === 'member')
      .flatMap((field) => idPathsOf(field).map(({ path, name }) => [name, field, path] as const))
      .filter(([name]) => MEANING[name] !== 'catalogue' && MEANING[name] !== 'own'),
  )('learns and changes nothing with another organization’s id in %s', async (name, field, path) => {
    const id = owned[MEANING[name] as keyof Belongings];
    const before = await ownersState();
    const foreign = await ask(field, argumentsWith(field, path, id), STRANGER);
    const unknown = await ask(field, argumentsWith(field, path, unknownLike(id)), STRANGER);
    expect(foreign.replaceAll(id, '(id)')).toBe(unknown.replaceAll(unknownLike(id), '(id)'));
    expect(foreign).not.toContain('INTERNAL_SERVER_ERROR');
    for (const other of Object.values(owned)) if (other !== id) expect(foreign).not.toContain(other);
    expect(await ownersState()).toEqual(before);
  });

  test.each(
    fields
      .filter(({ role, kind }) => role === 'member' && kind === 'query')
      .map((field) => [field.name, field] as const),
  )('sees nothing of another organization in %s', async (_name, field) => {
    const answer = await ask(field, argumentsWith(field, [], undefined), STRANGER);
    for (const id of Object.values(owned)) expect(answer).not.toContain(id);
  });
});

test('what the walk looks for is there to be found: the owner and an admin see it', async () => {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const subscription = byName.get('subscription') as RootField;
  const owner = { 'x-organization-id': OWNER };
  for (const headers of [owner, { 'x-api-key': ADMIN_KEY }]) {
    const answer = await ask(subscription, { id: owned.subscription }, headers);
    expect(answer).toContain(owned.subscription);
    expect(answer).toContain(owned.customer);
  }
});
