import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenant } from './schedule-acts.js';
import { driftOf } from './schedule-oracle.js';
import type { Stage } from './schedule-stage.js';

export interface LoadOptions {
  readonly subscriptions: number;
  /** How long the sender waits for an answer before it comes again; Stripe waits longer. */
  readonly answerPatienceMs: number;
}

/** Subscriptions that change all the time at Stripe, and a sender that brings every event until it is answered 200. */
export class ChaosLoad {
  readonly #tenants: Tenant[] = [];
  readonly #taken = new Set<string>();
  readonly #sending = new Set<Promise<void>>();
  #changing: Promise<void> | undefined;
  #isOver = false;
  /** How often each status was answered; `none` where no answer came. */
  readonly answers: Record<string, number> = {};
  /** The longest that an answer took, in milliseconds. */
  longestAnswerMs = 0;

  constructor(
    private readonly stage: Stage,
    private readonly options: LoadOptions,
  ) {}

  get taken(): number {
    return this.#taken.size;
  }

  async begin(): Promise<void> {
    const { stripe } = this.stage;
    const [price] = (await stripe.prices.list({ lookup_keys: ['plan_starter_month_usd'] })).data;
    const card = 'pm_card_visa';
    for (let number = 0; number < this.options.subscriptions; number += 1) {
      const organization = `org_${number}`;
      const customer = await stripe.customers.create({
        ...{ payment_method: card, invoice_settings: { default_payment_method: card } },
        metadata: { organization_id: organization },
      });
      const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price?.id ?? '' }] });
      const known = { isKnown: false, isDeleted: false, subscriptions: [id], checkouts: [] };
      this.#tenants.push({ organization, customer: customer.id, ...known });
    }
    this.#changing = this.#change();
  }

  /** Ends the changes; resolves once every event is taken and at rest, within `patienceMs`. */
  async settle(patienceMs: number): Promise<void> {
    this.#isOver = true;
    await this.#changing;
    await Promise.all(this.#sending);
    const events = this.stage.connection.collection('webhook_events');
    const deadline = Date.now() + patienceMs;
    for (;;) {
      // In this order: from the log they go to the events.
      const logged = await this.stage.connection.collection('webhook_delivery_log').findOne({});
      const waiting =
        logged ?? (await events.findOne({ status: { $nin: ['processed', 'ignored'] } }, { sort: { status: 1 } }));
      if (!waiting) return;
      if (waiting.status === 'failed' || Date.now() > deadline) {
        throw new Error(
          `An event is not at rest: ${JSON.stringify({ ...waiting, event_data: undefined, deliveries: undefined })}`,
        );
      }
      await sleep(100);
    }
  }

  /** What is lost or not as Stripe has it. */
  async faults(): Promise<string[]> {
    const rows = await this.stage.connection.collection('webhook_events').find().toArray();
    const applied = new Set(rows.filter(({ processed }) => processed).map(({ event_id }) => String(event_id)));
    const lost = [...this.#taken].filter((id) => !applied.has(id)).map((id) => `${id} was taken and is not applied`);
    const drift = await Promise.all(this.#tenants.map((tenant) => driftOf(this.stage, tenant)));
    return [...lost, ...drift.flat()];
  }

  async #change(): Promise<void> {
    for (let turn = 0; !this.#isOver; turn += 1) {
      const tenant = this.#tenants[turn % this.#tenants.length];
      if (!tenant?.customer) throw new Error('There is nobody to change anything of');
      for (const id of tenant.subscriptions) {
        await this.stage.stripe.subscriptions.update(id, { metadata: { turn: String(turn) } });
      }
      for (const { id, object, ...rest } of await this.stage.eventsOf(tenant.customer)) {
        this.#send(id, JSON.stringify({ id, object, ...rest }), turn);
      }
      await sleep(60);
    }
  }

  #send(id: string, payload: string, place: number): void {
    const sending = this.#insist(id, payload, place).finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  async #insist(id: string, payload: string, place: number): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const url = await this.stage.workers.urlOf(place + attempt);
      const startedAt = performance.now();
      const status = await this.stage.post(url, payload, this.options.answerPatienceMs);
      this.longestAnswerMs = Math.max(this.longestAnswerMs, performance.now() - startedAt);
      this.answers[status ?? 'none'] = (this.answers[status ?? 'none'] ?? 0) + 1;
      if (status === 200) {
        this.#taken.add(id);
        return;
      }
      await sleep(Math.min(1000, 50 * 2 ** attempt));
    }
  }
}
