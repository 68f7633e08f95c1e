import { WebhookDelivery } from './delivery/webhook-delivery.js';
import { EventLog } from './events/event-log.js';
import { Api } from './http/api.js';
import { createApp, type RecordedRequest } from './http/app.js';
import { expandableFields } from './http/expandable-fields.js';
import { Idempotency } from './http/idempotency.js';
import { Listening } from './http/listening.js';
import { PublicAddress } from './http/public-address.js';
import { requestValidator } from './http/request-validator.js';
import type { Route } from './http/route.js';
import { RouteTable } from './http/route-table.js';
import { addPages } from './pages/pages.js';
import { openRooms } from './rooms.js';
import { readStripeParameters } from './spec/stripe-parameters.js';
import { API_VERSION } from './state/api-version.js';
import { BillingClock } from './state/billing-clock.js';
import { type Clock, systemClock } from './state/clock.js';
import { Journal } from './state/journal.js';
import { openLedger } from './state/ledger.js';
import { Store } from './state/store.js';
import { Sweep } from './state/sweep.js';
import { StripeCli } from './stripe-cli/stripe-cli.js';
import { webhookSecretFor } from './stripe-cli/webhook-secret.js';
import type { AfterRetries } from './subscriptions/subscription-status.js';
import type { EndpointOption } from './webhook-endpoints/webhook-endpoints.js';

export interface SandboxOptions {
  /** The SQLite file of the state; in memory only when absent. */
  readonly dataFile?: string;
  readonly log?: (line: string, fields?: object) => void;
  /** Webhook endpoints that are there from the start, told apart by URL. */
  readonly endpoints?: readonly EndpointOption[];
  /** The pauses before a failed delivery is tried again. */
  readonly retryDelaysMs?: readonly number[];
  /** How long a webhook endpoint may take to answer. */
  readonly deliveryTimeoutMs?: number;
  /** The address that people's browsers reach it at; the one it listens on when absent. */
  readonly publicUrl?: string;
  readonly clock?: Clock;
  /** Told of each request to the API and of the status of its answer. */
  readonly onRequest?: (request: RecordedRequest) => void;
  /** What becomes of a subscription when the last retry of a payment failed; it is canceled when absent. */
  readonly afterRetries?: AfterRetries;
  /** Runs before each request is carried out: one that waits makes Stripe slow, one that throws makes it fail with 500. */
  readonly disturb?: (method: string, path: string) => Promise<void>;
}

/** A local, stateful Stripe. */
export interface Sandbox {
  /** Listens on 127.0.0.1 and ::1; `port` 0 takes any free one. */
  listen(port: number): Promise<{ url: string }>;
  /** Listens on a Unix socket too, which is how the official CLI can be pointed here. */
  listenOnSocket(path: string): Promise<void>;
  close(): Promise<void>;
  /** The signing secret that the official CLI gets for this API key; the same on every start. */
  webhookSecretFor(apiKey: string): string;
  /** Every route of the API. */
  readonly routes: readonly Pick<Route, 'method' | 'path' | 'specified'>[];
  /** Resolves once every webhook delivery that is due has been attempted. */
  idle(): Promise<void>;
}

const DEFAULT_PORT = 12111;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const RETRY_DELAYS_MS = [SECOND, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 60 * MINUTE, 360 * MINUTE];

/** Builds the sandbox over its data file. Opens no port. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const log = options.log ?? (() => undefined);
  const clock = options.clock ?? systemClock;
  const store = new Store(new Journal(options.dataFile));
  const ledger = openLedger(store);
  const billingClock = new BillingClock(clock);
  const events = new EventLog(store, ledger.events, billingClock, API_VERSION);
  const delivery = new WebhookDelivery(store, ledger, clock, {
    retryDelaysMs: options.retryDelaysMs ?? RETRY_DELAYS_MS,
    timeoutMs: options.deliveryTimeoutMs ?? 20 * SECOND,
    log,
  });
  events.addDestination((event) => delivery.accept(event));
  const address = new PublicAddress(options.publicUrl, DEFAULT_PORT);
  const sweep = new Sweep(store, clock, (error) => log('a step of time failed', { error }));
  const rooms = openRooms({
    ...{ store, ledger, events, delivery, address },
    clock: billingClock,
    afterRetries: options.afterRetries ?? 'cancel',
    wake: () => sweep.soon(),
  });
  sweep.add(rooms.sweepers);
  const cli = new StripeCli({ store, ledger, events, clock, address, log });
  store.transaction(() => {
    for (const endpoint of options.endpoints ?? []) rooms.endpoints.upsert(endpoint);
  });
  const idempotency = new Idempotency(store, ledger.idempotencyKeys, clock);
  idempotency.prune();

  const api = new Api({
    routes: new RouteTable([...rooms.routes, ...cli.routes]),
    expansions: expandableFields(ledger),
    validate: requestValidator(readStripeParameters()),
    idempotency,
    store,
    events,
    time: rooms.time,
    disturb: options.disturb ?? (async () => undefined),
    logUnexpected: (error, requestId) => log('request failed', { requestId, error }),
  });
  const app = createApp({
    api,
    apiVersion: API_VERSION,
    clock,
    log,
    onRequest: options.onRequest ?? (() => undefined),
    pages: (pages) => addPages(pages, { ...rooms, store, ledger, clock: billingClock, apiVersion: API_VERSION }),
  });
  const listening = new Listening(app, cli.upgrade);
  const begin = () => {
    delivery.start();
    sweep.start();
  };

  return {
    listen: async (port) => {
      const listened = await listening.onPort(port);
      address.listensAt(listened.url);
      begin();
      return listened;
    },
    listenOnSocket: async (path) => {
      await listening.onSocket(path);
      begin();
    },
    close: async () => {
      sweep.stop();
      await cli.close();
      await listening.close();
      await delivery.close();
      store.close();
    },
    webhookSecretFor,
    routes: rooms.routes,
    idle: () => delivery.idle(),
  };
}
