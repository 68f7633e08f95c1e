import type { CatalogRoom } from '../catalog/catalog.room.js';
import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import type { SubscriptionsRoom } from '../subscriptions/subscriptions.room.js';
import { RevenueAccounts } from './revenue-accounts.js';
import { RevenueBalanceRecord } from './revenue-balance.record.js';
import { RevenueBatchRecord } from './revenue-batch.record.js';
import { RevenueBuild } from './revenue-build.js';
import { RevenueCatchUp } from './revenue-catch-up.js';
import { RevenueChangeRecord } from './revenue-change.record.js';
import { RevenueContributions } from './revenue-contributions.js';
import { RevenueFold } from './revenue-fold.js';
import { RevenueHeadRecord } from './revenue-head.record.js';
import { RevenueKeeper } from './revenue-keeper.js';
import { RevenueLedger } from './revenue-ledger.js';
import { RevenueMarkRecord } from './revenue-mark.record.js';
import { RevenuePast } from './revenue-past.js';
import { RevenuePeriodRecord } from './revenue-period.record.js';
import { RevenueReader } from './revenue-reader.js';
import { PlanRevenueResolver, RevenueContributionResolver, RevenueResolver } from './revenue.resolver.js';
import { RevenueService } from './revenue.service.js';

export interface MetricsRoom extends Room {
  readonly keeper: RevenueKeeper;
  readonly build: RevenueBuild;
  readonly service: RevenueService;
}

interface LowerRooms {
  readonly catalog: CatalogRoom;
  readonly subscriptions: SubscriptionsRoom;
}

export function openMetrics({ connection, clock }: Ground, { catalog, subscriptions }: LowerRooms): MetricsRoom {
  const models = {
    heads: modelOn(connection, RevenueHeadRecord),
    entries: modelOn(connection, RevenueChangeRecord),
    balances: modelOn(connection, RevenueBalanceRecord),
    batches: modelOn(connection, RevenueBatchRecord),
    marks: modelOn(connection, RevenueMarkRecord),
    periods: modelOn(connection, RevenuePeriodRecord),
  };
  const { changes } = subscriptions;
  const ledger = new RevenueLedger(models.entries, changes);
  const fold = new RevenueFold(models);
  const catchUp = new RevenueCatchUp(models.heads, changes, ledger);
  const build = new RevenueBuild({ models, changes, ledger, fold, catchUp, clock });
  const keeper = new RevenueKeeper({ heads: models.heads, ledger, fold, catchUp, build, clock });
  const accounts = new RevenueAccounts(models.entries);
  const past = new RevenuePast({ ...models, accounts });
  const reader = new RevenueReader({ ...models, accounts, past, keeper, clock });
  const service = new RevenueService(reader, new RevenueContributions(models.entries), clock);
  return {
    keeper,
    build,
    service,
    resolvers: [
      new RevenueResolver(service),
      new PlanRevenueResolver(catalog.edges),
      new RevenueContributionResolver(subscriptions.projection),
    ],
    models: Object.values(models),
  };
}
