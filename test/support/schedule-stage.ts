import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import Stripe from 'stripe';
import { createSandbox, type SandboxOptions } from '../../sandbox/sandbox.js';
import { connectMongo } from '../../src/mongo/connection.js';
import { databaseUri } from '../../src/mongo/database-uri.js';
import { ScheduleWorkers } from './schedule-workers.js';

const ADMIN_KEY = 'key-of-the-schedules';
const SECRET = 'whsec_of_the_schedules';
/** Stripe's clock is behind at first, so that it may jump and nothing of it is ever in the future. */
const CLOCK_BEHIND_MS = 30 * 60 * 1000;

export interface StageOptions {
  /** A MongoDB, without a database. */
  readonly mongoUri: string;
  readonly workers: number;
  /** For schedules in which workers die: one process more stands by. */
  readonly expectsDeaths: boolean;
  readonly logLevel?: string;
  /** Variables of the workers, over those of the stage. */
  readonly env?: Readonly<Record<string, string>>;
  readonly disturb?: SandboxOptions['disturb'];
  /** Leads the workers' requests to Stripe elsewhere. */
  readonly stripeThrough?: (url: string) => Promise<string>;
}

/** What schedules are played on: a Stripe that delivers nothing by itself, a database, and engine processes over both. */
export interface Stage {
  readonly stripe: Stripe;
  readonly connection: Connection;
  readonly workers: ScheduleWorkers;
  /** Lets so many seconds pass at Stripe, at once. */
  passTime(seconds: number): Promise<void>;
  /** Takes the events, oldest first, that happened to the customer since they were last taken. */
  eventsOf(customerId: string): Promise<Stripe.Event[]>;
  /** Posts an event as Stripe does, once; the status, or undefined when no answer came within `patienceMs`. */
  post(url: string, payload: string, patienceMs?: number): Promise<number | undefined>;
  /** Runs an operation of GraphQL, as a member of the organization or as an admin. */
  ask<TResult>(url: string, as: string | 'admin', operation: object, variables: object): Promise<TResult>;
  close(): Promise<void>;
}

/** GraphQL gave no data: what is no error that the API foresees. */
export class UnexpectedAnswer extends Error {}

export async function openStage(options: StageOptions): Promise<Stage> {
  let behindMs = CLOCK_BEHIND_MS;
  const milliseconds = () => Date.now() - behindMs;
  const clock = { milliseconds, now: () => Math.floor(milliseconds() / 1000) };
  const sandbox = await createSandbox({ clock, ...(options.disturb ? { disturb: options.disturb } : {}) });
  const { url: stripeUrl } = await sandbox.listen(0);
  const uri = databaseUri(options.mongoUri, `schedules_${randomUUID().replaceAll('-', '')}`);
  const connection = await connectMongo(uri, 5000);
  const { hostname, port } = new URL(stripeUrl);
  const stripe = new Stripe('sk_test_of_the_schedules', {
    ...{ host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false },
  });
  const env = {
    NODE_ENV: 'test',
    PORT: '0',
    BASE_URL: 'http://shop.test',
    STRIPE_SECRET_KEY: 'sk_test_of_the_schedules',
    STRIPE_API_BASE: (await options.stripeThrough?.(stripeUrl)) ?? stripeUrl,
    STRIPE_WEBHOOK_SECRET: SECRET,
    MONGODB_URI: uri,
    ADMIN_API_KEY: ADMIN_KEY,
    WEBHOOK_RETRY_DELAYS_SECONDS: '0.05,0.1,0.2,0.5,1,2,3',
    // Whoever lives renews it; a death costs no more time than this.
    WEBHOOK_LEASE_SECONDS: '3',
    RECONCILE_INTERVAL_SECONDS: '0',
    ...options.env,
  };
  const { expectsDeaths, logLevel = 'silent' } = options;
  const workers = new ScheduleWorkers({ env, logLevel }, expectsDeaths);
  await workers.open(options.workers);
  const eventsOf = await eventReader(stripe);
  return {
    stripe,
    connection,
    workers,
    passTime: async (seconds) => {
      // Between two requests: what one tells of and its Date header are of one moment.
      await setImmediate();
      behindMs -= seconds * 1000;
      if (behindMs < 0) throw new Error('The clock of Stripe overtakes the real one: play fewer schedules on a stage');
    },
    eventsOf,
    post,
    ask,
    close: async () => {
      await workers.close();
      await sandbox.close();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

/** By name, for in Jest the errors of `fetch` are of another realm: no connection, one that broke, or no answer in time. */
export function isNoAnswer(error: unknown): boolean {
  return ['TypeError', 'TimeoutError'].includes((error as { name?: string } | null)?.name ?? '');
}

async function post(url: string, payload: string, patienceMs = 20_000): Promise<number | undefined> {
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET });
  try {
    const response = await fetch(`${url}/payments/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      body: payload,
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    if (isNoAnswer(error)) return undefined;
    throw error;
  }
}

async function ask<TResult>(url: string, as: string, operation: object, variables: object): Promise<TResult> {
  const identity: Record<string, string> =
    as === 'admin' ? { 'x-api-key': ADMIN_KEY } : { 'x-organization-id': as, 'x-customer-email': `${as}@example.com` };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...identity },
    body: JSON.stringify({ query: operation.toString(), variables }),
  });
  const body = (await response.json()) as { data?: TResult | null; errors?: unknown };
  if (!body.data || body.errors) throw new UnexpectedAnswer(`GraphQL answered ${JSON.stringify(body)}`);
  return body.data;
}

/** Reads Stripe's list of events once for all who play at the same time. */
async function eventReader(stripe: Stripe): Promise<Stage['eventsOf']> {
  const untaken = new Map<string, Stripe.Event[]>();
  let last = (await stripe.events.list({ limit: 1 })).data[0]?.id;
  let reading = Promise.resolve();
  const readOn = async () => {
    for (;;) {
      const page = await stripe.events.list({ limit: 100, ...(last === undefined ? {} : { ending_before: last }) });
      for (const event of page.data.toReversed()) {
        const customer = customerOf(event);
        untaken.set(customer, [...(untaken.get(customer) ?? []), event]);
        last = event.id;
      }
      if (!page.has_more) return;
    }
  };
  return async (customerId) => {
    reading = reading.then(readOn);
    await reading;
    const events = untaken.get(customerId) ?? [];
    untaken.delete(customerId);
    return events;
  };
}

function customerOf(event: Stripe.Event): string {
  const { id, object, customer } = event.data.object as { id?: string; object: string; customer?: unknown };
  if (object === 'customer') return id ?? '';
  return typeof customer === 'string' ? customer : '';
}
