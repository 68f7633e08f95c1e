import type { CatalogRoom } from '../catalog/catalog.room.js';
import type { CheckoutRoom } from '../checkout/checkout.room.js';
import type { CustomersRoom } from '../customers/customers.room.js';
import type { Ground, Room } from '../ground.js';
import type { InvoicesRoom } from '../invoices/invoices.room.js';
import { modelOn } from '../mongo/model.js';
import type { SubscriptionsRoom } from '../subscriptions/subscriptions.room.js';
import type { WebhooksRoom } from '../webhooks/webhooks.room.js';
import { Backfill } from './backfill.js';
import { priceKind, productKind } from './catalog.kinds.js';
import { checkoutSessionKind } from './checkout-session.kind.js';
import { customerKind } from './customer.kind.js';
import { DriftFinder } from './drift-finder.js';
import { DriftRecord } from './drift.record.js';
import { DriftRepair } from './drift-repair.js';
import { DriftResolver } from './drift.resolver.js';
import { DriftStore } from './drift-store.js';
import type { DriftWatch } from './drift-watch.js';
import { EventCatchUp } from './event-catch-up.js';
import { invoiceKind } from './invoice.kind.js';
import type { AnyKind } from './mirrored-kind.js';
import { MoneyAtStake } from './money-at-stake.js';
import { Reconciliation } from './reconciliation.js';
import { Repairs } from './repairs.js';
import { subscriptionKind } from './subscription.kind.js';
import { SyncRunRecord } from './sync-run.record.js';
import { SyncRuns } from './sync-runs.js';

export interface SyncRoom extends Room {
  readonly backfill: Backfill;
  readonly reconciliation: Reconciliation;
  readonly watch: DriftWatch;
}

interface LowerRooms {
  readonly catalog: CatalogRoom;
  readonly customers: CustomersRoom;
  readonly subscriptions: SubscriptionsRoom;
  readonly checkout: CheckoutRoom;
  readonly invoices: InvoicesRoom;
  readonly webhooks: WebhooksRoom;
}

/** @param eventTypes those that somebody acts on */
export function openSync({ connection, gateways }: Ground, rooms: LowerRooms, eventTypes: readonly string[]): SyncRoom {
  const { catalog, customers, subscriptions, checkout, invoices, webhooks } = rooms;
  const runModel = modelOn(connection, SyncRunRecord);
  const driftModel = modelOn(connection, DriftRecord);
  const runs = new SyncRuns(runModel);
  const drifts = new DriftStore(driftModel);
  customers.erasure.add((customer) => drifts.forgetCustomer(customer));
  const kinds = [
    customerKind(customers, gateways.customers),
    productKind(catalog, gateways.products),
    priceKind(catalog, gateways.prices),
    subscriptionKind(subscriptions, customers, catalog, gateways.subscriptions),
    checkoutSessionKind(checkout, customers, gateways.checkoutSessions),
    invoiceKind(invoices, customers, gateways.invoices),
  ] as unknown as readonly AnyKind[];
  const finder = new DriftFinder(webhooks.missedEvents, new MoneyAtStake(catalog.projection));
  const repairs = new Repairs(finder, kinds);
  const catchUp = new EventCatchUp(gateways.events, webhooks.missedEvents, eventTypes);
  return {
    backfill: new Backfill({ kinds, finder, runs }),
    reconciliation: new Reconciliation({ kinds, finder, repairs, catchUp, drifts, runs }),
    watch: {
      driftingObjects: async () => {
        const run = await runs.latestComparison();
        return run ? drifts.count(run.run_id) : 0;
      },
      lastCleanAt: () => runs.lastCleanAt(),
    },
    resolvers: [new DriftResolver(runs, drifts, new DriftRepair(finder, repairs, drifts, runs))],
    models: [runModel, driftModel],
  };
}
