import type Stripe from 'stripe';
import { openCatalog } from '../../src/catalog/catalog.room.js';
import { openCustomers } from '../../src/customers/customers.room.js';
import { openGround } from '../../src/ground.js';
import { openMetrics } from '../../src/metrics/metrics.room.js';
import { newConnection, openConnection } from '../../src/mongo/connection.js';
import { openSubscriptions } from '../../src/subscriptions/subscriptions.room.js';
import { cleanup } from './cleanup.js';
import type { KnownSubscription } from './revenue-oracle.js';
import type { TestDatabase } from './test-database.js';

export interface StageOptions {
  readonly database: Pick<TestDatabase, 'uri'>;
  readonly stripe: Stripe;
  readonly clock: () => Date;
  /** False for a process that dies before the ledger has heard of what it stored. */
  readonly tells?: boolean;
}

export type RevenueStage = Awaited<ReturnType<typeof revenueStage>>;

/** A process that stores subscriptions and keeps the ledger, without a door to the world. */
export async function revenueStage({ database, stripe, clock, tells = true }: StageOptions) {
  const connection = newConnection();
  await openConnection(connection, database.uri, 1_000, true);
  const settings = {
    baseUrl: 'http://localhost',
    priceFreshForMs: 0,
    limitBudgetMs: 0,
    quotes: { secret: '', validForMs: 0 },
  };
  const feeds = { mostWaiting: 10, onTrouble: () => undefined };
  const ground = openGround({ settings, connection, stripe, onStripeCall: () => undefined, clock, feeds });
  const catalog = openCatalog(ground);
  const customers = openCustomers(ground);
  const subscriptions = openSubscriptions(ground, { catalog, customers });
  const metrics = openMetrics(ground, { catalog, subscriptions });
  const failures: unknown[] = [];
  metrics.keeper.reportTo((error) => failures.push(error));
  if (tells) subscriptions.listeners.add(metrics.keeper.told);
  cleanup(async () => {
    await metrics.keeper.stop();
    await connection.close();
  });
  let events = 0;
  return {
    ...metrics,
    failures,
    connection,
    /** Stores many in one write, as events do. */
    store: async (known: readonly KnownSubscription[]): Promise<void> => {
      if (known.length === 0) return;
      const ids = known.map(({ id }) => id);
      const looks = await subscriptions.projection.look(ids, ground.observations.lastOf(ids));
      const payloads = known.map(({ id, organization, plan, at, stripe: object }) => {
        events += 1;
        return {
          told: { eventId: `evt_${events}`, at, object: asStripes(id, organization, object) },
          owner: { organizationId: organization, planUid: plan },
          look: looks.get(id) ?? { stored: null, lastTicket: 0 },
        };
      });
      const stored = await subscriptions.projection.storePayloads(payloads);
      if (stored.size !== known.length) throw new Error(`${known.length - stored.size} were not stored`);
    },
  };
}

/** With what of Stripe's object the revenue does not depend on. */
function asStripes(id: string, organization: string, object: KnownSubscription['stripe']): Stripe.Subscription {
  return {
    id,
    object: 'subscription',
    customer: `cus_${organization}`,
    created: 1_700_000_000,
    cancel_at_period_end: false,
    cancel_at: null,
    canceled_at: null,
    ended_at: null,
    trial_end: null,
    metadata: {},
    ...object,
    items: {
      data: object.items.data.map((item, index) => ({
        ...item,
        id: `si_${id}_${index}`,
        current_period_start: 1_700_000_000,
        current_period_end: 1_702_592_000,
        price: { ...item.price, id: `price_${id}_${index}`, product: 'prod_any' },
      })),
    },
  } as unknown as Stripe.Subscription;
}
