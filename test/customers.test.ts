import { payByCard } from './support/hosted-page.js';
import {
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  CreateCustomerDocument,
  CustomerDocument,
  CustomersDocument,
  DeleteCustomerDocument,
  SubscriptionDocument,
  UpdateCustomerDocument,
} from './support/generated/operations.js';
import { type Asking, type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

const STARTER = { planUid: 'plan_starter', billingInterval: 'MONTH' } as const;
let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `org_${organizations}`;
}

interface Faults {
  readonly errors: readonly { readonly code: string; readonly field?: readonly string[] | null }[];
}

function faultsIn({ errors }: Faults): string[] {
  return errors.map(({ code, field }) => `${code} ${field?.join('.') ?? ''}`.trim());
}

async function createAs(asking: Asking, input: { email?: string; name?: string | null; organizationId?: string } = {}) {
  const { data } = await asking(CreateCustomerDocument, { input: { email: 'ada@example.com', ...input } });
  return data.createCustomer;
}

async function newCustomer(organization = newOrganization(), input: { email?: string; name?: string | null } = {}) {
  const { customer, errors } = await createAs(engine.as(organization), input);
  expect(errors).toEqual([]);
  if (!customer) throw new Error('no customer');
  return customer;
}

async function customerOf(organizationId: string) {
  const { data } = await engine.asAdmin()(CustomerDocument, { organizationId });
  return data.customer;
}

/** Buys the starter plan; gives the subscription. */
async function subscribe(organization: string): Promise<string> {
  const { data } = await engine.as(organization)(CreateCheckoutDocument, { input: STARTER });
  const { checkoutUrl, checkoutSession } = data.createCheckout;
  await payByCard(checkoutUrl);
  const input = { sessionId: checkoutSession?.id ?? '' };
  const confirmed = await engine.as(organization)(ConfirmCheckoutDocument, { input });
  await engine.settled();
  return confirmed.data.confirmCheckout.subscription?.id ?? '';
}

describe('createCustomer', () => {
  test('makes the customer of the own organization, here and at Stripe', async () => {
    const organization = newOrganization();
    const customer = await newCustomer(organization, { email: 'grace@example.com', name: 'Grace' });
    expect(customer).toMatchObject({ organizationId: organization, email: 'grace@example.com', name: 'Grace' });
    expect(await engine.stripe.customers.retrieve(customer.id)).toMatchObject({
      email: 'grace@example.com',
      name: 'Grace',
      metadata: { organization_id: organization },
    });
  });

  test('an organization has one customer', async () => {
    const organization = newOrganization();
    const { id } = await newCustomer(organization);
    const again = await createAs(engine.as(organization));
    expect(again.errors).toMatchObject([
      { code: 'ORGANIZATION_HAS_CUSTOMER', field: ['input', 'organizationId'], details: { customerId: id } },
    ]);
    expect(again.customer).toBeNull();
  });

  test('ten calls at once make one customer; who wanted other details is told', async () => {
    const organization = newOrganization();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        createAs(engine.as(organization), { email: `at-once-${index % 2}@example.com` }),
      ),
    );
    const ids = new Set(answers.flatMap(({ customer }) => (customer ? [customer.id] : [])));
    expect(ids.size).toBe(1);
    expect(new Set(answers.flatMap(faultsIn))).toEqual(new Set(['ORGANIZATION_HAS_CUSTOMER input.organizationId']));
    for (const { customer } of answers)
      if (customer) expect(customer.email).toBe((await customerOf(organization))?.email);
    const made = await Promise.all(
      [0, 1].map((index) => engine.stripe.customers.list({ email: `at-once-${index}@example.com` })),
    );
    expect(made.flatMap(({ data }) => data)).toHaveLength(1);
  });

  test('a member may name its own organization and sees no other; an admin has to name one', async () => {
    const own = newOrganization();
    expect((await createAs(engine.as(own), { organizationId: own })).errors).toEqual([]);
    const other = newOrganization();
    const foreign = await createAs(engine.as(newOrganization()), { organizationId: other });
    expect(faultsIn(foreign)).toEqual(['NOT_FOUND input.organizationId']);
    expect(await customerOf(other)).toBeNull();
    expect(faultsIn(await createAs(engine.asAdmin()))).toEqual(['INVALID_INPUT input.organizationId']);
    expect((await createAs(engine.asAdmin(), { organizationId: other })).customer).toMatchObject({
      organizationId: other,
    });
  });

  test('faults of the input name their field and make nothing', async () => {
    const before = engine.stripeCalls.length;
    const codes = async (input: object) => faultsIn(await createAs(engine.as(newOrganization()), input));
    expect(await codes({ name: '' })).toEqual(['INVALID_INPUT input.name']);
    expect(await codes({ name: 'n'.repeat(257) })).toEqual(['INVALID_INPUT input.name']);
    expect(await codes({ email: `${'e'.repeat(600)}@example.com` })).toEqual(['INVALID_INPUT input.email']);
    expect(faultsIn(await createAs(engine.asAdmin(), { organizationId: 'o r g' }))).toEqual([
      'INVALID_INPUT input.organizationId',
    ]);
    expect(engine.stripeCalls).toHaveLength(before);
    const noEmail = await engine.as('org_x')(CreateCustomerDocument, { input: { email: 'no email' } });
    expect(noEmail.errors).toHaveLength(1);
  });
});

