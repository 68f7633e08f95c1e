import mongoose from 'mongoose';
import { PLAN_UID, PRICE, PRODUCT_ID, renderCustomer } from './stripe-objects.js';
import { type Story, finalStates } from './story.js';
import type { ObjectState } from './buyer-story.js';
import { type StoredSize, storedSizes } from './stored-sizes.js';

type Database = mongoose.mongo.Db;

/** The database of one server that takes part. */
export class BenchDatabase {
  #looks = 0;

  private constructor(
    private readonly client: mongoose.mongo.MongoClient,
    private readonly database: Database,
  ) {}

  static async open(uri: string): Promise<BenchDatabase> {
    const client = await mongoose.mongo.MongoClient.connect(uri);
    return new BenchDatabase(client, client.db());
  }

  /** What is known before the first event: the customers, and what is sold. The same for all. */
  async seed(stories: readonly Story[]): Promise<void> {
    const now = new Date();
    const stamps = { created_at: now, updated_at: now };
    const buyers = stories.flatMap((story) => story.buyers);
    await this.database.collection('stripe_customers').insertMany(
      buyers.map((buyer) => ({
        organization_id: buyer.organizationId,
        stripe_customer_id: buyer.customerId,
        email: buyer.email,
        name: buyer.name,
        stripe_data: renderCustomer(buyer),
        ...stamps,
      })),
    );
    const price = { stripe_price_id: PRICE.id, billing_interval: 'month', currency: PRICE.currency };
    await this.database.collection('subscription_plans').insertOne({
      plan_uid: PLAN_UID,
      name: 'Starter',
      stripe_product_id: PRODUCT_ID,
      prices: [{ ...price, unit_amount: PRICE.unit_amount }],
      overages: [],
      features: [],
      trial_days: 0,
      archived: false,
      ...stamps,
    });
    await this.database.collection('stripe_products').insertOne({
      stripe_product_id: PRODUCT_ID,
      name: 'Starter',
      description: null,
      active: true,
      deleted: false,
      ...stamps,
    });
    await this.database.collection('stripe_prices').insertOne({
      ...price,
      stripe_product_id: PRODUCT_ID,
      type: PRICE.type,
      usage_type: 'licensed',
      unit_amount: PRICE.unit_amount,
      unit_amount_decimal: String(PRICE.unit_amount),
      interval_count: 1,
      active: true,
      lookup_key: PRICE.lookup_key,
      deleted: false,
      ...stamps,
    });
  }

  /** How many events are stored. */
  stored(): Promise<number> {
    return this.database.collection('webhook_events').countDocuments();
  }

  /** Whether one of so many events waits to be stored or applied, or has failed. */
  async isBehind(events: number): Promise<boolean> {
    this.#looks += 2;
    const stored = this.database.collection('webhook_events');
    if ((await stored.estimatedDocumentCount()) < events) return true;
    return (await stored.findOne({ processed: false })) !== null;
  }

  /** Whether an event is left for an operator, so that it will never be applied. */
  async hasGivenUp(): Promise<boolean> {
    this.#looks += 1;
    return (await this.database.collection('webhook_events').findOne({ status: 'failed' })) !== null;
  }

  /** How many commands MongoDB was given so far, without our own looks. A write of many documents counts for each. */
  async commands(): Promise<number> {
    const { opcounters } = await this.database.admin().serverStatus();
    const counts = ['insert', 'query', 'update', 'delete', 'getmore', 'command'].map((kind) =>
      Number(opcounters[kind]),
    );
    return counts.reduce((sum, count) => sum + count, 0) - this.#looks;
  }

  /** Events by status, and the first reason among those that failed. */
  async backlog(): Promise<string> {
    const events = this.database.collection('webhook_events');
    const counts = await events
      .aggregate<{ _id: string; count: number }>([{ $group: { _id: '$status', count: { $sum: 1 } } }])
      .toArray();
    const failed = await events.findOne({ 'processing_result.success': false });
    const reason = failed ? `; ${failed.event_id}: ${failed.processing_result?.error}` : '';
    return counts.map(({ _id, count }) => `${count} ${_id}`).join(', ') + reason;
  }

  /** When each event was applied, by its id; one that was not is left out. */
  async appliedAt(): Promise<ReadonlyMap<string, Date>> {
    const times = new Map<string, Date>();
    const rows = this.database
      .collection<{ event_id: string; processed_at: Date }>('webhook_events')
      .find({ processed: true }, { projection: { _id: 0, event_id: 1, processed_at: 1 } });
    for await (const { event_id: id, processed_at: at } of rows) times.set(id, at);
    return times;
  }

  /** Every object of the story whose stored state is not the ledger's at the end. */
  async faults(story: Story): Promise<string[]> {
    const stored = new Map<string, Record<string, unknown>>();
    for (const [name, key] of [
      ['subscriptions', 'stripe_subscription_id'],
      ['invoices', 'stripe_invoice_id'],
      ['checkout_sessions', 'stripe_session_id'],
    ] as const) {
      const rows = this.database.collection(name).find({}, { projection: { stripe_data: 0 } });
      for await (const row of rows) stored.set(String(row[key]), row);
    }
    return [...finalStates(story).values()].flatMap((state) => {
      const row = stored.get(state.id);
      if (!row) return [`${state.id} is not stored`];
      return Object.entries(expected(state)).flatMap(([field, value]) =>
        sameValue(row[field] ?? null, value) ? [] : [`${state.id}: ${field} is ${row[field]}, at Stripe ${value}`],
      );
    });
  }

  sizes(): Promise<StoredSize[]> {
    return storedSizes(this.database);
  }

  async drop(): Promise<void> {
    await this.database.dropDatabase();
    await this.client.close();
  }
}

function expected(state: ObjectState): Record<string, unknown> {
  const owner = { organization_id: state.buyer.organizationId, stripe_customer_id: state.buyer.customerId };
  switch (state.kind) {
    case 'subscription':
      return {
        ...owner,
        plan_id: PLAN_UID,
        billing_interval: 'month',
        status: state.status,
        current_period_start: toDate(state.periodStart),
        current_period_end: toDate(state.periodEnd),
        cancel_at_period_end: state.cancelAtPeriodEnd,
        canceled_at: toDate(state.canceledAt),
      };
    case 'invoice':
      return { ...owner, status: state.status };
    case 'session':
      return { ...owner, status: 'completed' };
  }
}

function toDate(seconds: number | null): Date | null {
  return seconds === null ? null : new Date(seconds * 1000);
}

function sameValue(one: unknown, other: unknown): boolean {
  return one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other;
}
