import { readFile } from 'node:fs/promises';
import type { RecordedRequest } from '../sandbox/http/app.js';
import { parsePlanFile } from '../src/catalog/plan-definition.js';
import { QuoteSeal } from '../src/quotes/quote-seal.js';
import {
  ChangeSubscriptionDocument,
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  ReportUsageDocument,
  type ChangeSubscriptionInput,
  UpcomingInvoiceDocument,
} from './support/generated/operations.js';
import { changeBy, newestInvoice, previewBy, quoted } from './support/quoting.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { payByCard } from './support/hosted-page.js';
import { payWith, subscribed } from './support/subscribed.js';

const requests: RecordedRequest[] = [];
let now = new Date();
let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({
    now: () => now,
    sandbox: { onRequest: (request) => requests.push(request) },
    plans: `${await readFile('plans.yaml', 'utf8')}
  - uid: plan_other
    name: Other
    prices: [{ interval: month, amount: 700, currency: usd }]
`,
  });
  await publish(planMoving(800));
});

const planMoving = (amount: number) => `plans:
  - uid: plan_moving
    name: Moving
    prices: [{ interval: month, amount: ${amount}, currency: usd }]
`;

async function publish(plans: string): Promise<void> {
  for (const definition of parsePlanFile(plans)) await engine.app.publisher.publish(definition);
}

beforeEach(() => {
  now = new Date();
});

let organizations = 0;

/** An organization of its own with a subscription to the starter plan, which is paid. */
async function customer(input: Parameters<typeof subscribed>[2] = {}) {
  organizations += 1;
  const organization = `org_${organizations}`;
  const subscription = await subscribed(engine, organization, input);
  return {
    organization,
    asking: engine.as(organization),
    id: subscription.id,
    stripeId: subscription.customer?.id ?? '',
  };
}

/** The requests since `mark` that change something at Stripe. */
function writesSince(mark: number): string[] {
  return requests
    .slice(mark)
    .filter(({ method, url }) => method !== 'GET' && !url.startsWith('/v1/invoices/create_preview'))
    .map(({ method, url }) => `${method} ${url}`);
}

const upgrade = (id: string): ChangeSubscriptionInput => ({
  id,
  planUid: 'plan_pro',
  prorationBehavior: 'ALWAYS_INVOICE',
});

