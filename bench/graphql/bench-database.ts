import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import mongoose from 'mongoose';
import { PlanRecord } from '../../src/catalog/plan.record.js';
import { CustomerRecord } from '../../src/customers/customer.record.js';
import { newConnection } from '../../src/mongo/connection.js';
import { modelOn } from '../../src/mongo/model.js';
import { SubscriptionRecord } from '../../src/subscriptions/subscription.record.js';
import { encodeCursor } from '../../src/terms/page.js';
import { SHAPE, catalogue, subscriber } from './bench-population.js';
import { ENGINE } from '../process/server-process.js';

const BATCH = 1_000;
const BATCHES_AT_ONCE = 4;
const MARK = 'bench_population';

/** A database with so many subscriptions, the same for all servers. */
export class BenchDatabase {
  readonly #client: mongoose.mongo.MongoClient;
  readonly #database: mongoose.mongo.Db;

  private constructor(client: mongoose.mongo.MongoClient) {
    this.#client = client;
    this.#database = client.db();
  }

  static async open(uri: string): Promise<BenchDatabase> {
    return new BenchDatabase(await mongoose.mongo.MongoClient.connect(uri));
  }

  /** Fills it, unless an earlier run did. */
  async populate(size: number, report: (message: string) => void): Promise<void> {
    const marks = this.#database.collection<{ size: number; shape: number }>(MARK);
    if (await marks.findOne({ size, shape: SHAPE })) {
      report(`${size} subscriptions are there from an earlier run`);
      return;
    }
    const startedAt = Date.now();
    await this.#database.dropDatabase();
    const { plans, products, prices } = catalogue(new Date());
    await this.#database.collection('subscription_plans').insertMany(plans);
    await this.#database.collection('stripe_products').insertMany(products);
    await this.#database.collection('stripe_prices').insertMany(prices);
    await this.#subscribers(size);
    const insertedAt = Date.now();
    await this.#createIndexes();
    await marks.insertOne({ size, shape: SHAPE });
    const { storageSize, indexSize, dataSize } = await this.#database.stats();
    const gigabytes = (bytes: number) => (bytes / 1024 ** 3).toFixed(2);
    report(
      `${size} subscriptions: ${seconds(startedAt, insertedAt)} s to insert, ${seconds(insertedAt, Date.now())} s for ` +
        `the indexes; ${gigabytes(dataSize)} GB of data, on disk ${gigabytes(storageSize)} GB and ` +
        `${gigabytes(indexSize)} GB of indexes`,
    );
  }

  async #subscribers(size: number): Promise<void> {
    const subscriptions = this.#database.collection('subscriptions');
    const customers = this.#database.collection('stripe_customers');
    const options = { ordered: false, writeConcern: { w: 1 } };
    let next = 0;
    const work = async () => {
      for (let from = next; from < size; from = next) {
        next = Math.min(from + BATCH, size);
        const batch = Array.from({ length: next - from }, (_, place) => subscriber(from + place));
        await subscriptions.insertMany(
          batch.map(({ subscription }) => subscription),
          options,
        );
        await customers.insertMany(
          batch.map(({ customer }) => customer),
          options,
        );
      }
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
  }

  /** Those of the engine, all of a collection in one scan; the engine itself finds them there. */
  async #createIndexes(): Promise<void> {
    const unopened = newConnection();
    for (const record of [SubscriptionRecord, CustomerRecord, PlanRecord]) {
      const { schema, collection } = modelOn<unknown>(unopened, record);
      const specs = schema
        .indexes()
        .map(([key, options]: [object, object]) => ({ ...options, key: key as Record<string, 1 | -1> }));
      await this.#database.collection(collection.name).createIndexes(specs);
    }
  }

  /**
   * Makes the ledger of the revenue, which an engine would otherwise begin to do beside what is measured.
   *
   * @throws Error that has what the engine's command said
   */
  async countRevenue(env: NodeJS.ProcessEnv, report: (message: string) => void): Promise<void> {
    const run = async (what: string, ...command: readonly string[]) => {
      const startedAt = Date.now();
      // Of its progress there is a line for each five hundred subscriptions.
      await promisify(execFile)(process.execPath, [ENGINE, ...command], { env, maxBuffer: 16 * 1024 * 1024 });
      report(`${what}: ${seconds(startedAt, Date.now())} s`);
    };
    // The subscriptions are made without histories; a server that found that would first begin them.
    await run('Migrations', 'migrate');
    if (await this.#heads.findOne({ _id: 'current' })) return;
    await run('The ledger of the revenue', 'metrics', 'rebuild');
  }

  /** The end of the last day that had changes; after it the last midnight alone is kept. */
  async closedMidnight(): Promise<Date> {
    const marks = this.#database.collection<{ at: Date }>('revenue_marks');
    const head = await this.#heads.findOne({ _id: 'current' });
    const found = await marks.find({ ledger: head?.ledger ?? '' }, { sort: { at: -1 }, limit: 2 }).toArray();
    const mark = found.at(-1);
    if (!mark) throw new Error('No day of the revenue is closed');
    return mark.at;
  }

  get #heads() {
    return this.#database.collection<{ _id: string; ledger: string }>('revenue_heads');
  }

  /** The cursor after which the page begins that has so many rows before it, newest first. Null for none. */
  async cursorAfter(rows: number): Promise<string | null> {
    if (rows === 0) return null;
    const [row] = await this.#database
      .collection('subscriptions')
      .find({}, { projection: { _id: 0, created_at: 1, stripe_subscription_id: 1 } })
      .sort({ created_at: -1, stripe_subscription_id: -1 })
      .skip(rows - 1)
      .limit(1)
      .toArray();
    if (!row) throw new Error(`There are no ${rows} subscriptions`);
    return encodeCursor({ field: 'created_at', value: row.created_at, id: row.stripe_subscription_id });
  }

  async anyId(): Promise<string> {
    const row = await this.#database.collection('subscriptions').findOne({}, { sort: { created_at: -1 } });
    return String(row?.stripe_subscription_id);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

function seconds(from: number, to: number): string {
  return ((to - from) / 1000).toFixed(0);
}
