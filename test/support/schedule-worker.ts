import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { pino } from 'pino';
import { parsePlanFile } from '../../src/catalog/plan-definition.js';
import { readConfig } from '../../src/config.js';
import { runEngine } from '../../src/main.js';
import type { WorkerOrder, WorkerReport } from './schedule-workers.js';
import { SeededRandom } from './seeded-random.js';

// An engine in a process of its own that can be made to die at a write to MongoDB. It waits for the order to start, so
// that one may stand by.

/** The methods of the driver by which the engine writes. */
const WRITES = [
  'bulkWrite',
  'deleteMany',
  'deleteOne',
  'findOneAndDelete',
  'findOneAndReplace',
  'findOneAndUpdate',
  'insertMany',
  'insertOne',
  'replaceOne',
  'updateMany',
  'updateOne',
] as const;

/** What is read at Stripe and then written: late writes of these are what the engine must put in order. */
const PROJECTIONS = new Set(['checkout_sessions', 'invoices', 'stripe_customers', 'subscriptions']);

function isOfProjection(collection: unknown): boolean {
  return PROJECTIONS.has((collection as { collectionName?: string }).collectionName ?? '');
}

/** How many writes are left until the end, and on which side of the last one it comes. */
let death: { writesLeft: number; readonly side: 'before' | 'after' } | undefined;

function report(message: WorkerReport): void {
  process.send?.(message);
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Lets writes come late now and then, so that what was read before overtakes and is overtaken, and counts them. */
function interfereWithWrites(random: SeededRandom): void {
  const methods = mongoose.mongo.Collection.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of WRITES) {
    const write = methods[name];
    if (!write) throw new Error(`The driver has no ${name}`);
    methods[name] = async function (this: unknown, ...args: unknown[]) {
      if (isOfProjection(this) && random.happens(0.25)) await sleep(random.between(0, 700));
      const isLast = death !== undefined && --death.writesLeft === 0;
      if (isLast && death?.side === 'before') die();
      const result = await write.apply(this, args);
      if (isLast) die();
      return result;
    };
  }
}

async function start(order: Extract<WorkerOrder, { kind: 'start' }>): Promise<void> {
  interfereWithWrites(new SeededRandom(order.seed));
  const config = readConfig(order.env);
  const engine = await runEngine({
    config: {
      ...config,
      stripe: { ...config.stripe, secretKey: config.stripe.secretKey ?? '' },
      webhooks: { ...config.webhooks, leaseMs: order.leaseMs },
    },
    mongoUri: config.mongo.uri ?? '',
    logger: pino({ level: order.logLevel }, pino.destination(2)),
    prepare: async (app) => {
      if (!order.publishesPlans) return;
      for (const definition of parsePlanFile(await readFile('plans.yaml', 'utf8'))) {
        await app.publisher.publish(definition);
      }
    },
  });
  report({ kind: 'ready', port: engine.port });
}

process.on('message', (order: WorkerOrder) => {
  if (order.kind === 'die') {
    death = { writesLeft: order.atWrite, side: order.side };
    return;
  }
  start(order).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
// Whoever began it is gone.
process.on('disconnect', () => process.exit(0));
report({ kind: 'loaded' });