describe('updateCustomer', () => {
  const updateAs = async (asking: Asking, input: { id: string; email?: string | null; name?: string | null }) =>
    (await asking(UpdateCustomerDocument, { input })).data.updateCustomer;

  test('changes what is given, here and at Stripe; a null clears the name', async () => {
    const { id, organizationId } = await newCustomer(newOrganization(), { name: 'Ada' });
    const asking = engine.as(organizationId);
    expect((await updateAs(asking, { id, email: 'new@example.com' })).customer).toMatchObject({
      email: 'new@example.com',
      name: 'Ada',
    });
    expect((await updateAs(asking, { id, name: null })).customer).toMatchObject({
      email: 'new@example.com',
      name: null,
    });
    expect(await engine.stripe.customers.retrieve(id)).toMatchObject({ email: 'new@example.com', name: null });
    expect(await customerOf(organizationId)).toMatchObject({ email: 'new@example.com', name: null });
  });

  test('another organization’s customer is not found, by anybody but an admin', async () => {
    const { id } = await newCustomer();
    expect(faultsIn(await updateAs(engine.as('org_foreign'), { id, name: 'Mine' }))).toEqual(['NOT_FOUND input.id']);
    expect(faultsIn(await updateAs(engine.asAdmin(), { id: 'cus_none', name: 'x' }))).toEqual(['NOT_FOUND input.id']);
    expect((await updateAs(engine.asAdmin(), { id, name: 'By an admin' })).customer?.name).toBe('By an admin');
  });

  test('an email cannot be cleared', async () => {
    const { id } = await newCustomer();
    expect(faultsIn(await updateAs(engine.asAdmin(), { id, email: null }))).toEqual(['INVALID_INPUT input.email']);
  });
});

describe('deleteCustomer', () => {
  const deleteAs = async (asking: Asking, id: string) =>
    (await asking(DeleteCustomerDocument, { input: { id } })).data.deleteCustomer;

  test('deletes at Stripe and here, and its subscriptions reach canceled', async () => {
    const organization = newOrganization();
    const subscription = await subscribe(organization);
    const { id = '' } = (await customerOf(organization)) ?? {};
    expect(await deleteAs(engine.asAdmin(), id)).toEqual({ deletedCustomerId: id, errors: [] });
    expect(await customerOf(organization)).toBeNull();
    expect(await engine.stripe.customers.retrieve(id)).toMatchObject({ deleted: true });
    await engine.settled();
    const { data } = await engine.as(organization)(SubscriptionDocument, { id: subscription });
    expect(data.subscription).toMatchObject({ status: 'CANCELED', organizationId: organization, customer: null });
    expect(await failedEvents()).toBe(0);
    expect(faultsIn(await deleteAs(engine.asAdmin(), id))).toEqual(['NOT_FOUND input.id']);
  });

  test('is for admins only', async () => {
    const { id, organizationId } = await newCustomer();
    const { errors } = await engine.as(organizationId)(DeleteCustomerDocument, { input: { id } });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    expect(await customerOf(organizationId)).toMatchObject({ id });
  });
});

describe('what is changed at Stripe directly', () => {
  test('a change arrives by webhook', async () => {
    const { id, organizationId } = await newCustomer();
    await engine.stripe.customers.update(id, { email: 'dashboard@example.com', name: 'From the dashboard' });
    await engine.settled();
    expect(await customerOf(organizationId)).toMatchObject({
      email: 'dashboard@example.com',
      name: 'From the dashboard',
    });
  });

  test('a deletion arrives by webhook, and the subscription ends although its customer is gone', async () => {
    const organization = newOrganization();
    const subscription = await subscribe(organization);
    const { id = '' } = (await customerOf(organization)) ?? {};
    await engine.stripe.customers.del(id);
    await engine.settled();
    expect(await customerOf(organization)).toBeNull();
    const { data } = await engine.as(organization)(SubscriptionDocument, { id: subscription });
    expect(data.subscription?.status).toBe('CANCELED');
    expect(await failedEvents()).toBe(0);
  });

  test('a customer of the account that is no organization’s is left alone', async () => {
    const { id } = await engine.stripe.customers.create({ email: 'stranger@example.com' });
    await engine.stripe.customers.update(id, { name: 'Stranger' });
    await engine.settled();
    expect(await failedEvents()).toBe(0);
    expect((await engine.asAdmin()(CustomerDocument, { id })).data.customer).toBeNull();
  });

  test('the next checkout makes a new customer, also when nobody told that the old one was deleted', async () => {
    const deaf = await runningEngine({ deliversWebhooks: false });
    const checkout = async () =>
      (await deaf.as('org_a')(CreateCheckoutDocument, { input: STARTER })).data.createCheckout;
    const made = await createAs(deaf.as('org_a'));
    await deaf.stripe.customers.del(made.customer?.id ?? '');
    const { checkoutSession, errors } = await checkout();
    expect(errors).toEqual([]);
    expect(checkoutSession?.customer?.organizationId).toBe('org_a');
    expect(checkoutSession?.customer?.id).not.toBe(made.customer?.id);
    const second = checkoutSession?.customer?.id ?? '';
    const { data } = await deaf.asAdmin()(DeleteCustomerDocument, { input: { id: second } });
    expect(data.deleteCustomer.deletedCustomerId).toBe(second);
    const third = await checkout();
    expect(third.errors).toEqual([]);
    expect(third.checkoutSession?.id).not.toBe(checkoutSession?.id);
    await deaf.stop();
  });

  test('an update of a customer that was deleted at Stripe finds none', async () => {
    const deaf = await runningEngine({ deliversWebhooks: false });
    const { customer } = await createAs(deaf.as('org_a'));
    const id = customer?.id ?? '';
    await deaf.stripe.customers.del(id);
    const { data } = await deaf.as('org_a')(UpdateCustomerDocument, { input: { id, name: 'Late' } });
    expect(faultsIn(data.updateCustomer)).toEqual(['NOT_FOUND input.id']);
    expect((await deaf.as('org_a')(CustomerDocument, {})).data.customer).toBeNull();
    await deaf.stop();
  });
});