describe('subscriptionChangePreview', () => {
  test('says what is due now, by lines, and the change by its quote is charged as it says', async () => {
    const { asking, id } = await customer({ quantity: 3 });
    const quote = await quoted(asking, upgrade(id));
    expect(quote.lines).toHaveLength(2);
    expect(quote.lines.every(({ proration }) => proration)).toBe(true);
    expect(quote.lines.reduce((sum, line) => sum + line.amount.amount, 0)).toBe(quote.amountDueNow.amount);
    expect(quote.amountDueNow.currency).toBe('USD');
    expect(quote.nextInvoiceTotal?.amount).toBe(3 * 4900);
    const { subscription, errors } = await changeBy(asking, { ...upgrade(id), quoteId: quote.quoteId });
    expect(errors).toEqual([]);
    expect(subscription).toMatchObject({ plan: { uid: 'plan_pro' }, items: [{ quantity: 3 }] });
    const invoice = await newestInvoice(engine, id);
    expect(invoice).toMatchObject({ billing_reason: 'subscription_update', amount_paid: quote.amountDueNow.amount });
    expect(invoice.lines.data.map(({ amount }) => amount)).toEqual(quote.lines.map(({ amount }) => amount.amount));
  });

  test('says what the next invoice comes to where nothing is due now', async () => {
    const { asking, id } = await customer();
    const input: ChangeSubscriptionInput = { id, quantity: 4, prorationBehavior: 'CREATE_PRORATIONS' };
    const quote = await quoted(asking, input);
    expect(quote.amountDueNow.amount).toBe(0);
    expect(quote.lines.map(({ proration }) => proration)).toEqual([true, true, false]);
    await changeBy(asking, { ...input, quoteId: quote.quoteId });
    const { data } = await asking(UpcomingInvoiceDocument, { subscriptionId: id });
    expect(data.upcomingInvoice?.total.amount).toBe(quote.nextInvoiceTotal?.amount);
  });

  test('changes nothing at Stripe and stores nothing', async () => {
    const { asking, id } = await customer();
    await engine.settled();
    const { connection } = engine.database;
    const stored = async () => ({
      subscription: await connection
        .collection('subscriptions')
        .findOne(
          { stripe_subscription_id: id },
          { projection: { observed_ticket: 0, observed_from: 0, observed_until: 0 } },
        ),
      intents: await connection.collection('intents').countDocuments(),
    });
    const before = await stored();
    const mark = requests.length;
    await quoted(asking, upgrade(id));
    expect(writesSince(mark)).toEqual([]);
    expect(await stored()).toEqual(before);
  });

  test('is refused for what the change would be refused for, without a quote', async () => {
    const { asking, id } = await customer({ quantity: 2 });
    const refusal = async (input: Partial<ChangeSubscriptionInput>) => {
      const { errors, ...rest } = await previewBy(asking, { id, prorationBehavior: 'NONE', ...input });
      expect(rest).toEqual({
        quoteId: null,
        quoteExpiresAt: null,
        amountDueNow: null,
        nextInvoiceTotal: null,
        lines: [],
      });
      return errors.map(({ code, field }) => `${code} ${field?.join('.')}`);
    };
    expect(await refusal({})).toEqual(['INVALID_INPUT input']);
    expect(await refusal({ quantity: 0 })).toEqual(['INVALID_INPUT input.quantity']);
    expect(await refusal({ planUid: 'plan_none' })).toEqual(['PLAN_NOT_FOUND input.planUid']);
    expect(await refusal({ id: 'sub_none', quantity: 3 })).toEqual(['NOT_FOUND input.id']);
    const other = await customer();
    expect(await refusal({ id: other.id, quantity: 3 })).toEqual(['NOT_FOUND input.id']);
    await engine.stripe.subscriptions.cancel(id);
    expect(await refusal({ quantity: 3 })).toEqual(['INVALID_STATE input.id']);
  });

  test('has no next invoice for a subscription that ends with its period', async () => {
    const { asking, id } = await customer();
    await engine.stripe.subscriptions.update(id, { cancel_at_period_end: true });
    const quote = await quoted(asking, { id, planUid: 'plan_pro', prorationBehavior: 'NONE' });
    expect(quote).toMatchObject({ amountDueNow: { amount: 0 }, nextInvoiceTotal: null, lines: [] });
    const { errors } = await changeBy(asking, { ...upgrade(id), prorationBehavior: 'NONE', quoteId: quote.quoteId });
    expect(errors).toEqual([]);
  });

  test('holds for a customer whose usage goes on: that is the next invoice’s, and nobody’s quote', async () => {
    const organization = 'org_metered';
    const asking = engine.as(organization);
    const overages = { overagesEnabled: true, overageBandwidth: true };
    const { data } = await asking(CreateCheckoutDocument, {
      input: { planUid: 'plan_starter', billingInterval: 'MONTH', ...overages },
    });
    await payByCard(data.createCheckout.checkoutUrl);
    const sessionId = data.createCheckout.checkoutSession?.id ?? '';
    const confirmed = await asking(ConfirmCheckoutDocument, { input: { sessionId } });
    const id = confirmed.data.confirmCheckout.subscription?.id ?? '';
    const input = upgrade(id);
    const quote = await quoted(asking, input);
    expect(quote.lines.map(({ proration }) => proration)).toEqual([true, true]);
    expect(quote.nextInvoiceTotal?.amount).toBe(4900);
    const usage = { organizationId: organization, kind: 'BANDWIDTH', quantity: 100, identifier: 'usage-1' } as const;
    expect((await engine.asAdmin()(ReportUsageDocument, { input: usage })).data.reportUsage.errors).toEqual([]);
    const { nextInvoiceTotal } = await quoted(asking, input);
    expect(nextInvoiceTotal?.amount).toBeGreaterThan(4900);
    expect((await changeBy(asking, { ...input, quoteId: quote.quoteId })).errors).toEqual([]);
    expect((await newestInvoice(engine, id)).amount_paid).toBe(quote.amountDueNow.amount);
  });

  test('takes the balance of the customer into what is due now', async () => {
    const { asking, id, stripeId } = await customer({ quantity: 2 });
    await engine.stripe.customers.update(stripeId, { balance: -1000 });
    const quote = await quoted(asking, upgrade(id));
    const sum = quote.lines.reduce((total, line) => total + line.amount.amount, 0);
    expect(quote.amountDueNow.amount).toBe(sum - 1000);
    await changeBy(asking, { ...upgrade(id), quoteId: quote.quoteId });
    expect((await newestInvoice(engine, id)).amount_paid).toBe(sum - 1000);
  });
});

