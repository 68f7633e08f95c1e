import { eventTypes, type RunningSandbox, runningSandbox, stripeError } from './support/running-sandbox.js';

let running: RunningSandbox;

beforeAll(async () => {
  running = await runningSandbox();
});

async function customer(method = 'pm_card_visa'): Promise<string> {
  const made = await running.stripe.customers.create({
    email: 'ann@example.com',
    payment_method: method,
    invoice_settings: { default_payment_method: method },
  });
  return made.id;
}

async function draft(owner: string): Promise<string> {
  const { stripe } = running;
  await stripe.invoiceItems.create({ customer: owner, amount: 2000, currency: 'usd', description: 'Work' });
  await stripe.invoiceItems.create({ customer: owner, amount: -500, currency: 'usd', description: 'Rebate' });
  const invoice = await stripe.invoices.create({ customer: owner, pending_invoice_items_behavior: 'include' });
  return invoice.id;
}

test('a draft takes the pending items in, and leaves none for the next', async () => {
  const { stripe } = running;
  const owner = await customer();
  const invoice = await stripe.invoices.retrieve(await draft(owner));
  expect(invoice).toMatchObject({ status: 'draft', amount_due: 1500, total: 1500, number: null });
  expect(invoice.lines.data.map(({ description }) => description).sort()).toEqual(['Rebate', 'Work']);
  expect((await stripe.invoiceItems.list({ customer: owner, pending: true })).data).toEqual([]);
});

test('without include, the pending items wait', async () => {
  const { stripe } = running;
  const owner = await customer();
  await stripe.invoiceItems.create({ customer: owner, amount: 700, currency: 'usd' });
  expect((await stripe.invoices.create({ customer: owner })).amount_due).toBe(0);
  expect((await stripe.invoiceItems.list({ customer: owner, pending: true })).data).toHaveLength(1);
});

test('finalized, an invoice has a number, a page to read it on, and takes no items', async () => {
  const { stripe } = running;
  const owner = await customer();
  const open = await stripe.invoices.finalizeInvoice(await draft(owner));
  expect(open).toMatchObject({ status: 'open', amount_remaining: 1500 });
  expect(open.number).toMatch(/^[A-Z0-9]{8}-0001$/);
  const page = await (await fetch(open.hosted_invoice_url ?? '')).text();
  expect(page).toContain('$15.00 due');
  expect(await stripeError(stripe.invoices.finalizeInvoice(open.id))).toMatchObject({ code: 'invoice_not_editable' });
  const late = stripe.invoiceItems.create({ customer: owner, invoice: open.id, amount: 1, currency: 'usd' });
  expect(await stripeError(late)).toMatchObject({ code: 'invoice_not_editable' });
  const second = await stripe.invoices.finalizeInvoice(await draft(owner));
  expect(second.number).toMatch(/-0002$/);
});

test('items named for a draft are on it when it is finalized', async () => {
  const { stripe } = running;
  const owner = await customer();
  const { id } = await stripe.invoices.create({ customer: owner });
  const price = await stripe.prices.create({ currency: 'usd', unit_amount: 250, product_data: { name: 'Hour' } });
  await stripe.invoiceItems.create({ customer: owner, invoice: id, pricing: { price: price.id }, quantity: 3 });
  const open = await stripe.invoices.finalizeInvoice(id);
  expect(open).toMatchObject({ amount_due: 750, lines: { data: [{ description: 'Hour', quantity: 3 }] } });
});

test('a payment of a draft finalizes it first', async () => {
  const { stripe } = running;
  const paid = await stripe.invoices.pay(await draft(await customer()));
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 1500, amount_remaining: 0, attempted: true });
  expect(await stripeError(stripe.invoices.pay(paid.id))).toMatchObject({ code: 'invoice_already_paid' });
  const payments = await stripe.invoicePayments.list({ invoice: paid.id });
  expect(payments.data).toMatchObject([{ status: 'paid', amount_paid: 1500 }]);
});

