import {
  CreateRefundDocument,
  InvoiceDocument,
  InvoicePaymentsDocument,
  InvoicesDocument,
  UpcomingInvoiceDocument,
} from './support/generated/operations.js';
import { invoiceShownByStripe } from './support/invoice-at-stripe.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver } from './support/signed-webhook.js';
import { payWith, subscribed } from './support/subscribed.js';
import { API_SHAPES, fixtureEvent } from './support/webhook-fixture.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

let organizations = 0;

function newOrganization(): string {
  organizations += 1;
  return `org_${organizations}`;
}

function collection() {
  return engine.database.connection.collection('invoices');
}

/** The newest invoice of a customer at Stripe. */
async function newestInvoice(customer: string) {
  const [invoice] = (await engine.stripe.invoices.list({ customer, limit: 1 })).data;
  if (!invoice) throw new Error('There is no invoice');
  return engine.stripe.invoices.retrieve(invoice.id);
}

/** An invoice of one-time goods: a draft that is deleted, or finalized and left open. */
async function oneOff(customer: string) {
  const draft = await engine.stripe.invoices.create({ customer, auto_advance: false });
  await engine.stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 2500, currency: 'usd' });
  return draft.id;
}

async function expectStoredAsAtStripe(id: string): Promise<void> {
  await engine.settled();
  const stored = await collection().findOne({ stripe_invoice_id: id });
  expect(stored).toMatchObject(invoiceShownByStripe(await engine.stripe.invoices.retrieve(id)));
}

