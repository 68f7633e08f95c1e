import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.js';
import { cleanup } from './support/cleanup.js';
import { runningSandbox, stripeAt } from './support/running-sandbox.js';
import { type StripeAddress, type StripeCli, stripeCli } from './support/stripe-cli.js';
import { type ReceivedWebhook, type WebhookReceiver, webhookReceiver } from './support/webhook-receiver.js';

const KEY = 'sk_test_123456789012';
const { webhooks } = stripeAt('http://127.0.0.1:1');

const EVENTS = [
  'checkout.session.completed',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'invoice.payment_succeeded',
  'invoice.payment_failed',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
];

interface Reached {
  readonly sandbox: Sandbox;
  readonly address: StripeAddress;
}

async function overTcp(): Promise<Reached> {
  const { sandbox, url } = await runningSandbox();
  return { sandbox, address: { apiBase: url } };
}

async function overUnixSocket(): Promise<Reached> {
  const sandbox = await createSandbox();
  cleanup(() => sandbox.close());
  const socket = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'stripe.sock');
  await sandbox.listenOnSocket(socket);
  return { sandbox, address: { socket } };
}

async function openReceiver(answer?: (index: number) => number): Promise<WebhookReceiver> {
  const receiver = await webhookReceiver(answer);
  cleanup(() => receiver.close());
  return receiver;
}

function isOfType(type: string): (webhook: ReceivedWebhook) => boolean {
  return ({ body }) => JSON.parse(body).type === type;
}

function isEvent(id: string): (webhook: ReceivedWebhook) => boolean {
  return ({ body }) => JSON.parse(body).id === id;
}

/** The object that a resource command printed. */
function printed(output: string): Record<string, unknown> {
  return JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
}

describe.each([
  ['over TCP', overTcp],
  ['over a Unix socket', overUnixSocket],
])('the official CLI %s', (_way, reach) => {
  let reached: Reached;
  let cli: StripeCli;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    reached = await reach();
    cli = stripeCli(reached.address, KEY);
    receiver = await openReceiver();
    await cli.listen('--all-snapshot', '--forward-to', receiver.url);
  });

  test.each(EVENTS)('`trigger %s` brings the event through `listen`, signed with the stable secret', async (type) => {
    const before = receiver.received.length;
    const { code, output } = await cli.run('trigger', type);
    expect(output).toContain('Trigger succeeded!');
    expect(code).toBe(0);
    const { body, signature, userAgent } = await receiver.first(isOfType(type), before);
    expect(webhooks.constructEvent(body, signature, reached.sandbox.webhookSecretFor(KEY)).type).toBe(type);
    expect(userAgent).toMatch(/^Stripe\/1\.0/);
  });

  test('`listen --print-secret` prints that secret', async () => {
    const { output } = await cli.run('listen', '--print-secret');
    expect(output.trim()).toBe(reached.sandbox.webhookSecretFor(KEY));
  });

  test('`events resend` brings the same event again under a fresh signature', async () => {
    const { id } = printed((await cli.run('customers', 'create')).output);
    const ofCustomer = ({ body }: ReceivedWebhook) => JSON.parse(body).data.object.id === id;
    const first = await receiver.first(ofCustomer);
    // Signatures differ by their time, which is in whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const before = receiver.received.length;
    await cli.run('events', 'resend', JSON.parse(first.body).id);
    const second = await receiver.first(ofCustomer, before);
    expect(second.body).toBe(first.body);
    expect(second.signature).not.toBe(first.signature);
    webhooks.constructEvent(second.body, second.signature, reached.sandbox.webhookSecretFor(KEY));
    expect(receiver.received.filter(ofCustomer)).toHaveLength(2);
  });

  test('`customers create` creates and `get` shows by the bare id', async () => {
    const created = printed((await cli.run('customers', 'create', '-d', 'name=Ann', '-d', 'metadata[team]=7')).output);
    expect(created).toMatchObject({ object: 'customer', name: 'Ann', metadata: { team: '7' } });
    expect(printed((await cli.run('get', String(created.id))).output)).toEqual(created);
  });
});

test('the secret belongs to the key: the same on every start, another for another key', async () => {
  const secrets = [];
  for (const key of [KEY, KEY, 'sk_test_other4567890']) {
    const { address } = await overTcp();
    secrets.push((await stripeCli(address, key).run('listen', '--print-secret')).output.trim());
  }
  const [first, again, other] = secrets;
  expect(first).toMatch(/^whsec_\w{64}$/);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test('`listen --latest` gets each event once, as any other', async () => {
  const { stripe, url } = await runningSandbox();
  const receiver = await openReceiver();
  await stripeCli({ apiBase: url }).listen('--all-snapshot', '--latest', '--forward-to', receiver.url);
  await stripe.products.create({ name: 'First' });
  const { id } = await stripe.products.create({ name: 'Second' });
  await receiver.first(({ body }) => JSON.parse(body).data.object.id === id);
  expect(receiver.received).toHaveLength(2);
});

test('a refusal of the forwarded event counts as undelivered until it is taken', async () => {
  const { stripe, url } = await runningSandbox();
  const receiver = await openReceiver((index) => (index === 0 ? 500 : 200));
  const cli = stripeCli({ apiBase: url });
  await cli.listen('--all-snapshot', '--forward-to', receiver.url);
  const undelivered = async () => (await stripe.events.list({ delivery_success: false })).data.map(({ id }) => id);
  await stripe.products.create({ name: 'Refused' });
  const refused = await receiver.first(isOfType('product.created'));
  const { id } = JSON.parse(refused.body);
  await eventually(async () => expect(await undelivered()).toEqual([id]));
  await cli.run('events', 'resend', id);
  await receiver.first(isEvent(id), 1);
  await eventually(async () => expect(await undelivered()).toEqual([]));
});

test('thin events, which the sandbox does not send, are refused at once', async () => {
  const { url } = await runningSandbox();
  const { code, output } = await stripeCli({ apiBase: url }).run('listen', '--all-thin', '--forward-to', 'localhost:1');
  expect(code).not.toBe(0);
  expect(output).toContain('The sandbox sends snapshot events only');
});

/** Tries until `check` passes; its last failure is thrown after two seconds. */
async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 2000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
