import { changeBy, quoted } from './support/quoting.js';
import { engineServer, temporaryFolder } from './support/engine-process.js';
import { type ChangeSubscriptionInput, ChangeSubscriptionDocument } from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { subscribed } from './support/subscribed.js';
import { until } from './support/until.js';

/** What Stripe does with a change: it holds it before it is carried out, until it is let go. */
class Hold {
  #held: (() => void)[] = [];
  #isOn = false;

  on(): void {
    this.#isOn = true;
  }

  /** Lets go of what is held; what comes from now on is not held. */
  off(): void {
    this.#isOn = false;
    for (const release of this.#held.splice(0)) release();
  }

  async pass(method: string, path: string): Promise<void> {
    if (!this.#isOn || method !== 'POST' || path !== '/v1/subscriptions/{subscription_exposed_id}') return;
    await new Promise<void>((resolve) => this.#held.push(resolve));
  }

  get count(): number {
    return this.#held.length;
  }
}

const SLOW_STRIPE = { STRIPE_TIMEOUT_MS: '1500', STRIPE_MAX_NETWORK_RETRIES: '0' };
const hold = new Hold();
let failing = 0;
let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({
    env: SLOW_STRIPE,
    sandbox: {
      disturb: async (method, path) => {
        await hold.pass(method, path);
        if (method !== 'POST' || path !== '/v1/subscriptions/{subscription_exposed_id}' || failing === 0) return;
        failing -= 1;
        throw new Error('Stripe has an outage in this test');
      },
    },
  });
});

let organizations = 0;

async function begun() {
  organizations += 1;
  const organization = `org_${organizations}`;
  const { id } = await subscribed(engine, organization);
  const asking = engine.as(organization);
  const input: ChangeSubscriptionInput = { id, planUid: 'plan_pro', quantity: 2, prorationBehavior: 'ALWAYS_INVOICE' };
  const quote = await quoted(asking, input);
  return { organization, id, asking, input: { ...input, quoteId: quote.quoteId }, due: quote.amountDueNow.amount };
}

async function paidFor(id: string): Promise<number[]> {
  const { data } = await engine.stripe.invoices.list({ subscription: id });
  return data.map(({ amount_paid }) => amount_paid);
}

test('a change whose answer was too late is the same change when it is asked for again', async () => {
  const { id, asking, input, due } = await begun();
  hold.on();
  expect((await changeBy(asking, input)).errors).toMatchObject([{ code: 'STRIPE_UNAVAILABLE' }]);
  hold.off();
  await until(async () => (await paidFor(id)).length === 2);
  const again = await changeBy(asking, input);
  expect(again.errors).toEqual([]);
  expect(again.subscription).toMatchObject({ plan: { uid: 'plan_pro' }, items: [{ quantity: 2 }] });
  expect(await paidFor(id)).toEqual([due, 1900]);
  expect((await changeBy(asking, input)).errors).toMatchObject([{ code: 'CONFLICT' }]);
});

test('while Stripe is still at it, a repetition is told to come again and begins no other change', async () => {
  const { id, asking, input, due } = await begun();
  hold.on();
  await changeBy(asking, input);
  expect((await changeBy(asking, input)).errors).toMatchObject([{ code: 'STRIPE_UNAVAILABLE' }]);
  expect(hold.count).toBe(1);
  hold.off();
  expect(
    (
      await until(async () => {
        const answer = await changeBy(asking, input);
        return answer.errors.length === 0 && answer;
      })
    ).subscription,
  ).toMatchObject({ items: [{ quantity: 2 }] });
  expect(await paidFor(id)).toEqual([due, 1900]);
});

test('a failure that Stripe keeps under the key does not keep the quote from being used', async () => {
  const { id, asking, input, due } = await begun();
  failing = 1;
  const codes: (string | undefined)[] = [];
  for (let tries = 0; tries < 3; tries += 1) codes.push((await changeBy(asking, input)).errors[0]?.code);
  expect(codes).toEqual(['STRIPE_UNAVAILABLE', 'STRIPE_UNAVAILABLE', undefined]);
  expect(await paidFor(id)).toEqual([due, 1900]);
});

test.each([
  ['Stripe had got the request', true],
  ['the request was lost', false],
])(
  'a process that dies before it hears of the change: another one brings it to its end, where %s',
  async (_where, isMade) => {
    const { organization, id, asking, input, due } = await begun();
    const folder = await temporaryFolder();
    const other = await engineServer(folder, {
      STRIPE_SECRET_KEY: 'sk_test_of_the_engine',
      STRIPE_WEBHOOK_SECRET: 'whsec_1',
      STRIPE_API_BASE: engine.sandboxUrl,
      MONGODB_URI: engine.database.uri,
      RECONCILE_INTERVAL_SECONDS: '0',
      LOG_LEVEL: 'warn',
    });
    hold.on();
    const lost = postGraphql(other.url, ChangeSubscriptionDocument, { input }, { 'x-organization-id': organization });
    const ended = lost.then(
      () => 'answered',
      () => 'lost',
    );
    await until(async () => hold.count === 1);
    other.child.kill('SIGKILL');
    expect(await ended).toBe('lost');
    await other.ended;
    if (isMade) {
      hold.off();
      await until(async () => (await paidFor(id)).length === 2);
    }
    if (!isMade) failing = 1;
    hold.off();
    const answer = await until(async () => {
      const tried = await changeBy(asking, input);
      return tried.errors.length === 0 && tried;
    });
    expect(answer.subscription).toMatchObject({ plan: { uid: 'plan_pro' }, items: [{ quantity: 2 }] });
    expect(await paidFor(id)).toEqual([due, 1900]);
    expect((await changeBy(asking, input)).errors).toMatchObject([{ code: 'CONFLICT' }]);
  },
);

test('a quote that was taken in time is gone through with after it has expired, and not begun then', async () => {
  let now = new Date();
  const late = await runningEngine({ beside: engine, now: () => now, env: SLOW_STRIPE });
  const taken = await begun();
  const untaken = await begun();
  hold.on();
  expect((await changeBy(late.as(taken.organization), taken.input)).errors).toMatchObject([
    { code: 'STRIPE_UNAVAILABLE' },
  ]);
  now = new Date(now.getTime() + 3_600_000);
  hold.off();
  await until(async () => (await paidFor(taken.id)).length === 2);
  expect((await changeBy(late.as(taken.organization), taken.input)).errors).toEqual([]);
  expect(await paidFor(taken.id)).toEqual([taken.due, 1900]);
  expect((await changeBy(late.as(untaken.organization), untaken.input)).errors).toMatchObject([
    { code: 'QUOTE_EXPIRED' },
  ]);
  await late.stop();
});