describe('a quote', () => {
  test('that was altered anywhere is none', async () => {
    const { asking, id } = await customer();
    const { quoteId } = await quoted(asking, upgrade(id));
    const [version = '', body = '', signature = ''] = quoteId.split('.');
    const cheaper = JSON.parse(Buffer.from(body, 'base64url').toString());
    const flipped = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    const altered = [
      `q2.${body}.${signature}`,
      `${version}.${flipped(body, 10)}.${signature}`,
      `${version}.${body}.${flipped(signature, 3)}`,
      `${version}.${body}.${signature.slice(1)}`,
      `${version}.${body}.`,
      `${version}.${body}`,
      `${version}.${Buffer.from(JSON.stringify({ ...cheaper, amountDueNow: 1 })).toString('base64url')}.${signature}`,
      new QuoteSeal('another secret').seal(cheaper),
      ` ${quoteId}`,
      `${quoteId}\n`,
      'quote_1',
    ];
    await engine.settled();
    const mark = requests.length;
    for (const forged of altered) {
      const { subscription, errors } = await changeBy(asking, { ...upgrade(id), quoteId: forged });
      expect(subscription).toBeNull();
      expect(errors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'quoteId'] }]);
    }
    expect(requests.length).toBe(mark);
  });

  test('is for the input that was previewed and for no other', async () => {
    const { asking, id, organization } = await customer();
    const { quoteId } = await quoted(asking, upgrade(id));
    const other = await subscribed(engine, organization, { planUid: 'plan_other' });
    const mark = requests.length;
    for (const input of [
      { ...upgrade(id), quantity: 2 },
      { ...upgrade(id), billingInterval: 'YEAR' as const },
      { ...upgrade(id), planUid: null, quantity: 2 },
      { ...upgrade(id), prorationBehavior: 'CREATE_PRORATIONS' as const },
      upgrade(other.id),
    ]) {
      const { errors } = await changeBy(asking, { ...input, quoteId });
      expect(errors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'quoteId'] }]);
    }
    expect(writesSince(mark)).toEqual([]);
    // Nothing and null are the same.
    const { errors } = await changeBy(asking, { ...upgrade(id), quantity: null, billingInterval: null, quoteId });
    expect(errors).toEqual([]);
  });

  test('of another organization is none; an admin’s quote is for the organization too', async () => {
    const { asking, id } = await customer();
    const stranger = await customer();
    const { quoteId } = await quoted(engine.asAdmin(), upgrade(id));
    const mark = requests.length;
    for (const target of [id, stranger.id]) {
      const { errors } = await changeBy(stranger.asking, { ...upgrade(target), quoteId });
      expect(errors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'quoteId'] }]);
    }
    const nobody = await engine.asNobody()(ChangeSubscriptionDocument, { input: { ...upgrade(id), quoteId } });
    expect(nobody.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
    expect(writesSince(mark)).toEqual([]);
    expect((await changeBy(asking, { ...upgrade(id), quoteId })).errors).toEqual([]);
  });

  test('expires when it says, and until then it counts', async () => {
    const { asking, id } = await customer();
    const { quoteId, quoteExpiresAt } = await quoted(asking, upgrade(id));
    expect(Date.parse(quoteExpiresAt) - now.getTime()).toBe(900_000);
    now = new Date(quoteExpiresAt);
    await engine.settled();
    const mark = requests.length;
    const late = await changeBy(asking, { ...upgrade(id), quoteId });
    expect(late.errors).toMatchObject([{ code: 'QUOTE_EXPIRED', details: { expiredAt: quoteExpiresAt } }]);
    expect(requests.length).toBe(mark);
    now = new Date(Date.parse(quoteExpiresAt) - 1);
    expect((await changeBy(asking, { ...upgrade(id), quoteId })).errors).toEqual([]);
  });

  test('is used once', async () => {
    const { asking, id } = await customer();
    const { quoteId } = await quoted(asking, upgrade(id));
    await changeBy(asking, { ...upgrade(id), quoteId });
    await changeBy(asking, { id, planUid: 'plan_starter', prorationBehavior: 'NONE' });
    await engine.settled();
    const mark = requests.length;
    const again = await changeBy(asking, { ...upgrade(id), quoteId });
    expect(again).toMatchObject({ subscription: null, errors: [{ code: 'CONFLICT', field: ['input', 'quoteId'] }] });
    expect(requests.length).toBe(mark);
  });

  test('is one change however many use it at the same time, in two processes too', async () => {
    const beside = await runningEngine({ beside: engine });
    const { asking, id, organization } = await customer();
    const { quoteId, amountDueNow } = await quoted(asking, upgrade(id));
    const askers = [asking, beside.as(organization), asking, beside.as(organization), asking, beside.as(organization)];
    const answers = await Promise.all(askers.map((each) => changeBy(each, { ...upgrade(id), quoteId })));
    const codes = answers.flatMap(({ errors }) => errors.map(({ code }) => code));
    expect(codes.filter((code) => code !== 'CONFLICT')).toEqual([]);
    expect(codes.length).toBeLessThan(answers.length);
    const invoices = await engine.stripe.invoices.list({ subscription: id });
    expect(invoices.data.map(({ amount_paid }) => amount_paid)).toEqual([amountDueNow.amount, 1900]);
    await beside.stop();
  });

  test('can be used again after a card was declined', async () => {
    const { asking, id, stripeId } = await customer();
    await payWith(engine.stripe, stripeId, 'pm_card_chargeCustomerFail');
    const { quoteId, amountDueNow } = await quoted(asking, upgrade(id));
    const declined = await changeBy(asking, { ...upgrade(id), quoteId });
    expect(declined.errors).toMatchObject([{ code: 'CARD_DECLINED' }]);
    await payWith(engine.stripe, stripeId, 'pm_card_visa');
    expect((await changeBy(asking, { ...upgrade(id), quoteId })).errors).toEqual([]);
    expect((await newestInvoice(engine, id)).amount_paid).toBe(amountDueNow.amount);
  });
});

