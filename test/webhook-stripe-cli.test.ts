import { WebhookEventsDocument } from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { type StripeCli, stripeCli } from './support/stripe-cli.js';
import { until } from './support/until.js';
import { webhookSecretFor } from '../sandbox/stripe-cli/webhook-secret.js';

const KEY = 'sk_test_123456789012';

let engine: RunningEngine;
let cli: StripeCli;

beforeAll(async () => {
  engine = await runningEngine({
    deliversWebhooks: false,
    env: { STRIPE_WEBHOOK_SECRET: webhookSecretFor(KEY), WEBHOOK_RETRY_DELAYS_SECONDS: '0' },
  });
  cli = stripeCli({ apiBase: engine.sandboxUrl }, KEY);
  await cli.listen('--all-snapshot', '--forward-to', `${engine.url}/payments/webhook`);
});

/** The entries of one type that are at rest. */
async function entriesOf(type: string) {
  const { data } = await engine.asAdmin()(WebhookEventsDocument, { first: 100, filter: { type: [type] } });
  return data.webhookEvents.nodes.filter(({ status }) => status !== 'RECEIVED' && status !== 'PROCESSING');
}

/** What `stripe trigger` sells goes to a customer of no organization, or to none, and the entry says so. */
const UNKNOWN_CUSTOMER = {
  status: 'FAILED',
  processed: false,
  nextAttemptAt: null,
  result: { success: false, error: expect.stringMatching(/^Customer (cus_\w+|\(none\)) is not known: /) },
};
/** The invoices it makes are for no subscription. */
const NOTHING_TO_STORE = { status: 'PROCESSED', processed: true, result: { success: true, error: null } };

test.each([
  ['checkout.session.completed', UNKNOWN_CUSTOMER],
  ['customer.subscription.created', UNKNOWN_CUSTOMER],
  ['customer.subscription.updated', UNKNOWN_CUSTOMER],
  ['customer.subscription.deleted', UNKNOWN_CUSTOMER],
  ['invoice.payment_succeeded', NOTHING_TO_STORE],
  ['invoice.payment_failed', NOTHING_TO_STORE],
])(
  '`stripe trigger %s` reaches the engine through `stripe listen`, is answered 200, and is stored with its result',
  async (type, expected) => {
    const before = (await engine.stripe.events.list({ type, limit: 100 })).data.map(({ id }) => id);
    const { code, output } = await cli.run('trigger', type);
    expect(output).toContain('Trigger succeeded!');
    expect(code).toBe(0);
    const triggered = (await engine.stripe.events.list({ type, limit: 100 })).data.filter(
      ({ id }) => !before.includes(id),
    );
    expect(triggered.length).toBeGreaterThan(0);
    const ids = triggered.map(({ id }) => id);
    const entries = await until(async () => {
      const atRest = (await entriesOf(type)).filter(({ id }) => ids.includes(id));
      return atRest.length === ids.length && atRest;
    });
    for (const entry of entries) expect(entry).toMatchObject({ type, ...expected });
    // The CLI reports each answer back; an answer other than 2xx leaves the event undelivered.
    await until(async () => {
      const { data } = await engine.stripe.events.list({ type, delivery_success: false });
      return data.length === 0;
    });
  },
);
