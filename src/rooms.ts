import { type CatalogRoom, openCatalog } from './catalog/catalog.room.js';
import { openCheckout } from './checkout/checkout.room.js';
import { openCustomers } from './customers/customers.room.js';
import type { Extensions } from './extensions.js';
import type { Ground, Room } from './ground.js';
import type { HookRunnerParts } from './hooks/hook-runner.js';
import { type HooksRoom, openHooks } from './hooks/hooks.room.js';
import { indexesOf } from './mongo/declared-indexes.js';
import type { LockOptions } from './migrations/migration-lock.js';
import { Migrator } from './migrations/migrator.js';
import { openMetrics, type MetricsRoom } from './metrics/metrics.room.js';
import { openPayments } from './payments/payments.room.js';
import { openInvoices } from './invoices/invoices.room.js';
import { openQuotes } from './quotes/quotes.room.js';
import { openSubscriptions } from './subscriptions/subscriptions.room.js';
import type { LiveSources } from './terms/live-source.js';
import { openSync, type SyncRoom } from './sync/sync.room.js';
import { openUsage } from './usage/usage.room.js';
import { EventActions } from './webhooks/event-actions.js';
import type { LoggedDeliveriesParts } from './webhooks/logged-deliveries.js';
import { OwnEventHandling } from './webhooks/own-event-handlers.js';
import { ENGINE_EVENT_TYPES, webhookHandlers } from './webhooks/webhook-handlers.js';
import type { InboxOptions, WebhookInbox } from './webhooks/webhook-inbox.js';
import type { ClaimOptions, WebhookClaims } from './webhooks/webhook-claims.js';
import type { WebhookReplay } from './webhooks/webhook-replay.js';
import { WebhookPayloads } from './webhooks/webhook-payloads.js';
import { openWebhooks } from './webhooks/webhooks.room.js';

/** What the rooms offer to the edges: GraphQL, webhooks and the command line. */
export interface Rooms {
  readonly catalog: CatalogRoom;
  readonly inbox: WebhookInbox;
  readonly claims: WebhookClaims;
  readonly replay: WebhookReplay;
  readonly sync: SyncRoom;
  readonly metrics: MetricsRoom;
  /** What is done for events. */
  readonly actions: EventActions;
  readonly hooks: HooksRoom;
  readonly payloads: WebhookPayloads;
  /** Instances of every resolver. */
  readonly resolvers: readonly object[];
  /** What feeds the fields of `Subscription`. */
  readonly live: LiveSources;
  /** How many change streams are open. */
  readonly changes: { readonly streams: number };
  /** Brings the database to where the rooms need it. */
  readonly migrator: Migrator;
}

/** In milliseconds. */
const DEFAULT_EVENT_HANDLER_TIMEOUT = 30_000;

export interface RoomOptions {
  readonly webhooks: InboxOptions & ClaimOptions;
  readonly migrations: LockOptions;
  readonly onLateDeliveries: LoggedDeliveriesParts['onLate'];
  readonly extensions: Extensions;
  readonly onHookFailure: HookRunnerParts['onFailure'];
}

/** Opens the rooms, each over those below it. */
export function openRooms(ground: Ground, options: RoomOptions): Rooms {
  const catalog = openCatalog(ground);
  const customers = openCustomers(ground);
  const subscriptions = openSubscriptions(ground, { catalog, customers });
  const checkout = openCheckout(ground, { catalog, customers, subscriptions });
  const invoices = openInvoices(ground, { customers, subscriptions });
  const quotes = openQuotes(ground, { subscriptions });
  const payments = openPayments(ground, { catalog, customers });
  const usage = openUsage(ground, customers);
  const metrics = openMetrics(ground, { catalog, subscriptions });
  subscriptions.listeners.add(metrics.keeper.told);
  const webhooks = openWebhooks(ground, options.webhooks, options.onLateDeliveries);
  customers.erasure.add(webhooks.erase);
  const { eventHandlers = {}, eventHandlerTimeoutMs = DEFAULT_EVENT_HANDLER_TIMEOUT } = options.extensions;
  const own = new OwnEventHandling(eventHandlers, eventHandlerTimeoutMs);
  const eventTypes = [...new Set([...ENGINE_EVENT_TYPES, ...own.types])];
  const sync = openSync(ground, { catalog, customers, subscriptions, checkout, invoices, webhooks }, eventTypes);
  const hooks = openHooks(ground, { subscriptions }, options.extensions.subscriptionHooks ?? [], options.onHookFailure);
  const rooms: readonly Room[] = [
    catalog,
    customers,
    subscriptions,
    checkout,
    invoices,
    quotes,
    payments,
    usage,
    metrics,
    webhooks,
    sync,
    hooks,
  ];
  const indexes = [
    ground.intents.declaredIndexes,
    webhooks.declaredIndexes,
    ...rooms.flatMap(({ models }) => models).map(indexesOf),
  ];
  return {
    catalog,
    sync,
    metrics,
    inbox: webhooks.inbox,
    claims: webhooks.claims,
    replay: webhooks.replay,
    payloads: new WebhookPayloads({
      observations: ground.observations,
      customers: customers.projection,
      subscriptions: subscriptions.payloads,
      checkouts: checkout.payloads,
      invoices: invoices.payloads,
    }),
    actions: new EventActions(
      webhookHandlers({
        checkouts: checkout.confirmation,
        catalog: catalog.prices,
        customers: customers.service,
        subscriptions: subscriptions.service,
        payments: payments.intents,
        refunds: payments.refunds,
        invoices: invoices.service,
      }),
      own,
    ),
    hooks,
    resolvers: rooms.flatMap(({ resolvers }) => resolvers),
    live: Object.assign({}, ...rooms.map(({ live }) => live)) as LiveSources,
    changes: ground.changes,
    migrator: new Migrator(
      ground.connection,
      rooms.flatMap(({ migrations }) => migrations ?? []),
      indexes,
      options.migrations,
    ),
  };
}