describe('a change by quote is refused, with the old and the new amounts, when', () => {
  async function refusalAfter(
    interference: (id: string, stripeId: string) => Promise<unknown>,
    input: Partial<ChangeSubscriptionInput> = {},
  ) {
    const { asking, id, stripeId } = await customer();
    const wanted = { ...upgrade(id), ...input };
    const quote = await quoted(asking, wanted);
    await interference(id, stripeId);
    const mark = requests.length;
    const { subscription, errors } = await changeBy(asking, { ...wanted, quoteId: quote.quoteId });
    expect(writesSince(mark)).toEqual([]);
    expect(subscription).toBeNull();
    const [{ code, details } = { code: undefined, details: undefined }] = errors;
    expect(code).toBe('QUOTE_CHANGED');
    // What it says of the present is what a new preview says.
    const fresh = await quoted(asking, wanted);
    expect(details).toMatchObject({
      currency: 'USD',
      old: quote.amountDueNow.amount,
      nextInvoiceTotal: { old: quote.nextInvoiceTotal?.amount, new: fresh.nextInvoiceTotal?.amount },
    });
    expect(Math.abs(Number(details?.new) - fresh.amountDueNow.amount)).toBeLessThan(5);
    expect((await changeBy(asking, { ...wanted, quoteId: fresh.quoteId })).errors).toEqual([]);
    return { quote, fresh };
  }

  test('the quantity was changed by somebody else', async () => {
    const { quote, fresh } = await refusalAfter(async (id) => {
      const { items } = await engine.stripe.subscriptions.retrieve(id);
      await engine.stripe.subscriptions.update(id, { items: [{ id: items.data[0]?.id ?? '', quantity: 3 }] });
    });
    expect(fresh.amountDueNow.amount).toBeGreaterThan(2 * quote.amountDueNow.amount);
  });

  test.each(['ALWAYS_INVOICE', 'NONE'] as const)('a coupon was given (%s)', async (prorationBehavior) => {
    const { id: coupon } = await engine.stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    const give = (id: string) => engine.stripe.subscriptions.update(id, { discounts: [{ coupon }] });
    const { fresh } = await refusalAfter(give, { prorationBehavior });
    expect(fresh.nextInvoiceTotal?.amount).toBe(2450);
  });

  test('the balance of the customer was changed', async () => {
    const { quote, fresh } = await refusalAfter((_id, stripeId) =>
      engine.stripe.customers.update(stripeId, { balance: -700 }),
    );
    expect(fresh.amountDueNow.amount).toBeLessThan(quote.amountDueNow.amount - 690);
  });

  test('something else was put on the invoice that it makes', async () => {
    const { quote, fresh } = await refusalAfter((subscription, stripeId) =>
      engine.stripe.invoiceItems.create({ customer: stripeId, subscription, amount: 250, currency: 'usd' }),
    );
    expect(fresh.amountDueNow.amount - quote.amountDueNow.amount).toBeGreaterThan(240);
    expect(fresh.nextInvoiceTotal).toEqual(quote.nextInvoiceTotal);
  });

  test('its plan was given another price, although nothing is due now', async () => {
    const { quote, fresh } = await refusalAfter(() => publish(planMoving(900)), {
      planUid: 'plan_moving',
      prorationBehavior: 'NONE',
    });
    expect([quote, fresh].map(({ amountDueNow }) => amountDueNow.amount)).toEqual([0, 0]);
    expect([quote, fresh].map(({ nextInvoiceTotal }) => nextInvoiceTotal?.amount)).toEqual([800, 900]);
  });

  test.each(['ALWAYS_INVOICE', 'NONE'] as const)('its end was set (%s)', async (prorationBehavior) => {
    const { asking, id } = await customer();
    const wanted = { ...upgrade(id), prorationBehavior };
    const quote = await quoted(asking, wanted);
    const { items } = await engine.stripe.subscriptions.retrieve(id);
    const end = items.data[0]?.current_period_end ?? 0;
    await engine.stripe.subscriptions.update(id, { cancel_at: end - 5 * 86_400, proration_behavior: 'none' });
    const mark = requests.length;
    const { errors } = await changeBy(asking, { ...wanted, quoteId: quote.quoteId });
    expect(errors).toMatchObject([{ code: 'QUOTE_CHANGED', details: { nextInvoiceTotal: { new: null } } }]);
    expect(writesSince(mark)).toEqual([]);
  });
});