test('a refused card answers 402 and leaves the invoice open with the attempt counted', async () => {
  const { stripe } = running;
  const id = await draft(await customer('pm_card_chargeCustomerFail'));
  const error = await stripeError(stripe.invoices.pay(id));
  expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code: 'card_declined' });
  expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', attempted: true, attempt_count: 1 });
  expect((await stripe.events.list({ type: 'invoice.payment_failed', limit: 1 })).data[0]?.data.object).toMatchObject({
    id,
  });
  const paid = await stripe.invoices.pay(id, { payment_method: 'pm_card_visa' });
  expect(paid).toMatchObject({ status: 'paid', attempt_count: 2 });
});

test('a card that asks for 3D Secure answers 402 and says which intent waits', async () => {
  const { stripe } = running;
  const id = await draft(await customer('pm_card_threeDSecureRequired'));
  const error = await stripeError(stripe.invoices.pay(id));
  expect(error).toMatchObject({ statusCode: 402, code: 'invoice_payment_intent_requires_action' });
  const url = error.payment_intent?.next_action?.redirect_to_url?.url ?? '';
  await fetch(url, { method: 'POST', body: new URLSearchParams({ outcome: 'succeeded' }) });
  expect((await stripe.invoices.retrieve(id)).status).toBe('paid');
});

test('a payment without any card is refused', async () => {
  const { stripe } = running;
  const owner = (await stripe.customers.create()).id;
  const error = await stripeError(stripe.invoices.pay(await draft(owner)));
  expect(error).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'payment_method' });
});

test('an invoice can be paid elsewhere, voided while open, and deleted while a draft', async () => {
  const { stripe } = running;
  const owner = await customer();
  expect(await stripe.invoices.pay(await draft(owner), { paid_out_of_band: true })).toMatchObject({
    status: 'paid',
    amount_paid: 0,
  });
  const open = await stripe.invoices.finalizeInvoice(await draft(owner));
  expect(await stripe.invoices.voidInvoice(open.id)).toMatchObject({ status: 'void', amount_remaining: 0 });
  expect((await stripeError(stripe.invoices.voidInvoice(open.id))).statusCode).toBe(400);
  expect((await stripeError(stripe.invoices.del(open.id))).statusCode).toBe(400);
  const unwanted = await draft(owner);
  expect(await stripe.invoices.del(unwanted)).toMatchObject({ id: unwanted, deleted: true });
  expect(await stripeError(stripe.invoices.retrieve(unwanted))).toMatchObject({ statusCode: 404 });
});

test('the items of a deleted draft are gone with it', async () => {
  const { stripe } = running;
  const owner = await customer();
  await stripe.invoices.del(await draft(owner));
  expect((await stripe.invoiceItems.list({ customer: owner })).data).toEqual([]);
});

test('an invoice over nothing is paid by being finalized', async () => {
  const { stripe } = running;
  const { id } = await stripe.invoices.create({ customer: await customer() });
  expect(await stripe.invoices.finalizeInvoice(id)).toMatchObject({ status: 'paid', amount_due: 0 });
});

test('a list is told apart by customer and status', async () => {
  const { stripe } = running;
  const owner = await customer();
  const paid = await stripe.invoices.pay(await draft(owner));
  const open = await draft(owner);
  const ids = async (status: 'paid' | 'draft') =>
    (await stripe.invoices.list({ customer: owner, status })).data.map(({ id }) => id);
  expect(await ids('paid')).toEqual([paid.id]);
  expect(await ids('draft')).toEqual([open]);
});

test('events of a paid draft come in the order of what happened', async () => {
  const { sandbox, stripe } = await runningSandbox();
  const owner = (await stripe.customers.create()).id;
  await stripe.invoiceItems.create({ customer: owner, amount: 900, currency: 'usd' });
  const { id } = await stripe.invoices.create({ customer: owner, pending_invoice_items_behavior: 'include' });
  await stripe.invoices.pay(id, { payment_method: 'pm_card_visa' });
  const types = (await eventTypes(stripe)).filter((type) => type !== 'invoice.updated');
  expect(types).toEqual([
    'customer.created',
    'invoiceitem.created',
    'invoice.created',
    // It is bound to the currency of its first invoice.
    'customer.updated',
    'invoice.finalized',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'invoice_payment.paid',
    'invoice.paid',
    'invoice.payment_succeeded',
  ]);
  await sandbox.close();
});
