import mongoose from 'mongoose';

/** What the other servers read of a subscription: what their answers show, no more. */
export interface SubscriptionRow {
  readonly stripe_subscription_id: string;
  readonly stripe_customer_id: string;
  readonly plan_id: string | null;
  readonly status: string;
  readonly billing_interval: string | null;
  readonly current_period_start: Date;
  readonly current_period_end: Date;
  readonly is_ending: boolean;
  readonly created_at: Date;
}

export interface CustomerRow {
  readonly stripe_customer_id: string;
  readonly organization_id: string;
  readonly email: string | null;
  readonly name: string | null;
}

export interface PlanRow {
  readonly plan_uid: string;
  readonly name: string;
  readonly prices: readonly {
    readonly stripe_price_id: string;
    readonly billing_interval: string;
    readonly unit_amount: number;
    readonly currency: string;
  }[];
}

export interface PageOfRows {
  readonly rows: readonly SubscriptionRow[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

const FIELD = 'created_at';
const ID = 'stripe_subscription_id';
const SUBSCRIPTION = Object.fromEntries(
  [
    '_id',
    ID,
    'stripe_customer_id',
    'plan_id',
    'status',
    'billing_interval',
    'current_period_start',
    'current_period_end',
    'is_ending',
    FIELD,
  ].map((name) => [name, name === '_id' ? 0 : 1]),
);
const CUSTOMER = { _id: 0, stripe_customer_id: 1, organization_id: 1, email: 1, name: 1 } as const;
const PLAN = { _id: 0, plan_uid: 1, name: 1, prices: 1 } as const;

/**
 * The reads that the page needs, with the bare driver, each by an index and each of the fields alone that are shown. All
 * servers but the engine use them.
 */
export class PageReads {
  readonly #subscriptions;
  readonly #customers;
  readonly #plans;

  private constructor(database: mongoose.mongo.Db) {
    this.#subscriptions = database.collection<SubscriptionRow>('subscriptions');
    this.#customers = database.collection<CustomerRow>('stripe_customers');
    this.#plans = database.collection<PlanRow>('subscription_plans');
  }

  static async open(uri: string): Promise<PageReads> {
    const client = await mongoose.mongo.MongoClient.connect(uri);
    return new PageReads(client.db());
  }

  /** Newest first, by keyset, with the cursors that the engine gives. */
  async page(first: number, after: string | null | undefined): Promise<PageOfRows> {
    const place = after ? placeAfter(after) : {};
    const found = await this.#subscriptions
      .find(place, { projection: SUBSCRIPTION, sort: { [FIELD]: -1, [ID]: -1 }, limit: first + 1 })
      .toArray();
    const rows = found.slice(0, first);
    const last = rows.at(-1);
    return { rows, hasNextPage: found.length > first, endCursor: last ? cursorOf(last) : null };
  }

  one(id: string): Promise<SubscriptionRow | null> {
    return this.#subscriptions.findOne({ [ID]: id }, { projection: SUBSCRIPTION });
  }

  customers(ids: readonly string[]): Promise<CustomerRow[]> {
    return this.#customers.find({ stripe_customer_id: { $in: [...ids] } }, { projection: CUSTOMER }).toArray();
  }

  plans(uids: readonly string[]): Promise<PlanRow[]> {
    return this.#plans.find({ plan_uid: { $in: [...uids] } }, { projection: PLAN }).toArray();
  }
}

/** The engine's own form, so that all servers answer the same. */
function cursorOf(row: SubscriptionRow): string {
  return Buffer.from(JSON.stringify([FIELD, { d: row.created_at.getTime() }, row[ID]])).toString('base64url');
}

function placeAfter(cursor: string): object {
  const [, { d }, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, { d: number }, string];
  const at = new Date(d);
  return { [FIELD]: { $lte: at }, $nor: [{ [FIELD]: at, [ID]: { $gte: id } }] };
}
