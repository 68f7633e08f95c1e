import { setTimeout as pause } from 'node:timers/promises';
import type Stripe from 'stripe';
import type { FieldChange, StateChangeRecord } from '../src/subscriptions/state-change.record.js';
import { cleanup } from './support/cleanup.js';
import { type EngineServer, engineServer, temporaryFolder } from './support/engine-process.js';
import { CreateCheckoutDocument, PlansDocument, SavePlanDocument } from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { readyProxy } from './support/ready-proxy.js';
import { ADMIN_KEY, WEBHOOK_SECRET } from './support/running-engine.js';
import { runningSandbox } from './support/running-sandbox.js';
import { deliver } from './support/signed-webhook.js';
import { testDatabase } from './support/test-database.js';
import { until } from './support/until.js';

const ORGANIZATIONS = ['org_1', 'org_2', 'org_3'];
const PATIENCE_MS = 120_000;
/** As much as leaves the processes that start a part of a small machine. */
const PAUSE_MS = 150;
/** While a process ends: the moments in which a request can be lost are short. */
const SHORT_PAUSE_MS = 10;

test(
  'two processes are restarted one after the other under load: no request fails, no event is lost, none is applied twice',
  async () => {
    const { stripe, url: stripeUrl } = await runningSandbox();
    const { connection, uri } = await testDatabase();
    const folder = await temporaryFolder();
    const env = {
      NODE_ENV: 'test',
      LOG_LEVEL: 'warn',
      STRIPE_SECRET_KEY: 'sk_test_of_the_engine',
      STRIPE_API_BASE: stripeUrl,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      MONGODB_URI: uri,
      ADMIN_API_KEY: ADMIN_KEY,
      RECONCILE_INTERVAL_SECONDS: '0',
      SHUTDOWN_DRAIN_MS: '600',
    };
    const proxy = await readyProxy();
    const start = async () => {
      const server = await engineServer(folder, env);
      proxy.add(server.url);
      return server;
    };
    const servers = await Promise.all([start(), start()]);
    const plan = { uid: 'plan_a', name: 'A', prices: [{ billingInterval: 'MONTH', currency: 'USD', unitAmount: 900 }] };
    const saved = await postGraphql(proxy.url, SavePlanDocument, { input: plan }, { 'x-api-key': ADMIN_KEY });
    expect(saved.data.savePlan.errors).toEqual([]);
    const load = new Load(proxy.url, stripe);
    cleanup(() => load.end());
    await load.begin();

    for (const server of servers) {
      const before = load.answered;
      await start();
      server.child.kill('SIGTERM');
      expect(await load.while(ended(server))).toBe(0);
      const during = load.answered;
      expect(during).toBeGreaterThan(before + 10);
      await until(async () => load.answered > during + 20);
    }
    await load.end();

    expect(load.failures).toEqual([]);
    expect([...proxy.given.values()].every((count) => count > 5)).toBe(true);
    const events = connection.collection('webhook_events');
    await until(async () => (await events.countDocuments({ processed: false })) === 0);
    const rows = await events.find().toArray();
    expect(rows.map(({ event_id }) => String(event_id)).toSorted()).toEqual([...load.delivered].toSorted());
    expect(rows.filter(({ status, attempts }) => status === 'failed' || attempts !== 1)).toEqual([]);
    expect(load.delivered.size).toBeGreaterThan(50);
    for (const [id, turn] of load.turns) {
      const stored = await connection.collection('subscriptions').findOne({ stripe_subscription_id: id });
      expect(stored?.stripe_data.metadata.turn).toBe(String(turn));
      const history = await connection
        .collection('subscription_changes')
        .find({ stripe_subscription_id: id })
        .sort({ number: 1 })
        .toArray();
      // What one state of the subscription brought is written once, and none is written after a later one.
      const changes = [...history, stored?.last_change] as readonly StateChangeRecord[];
      const turns = changes.flatMap(({ fields }) => fields.flatMap(turnsIn));
      expect(turns.length).toBeGreaterThan(5);
      expect(turns).toEqual([...new Set(turns)].toSorted((one, other) => one - other));
    }
  },
  PATIENCE_MS,
);