describe('invoices', () => {
  test('the first invoice of a subscription comes by webhook, field by field as Stripe shows it', async () => {
    const organization = newOrganization();
    const { id, customer } = await subscribed(engine, organization, { quantity: 2 });
    const atStripe = await newestInvoice(customer?.id ?? '');
    await expectStoredAsAtStripe(atStripe.id);
    const { data } = await engine.as(organization)(InvoiceDocument, { id: atStripe.id });
    expect(data.invoice).toMatchObject({
      id: atStripe.id,
      organizationId: organization,
      number: atStripe.number,
      status: 'PAID',
      stripeStatus: 'paid',
      total: { amount: 3800, currency: 'USD' },
      amountPaid: { amount: 3800 },
      amountDue: { amount: 3800 },
      amountRemaining: { amount: 0 },
      hostedInvoiceUrl: atStripe.hosted_invoice_url,
      attemptCount: 1,
      nextPaymentAttempt: null,
      createdAt: new Date(atStripe.created * 1000).toISOString(),
      subscription: { id, status: 'ACTIVE' },
      lines: [{ amount: { amount: 3800, currency: 'USD' }, quantity: 2, proration: false }],
    });
  });

  test('an admin is told by which payments an invoice was paid, as a refund takes them; a member is not', async () => {
    const organization = newOrganization();
    const { customer } = await subscribed(engine, organization);
    const { id } = await newestInvoice(customer?.id ?? '');
    await engine.settled();
    const { data } = await engine.asAdmin()(InvoicePaymentsDocument, { id });
    const [paymentIntentId = ''] = data.invoice?.paymentIntentIds ?? [];
    const { data: refunded } = await engine.asAdmin()(CreateRefundDocument, { input: { paymentIntentId } });
    expect(refunded.createRefund).toMatchObject({ errors: [], refund: { amount: { amount: 1900 } } });
    const refused = await engine.as(organization)(InvoicePaymentsDocument, { id });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('an open invoice has no payment that could be refunded', async () => {
    const { customer } = await subscribed(engine, newOrganization());
    const draft = await oneOff(customer?.id ?? '');
    await engine.stripe.invoices.finalizeInvoice(draft, { auto_advance: false });
    await engine.settled();
    const { data } = await engine.asAdmin()(InvoicePaymentsDocument, { id: draft });
    expect(data.invoice?.paymentIntentIds).toEqual([]);
  });

  test('an open invoice follows Stripe until it is paid, voided or given up', async () => {
    const organization = newOrganization();
    const { customer } = await subscribed(engine, organization);
    const ends = {
      paid: (id: string) => engine.stripe.invoices.pay(id),
      void: (id: string) => engine.stripe.invoices.voidInvoice(id),
      uncollectible: (id: string) => engine.stripe.invoices.markUncollectible(id),
    };
    for (const [status, end] of Object.entries(ends)) {
      const id = await oneOff(customer?.id ?? '');
      await expectStoredAsAtStripe(id);
      await engine.stripe.invoices.finalizeInvoice(id);
      await expectStoredAsAtStripe(id);
      await end(id);
      await expectStoredAsAtStripe(id);
      const { data } = await engine.as(organization)(InvoiceDocument, { id });
      expect(data.invoice).toMatchObject({ status: status.toUpperCase(), subscription: null });
    }
  });

  test('a payment that fails is counted, with the next attempt', async () => {
    const { customer } = await subscribed(engine, newOrganization());
    await payWith(engine.stripe, customer?.id ?? '', 'pm_card_chargeCustomerFail');
    const id = await oneOff(customer?.id ?? '');
    await engine.stripe.invoices.finalizeInvoice(id);
    await engine.stripe.invoices.pay(id).catch(() => undefined);
    await expectStoredAsAtStripe(id);
    expect((await collection().findOne({ stripe_invoice_id: id }))?.attempt_count).toBe(1);
  });

  test('a draft that is deleted at Stripe is gone here, and late news of its life do not bring it back', async () => {
    const organization = newOrganization();
    const { customer } = await subscribed(engine, organization);
    const id = await oneOff(customer?.id ?? '');
    await engine.settled();
    const count = async () => (await engine.as(organization)(InvoicesDocument, {})).data.invoices.totalCount;
    expect(await count()).toBe(2);
    await engine.stripe.invoices.del(id);
    await engine.settled();
    expect(await count()).toBe(1);
    expect((await engine.as(organization)(InvoiceDocument, { id })).data.invoice).toBeNull();
    const created = (await engine.stripe.events.list({ type: 'invoice.created', limit: 1 })).data[0];
    await engine.database.connection
      .collection('webhook_events')
      .updateOne({ event_id: created?.id }, { $set: { status: 'received', next_attempt_at: new Date(), attempts: 0 } });
    await engine.settled();
    expect(await count()).toBe(1);
  });

  test.each(API_SHAPES)(
    'the news of a deletion may be the first of a draft, in the shape of API %s, and nothing earlier brings it back',
    async (shape) => {
      const organization = newOrganization();
      const { id: subscription, customer } = await subscribed(engine, organization);
      const ids = { customer: customer?.id ?? '', subscription, invoice: `in_gone_${organization}` };
      for (const type of ['invoice.deleted', 'invoice.created']) {
        const event = await fixtureEvent(shape, type, ids);
        expect((await deliver(engine.url, event)).status).toBe(200);
        await engine.settled();
        const stored = await engine.database.connection.collection('webhook_events').findOne({ event_id: event.id });
        expect(stored?.status).toBe('processed');
      }
      expect(await collection().findOne({ stripe_invoice_id: ids.invoice })).toMatchObject({
        organization_id: organization,
        stripe_subscription_id: subscription,
        status: 'draft',
        deleted: true,
      });
      const { data } = await engine.as(organization)(InvoiceDocument, { id: ids.invoice });
      expect(data.invoice).toBeNull();
    },
  );

  test('an invoice of a customer who is no organization’s is none of our business', async () => {
    const { id: customer } = await engine.stripe.customers.create({});
    const id = await oneOff(customer);
    await engine.settled();
    expect(await collection().findOne({ stripe_invoice_id: id })).toBeNull();
    const event = await engine.database.connection
      .collection('webhook_events')
      .findOne({ event_type: 'invoice.created', 'event_data.data.object.id': id });
    expect(event).toMatchObject({ status: 'processed', processing_result: { success: true } });
  });

  test('more lines than Stripe shows at once are stored all', async () => {
    const { customer } = await subscribed(engine, newOrganization());
    const draft = await engine.stripe.invoices.create({ customer: customer?.id ?? '', auto_advance: false });
    for (let line = 1; line <= 23; line += 1) {
      await engine.stripe.invoiceItems.create({
        customer: customer?.id ?? '',
        invoice: draft.id,
        amount: line,
        currency: 'usd',
      });
    }
    await engine.stripe.invoices.finalizeInvoice(draft.id);
    await engine.settled();
    const stored = await collection().findOne({ stripe_invoice_id: draft.id });
    expect(stored?.lines).toHaveLength(23);
  });

  test('a status that Stripe adds one day is shown in its own word', async () => {
    const organization = newOrganization();
    const { customer } = await subscribed(engine, organization);
    const { id } = await newestInvoice(customer?.id ?? '');
    await engine.settled();
    await collection().updateOne({ stripe_invoice_id: id }, { $set: { status: 'disputed' } });
    const ask = engine.as(organization);
    expect((await ask(InvoiceDocument, { id })).data.invoice).toMatchObject({
      status: 'UNKNOWN',
      stripeStatus: 'disputed',
    });
    const ids = async (status: ('UNKNOWN' | 'PAID')[]) =>
      (await ask(InvoicesDocument, { filter: { status } })).data.invoices.nodes.map((node) => node.id);
    expect(await ids(['UNKNOWN'])).toEqual([id]);
    expect(await ids(['PAID'])).toEqual([]);
  });

  test('are listed newest first, page by page, by subscription, status and organization', async () => {
    const organization = newOrganization();
    const { id, customer } = await subscribed(engine, organization);
    for (let count = 0; count < 3; count += 1) await oneOff(customer?.id ?? '');
    await engine.settled();
    const ask = engine.as(organization);
    const first = (await ask(InvoicesDocument, { first: 3 })).data.invoices;
    const rest = (await ask(InvoicesDocument, { first: 3, after: first.pageInfo.endCursor })).data.invoices;
    expect([first.nodes.length, rest.nodes.length, first.totalCount]).toEqual([3, 1, 4]);
    expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
    const times = [...first.nodes, ...rest.nodes].map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort().reverse());
    const drafts = (await ask(InvoicesDocument, { filter: { status: ['DRAFT'] } })).data.invoices;
    const ofSubscription = (await ask(InvoicesDocument, { filter: { subscriptionId: id } })).data.invoices;
    expect([drafts.totalCount, ofSubscription.totalCount]).toEqual([3, 1]);
    const filter = { organizationId: organization };
    expect((await engine.asAdmin()(InvoicesDocument, { filter })).data.invoices.totalCount).toBe(4);
    const other = engine.as(newOrganization());
    expect((await other(InvoicesDocument, { filter })).data.invoices.totalCount).toBe(0);
    expect((await other(InvoiceDocument, { id: first.nodes[0]?.id ?? '' })).data.invoice).toBeNull();
    const nobody = await engine.asNobody()(InvoicesDocument, {});
    expect(nobody.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('upcomingInvoice', () => {
  async function upcoming(organization: string, subscriptionId: string) {
    return engine.as(organization)(UpcomingInvoiceDocument, { subscriptionId });
  }

  test('is what Stripe would charge next', async () => {
    const organization = newOrganization();
    const { id, currentPeriodEnd } = await subscribed(engine, organization, { quantity: 2 });
    const { data } = await upcoming(organization, id);
    const preview = await engine.stripe.invoices.createPreview({ subscription: id });
    expect(data.upcomingInvoice).toMatchObject({
      total: { amount: preview.total, currency: 'USD' },
      amountDue: { amount: 3800 },
      nextPaymentAttempt: new Date(Number(preview.next_payment_attempt) * 1000).toISOString(),
      lines: [{ quantity: 2, amount: { amount: 3800 }, proration: false, periodStart: currentPeriodEnd }],
    });
  });

  test('there is none for a subscription that ends, has ended, or is another organization’s', async () => {
    const organization = newOrganization();
    const { id } = await subscribed(engine, organization);
    expect((await upcoming(newOrganization(), id)).data.upcomingInvoice).toBeNull();
    await engine.stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect((await upcoming(organization, id)).data.upcomingInvoice).toBeNull();
    await engine.stripe.subscriptions.cancel(id);
    // Both before and after the engine knows of it.
    expect(await upcoming(organization, id)).toMatchObject({ data: { upcomingInvoice: null }, errors: [] });
    await engine.settled();
    expect(await upcoming(organization, id)).toMatchObject({ data: { upcomingInvoice: null }, errors: [] });
  });

  test('while Stripe does not answer, the error says so by its code', async () => {
    let isDown = false;
    const disturb = async () => {
      if (isDown) throw new Error('down');
    };
    const unlucky = await runningEngine({ sandbox: { disturb }, env: { STRIPE_MAX_NETWORK_RETRIES: '0' } });
    const { id } = await subscribed(unlucky, 'org_a');
    isDown = true;
    const { errors } = await unlucky.as('org_a')(UpcomingInvoiceDocument, { subscriptionId: id });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['STRIPE_UNAVAILABLE']);
    isDown = false;
    await unlucky.stop();
  });
});