describe('customers', () => {
  let listing: RunningEngine;
  const names = ['Ada Lovelace', 'Grace (Hopper)', null];

  beforeAll(async () => {
    listing = await runningEngine({ deliversWebhooks: false });
    for (const [index, name] of names.entries()) {
      const email = ['Ada@Example.com', 'grace@navy.example', 'alan@example.com'][index] ?? '';
      await createAs(listing.as(`list_${index}`), { email, name });
    }
  });

  const found = async (variables: object) => {
    const { data } = await listing.asAdmin()(CustomersDocument, variables);
    return data.customers.nodes.map(({ organizationId }) => organizationId);
  };

  test.each([
    ['the email', 'ada@ex', ['list_0']],
    ['the name, in any case', 'ADA LOVE', ['list_0']],
    ['a word of the name', 'lovel', ['list_0']],
    ['a word with a sign that means something in a pattern', '(hop', ['list_1']],
    ['the organization’s id', 'list_2', ['list_2']],
    ['nothing in the middle of a word', 'ovelace', []],
    ['no pattern', '.*', []],
  ])('search finds by the beginning of %s', async (_, search, organizations) => {
    expect(await found({ filter: { search } })).toEqual(organizations);
  });

  test('the email is found as a whole, in any case', async () => {
    expect(await found({ filter: { email: 'ADA@example.com' } })).toEqual(['list_0']);
    expect(await found({ filter: { email: 'ada' } })).toEqual([]);
  });

  test('no search looks at each customer', async () => {
    const plan = await listing.database.connection
      .collection('stripe_customers')
      .find({ search_terms: /^ada/ })
      .explain('queryPlanner');
    const text = JSON.stringify(plan);
    expect(text).toContain('IXSCAN');
    expect(text).not.toContain('COLLSCAN');
    expect(text).toContain('[\\"ada\\", \\"adb\\")');
  });

  test('pages follow the order, newest first unless ordered', async () => {
    expect((await found({ filter: { search: 'list' } })).toSorted()).toEqual(['list_0', 'list_1', 'list_2']);
    const byEmail = { field: 'EMAIL', direction: 'ASC' } as const;
    const { data } = await listing.asAdmin()(CustomersDocument, { first: 2, orderBy: byEmail });
    const { nodes, pageInfo, totalCount } = data.customers;
    expect(nodes.map(({ email }) => email)).toEqual(['Ada@Example.com', 'alan@example.com']);
    expect([pageInfo.hasNextPage, totalCount]).toEqual([true, 3]);
    expect(await found({ first: 2, orderBy: byEmail, after: pageInfo.endCursor })).toEqual(['list_1']);
  });

  test('the time of creation bounds them', async () => {
    const hour = 60 * 60 * 1000;
    const at = (offset: number) => new Date(Date.now() + offset).toISOString();
    expect(await found({ filter: { createdAfter: at(-hour), createdBefore: at(hour) } })).toHaveLength(3);
    expect(await found({ filter: { createdAfter: at(hour) } })).toEqual([]);
    expect(await found({ filter: { createdBefore: at(-hour) } })).toEqual([]);
  });

  test('a search without end and members are refused', async () => {
    const long = await listing.asAdmin()(CustomersDocument, { filter: { search: 'x'.repeat(5000) } });
    expect(long.errors.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    const member = await listing.as('list_0')(CustomersDocument, {});
    expect(member.errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    const nobody = await listing.asNobody()(CustomersDocument, {});
    expect(nobody.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});

function failedEvents(): Promise<number> {
  return engine.database.connection.collection('webhook_events').countDocuments({ 'processing_result.success': false });
}