/** The number that the load gave to the state that a change led to. */
function turnsIn({ path, after }: FieldChange): number[] {
  if (path === 'stripe_data.metadata.turn') return [Number(after)];
  const { turn } = (path === 'stripe_data.metadata' ? after : {}) as { readonly turn?: string };
  return turn === undefined ? [] : [Number(turn)];
}

async function ended({ ended: ending }: EngineServer): Promise<number | null> {
  return (await ending).code;
}

/** People who buy and read, and a Stripe whose subscriptions change and that delivers each event twice at once. */
class Load {
  readonly failures: string[] = [];
  readonly delivered = new Set<string>();
  /** The last change of each subscription at Stripe. */
  readonly turns = new Map<string, number>();
  answered = 0;
  #isOver = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly stripe: Stripe,
  ) {}

  async begin(): Promise<void> {
    const [price] = (await this.stripe.prices.list({ lookup_keys: ['plan_a_month_usd'] })).data;
    for (const organization of ORGANIZATIONS) {
      const customer = await this.stripe.customers.create({
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
        metadata: { organization_id: organization },
      });
      const { id } = await this.stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: price?.id ?? '' }],
      });
      this.turns.set(id, 0);
    }
    this.#running = Promise.all([this.#deliver(), this.#read(), this.#buy()]);
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #deliver(): Promise<void> {
    let [last] = (await this.stripe.events.list({ limit: 1 })).data;
    while (!this.#isOver) {
      for (const [id, turn] of this.turns) {
        await this.stripe.subscriptions.update(id, { metadata: { turn: String(turn + 1) } });
        this.turns.set(id, turn + 1);
      }
      const page = await this.stripe.events.list({ limit: 100, ending_before: last?.id ?? '' });
      last = page.data[0] ?? last;
      await pause(PAUSE_MS);
      await Promise.all(page.data.flatMap((event) => [this.#send(event), this.#send(event)]));
    }
  }

  async #send(event: Stripe.Event): Promise<void> {
    this.delivered.add(event.id);
    await this.#ask(`delivery of ${event.type}`, async () => {
      const { status, body } = await deliver(this.url, event);
      return status === 200 ? null : `${status} ${JSON.stringify(body)}`;
    });
  }

  /** Asks with short pauses until it has happened. */
  async while<T>(happens: Promise<T>): Promise<T> {
    let hasHappened = false;
    const ending = happens.finally(() => {
      hasHappened = true;
    });
    const ask = async () => {
      while (!hasHappened) {
        await this.#readOnce();
        await pause(SHORT_PAUSE_MS);
      }
    };
    await Promise.all([ask(), ask()]);
    return ending;
  }

  async #read(): Promise<void> {
    while (!this.#isOver) {
      await pause(PAUSE_MS);
      await this.#readOnce();
    }
  }

  async #readOnce(): Promise<void> {
    await this.#ask('plans', async () => {
      const { status, errors, data } = await postGraphql(this.url, PlansDocument, {}, {});
      return status === 200 && errors.length === 0 && data.plans.length === 1 ? null : JSON.stringify(errors);
    });
  }

  async #buy(): Promise<void> {
    while (!this.#isOver) {
      await pause(PAUSE_MS);
      await this.#ask('createCheckout', async () => {
        const input = { planUid: 'plan_a', billingInterval: 'MONTH' };
        const buyer = { 'x-organization-id': 'org_buyer', 'x-customer-email': 'buyer@example.com' };
        const { data } = await postGraphql(this.url, CreateCheckoutDocument, { input }, buyer);
        const { errors } = data.createCheckout;
        return errors.length === 0 ? null : JSON.stringify(errors);
      });
    }
  }

  async #ask(what: string, ask: () => Promise<string | null>): Promise<void> {
    const failure = await ask().catch((error: unknown) => String(error));
    this.answered += 1;
    if (failure !== null) this.failures.push(`${what}: ${failure}`);
  }
}
