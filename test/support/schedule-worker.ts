import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { pino } from 'pino';
import { parsePlanFile } from '../../src/catalog/plan-definition.js';
import { readConfig } from '../../src/config.js';
import type { App } from '../../src/app.js';
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

/** The name of the collection that is written to: a method of one, or a command of the database. */
function writtenTo(target: unknown, [command]: readonly unknown[]): string | undefined {
  const { collectionName } = target as { collectionName?: string };
  const { insert, update } = (command ?? {}) as { insert?: string; update?: string };
  return collectionName ?? insert ?? update;
}

/** Longer than it takes on a busy machine to change an object at Stripe, deliver the event, read the object and write it. */
const LONGEST_DELAY_MS = 2500;

/** How many writes are left until the end, and on which side of the last one it comes. */
let death: { writesLeft: number; readonly side: 'before' | 'after' } | undefined;

let app: App | undefined;

function report(message: WorkerReport): void {
  process.send?.(message);
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Lets writes come late now and then, so that what was read before overtakes and is overtaken, and counts them. */
function interfereWithWrites(random: SeededRandom): void {
  const { Collection, Db } = mongoose.mongo;
  for (const name of WRITES) interfereWith(Collection.prototype, name, random);
  // Writes of many documents are sent as commands.
  interfereWith(Db.prototype, 'command', random);
}

function interfereWith(prototype: object, name: string, random: SeededRandom): void {
  const methods = prototype as Record<string, (...args: unknown[]) => unknown>;
  const write = methods[name];
  if (!write) throw new Error(`The driver has no ${name}`);
  Object.assign(methods, {
    async [name](this: unknown, ...args: unknown[]) {
      const collection = writtenTo(this, args);
      if (collection === undefined) return write.apply(this, args);
      if (PROJECTIONS.has(collection) && random.happens(0.15)) await sleep(random.between(0, LONGEST_DELAY_MS));
      const isLast = death !== undefined && --death.writesLeft === 0;
      if (isLast && death?.side === 'before') die();
      const result = await write.apply(this, args);
      if (isLast) die();
      return result;
    },
  });
}

async function start(order: Extract<WorkerOrder, { kind: 'start' }>): Promise<void> {
  interfereWithWrites(new SeededRandom(order.seed));
  const config = readConfig(order.env);
  const engine = await runEngine({
    config: {
      ...config,
      stripe: { ...config.stripe, secretKey: config.stripe.secretKey ?? '' },
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
  app = engine.app;
  report({ kind: 'ready', port: engine.port });
}

/** As `revenue-engine reconcile` does it; nothing that drifts is repaired, so that what it says is what events led to. */
async function reconcile(): Promise<void> {
  const engine = app;
  if (!engine) throw new Error('The engine has not been started');
  const { run } = await engine.reconciliation.run({
    repair: false,
    actor: 'a schedule',
    wake: () => engine.worker.wake(),
  });
  report({ kind: 'reconciled', missed: run.missed_events ?? 0 });
}

process.on('message', (order: WorkerOrder) => {
  if (order.kind === 'die') {
    death = { writesLeft: order.atWrite, side: order.side };
    return;
  }
  const carriedOut = order.kind === 'start' ? start(order) : reconcile();
  carriedOut.catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
// Whoever began it is gone.
process.on('disconnect', () => process.exit(0));
report({ kind: 'loaded' });
