import type { CustomersRoom } from '../customers/customers.room.js';
import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import { UsageReportRecord } from './usage-report.record.js';
import { UsageReports } from './usage-reports.js';
import { UsageResolver } from './usage.resolver.js';
import { UsageService } from './usage.service.js';

export function openUsage({ connection, gateways }: Ground, customers: CustomersRoom): Room {
  const model = modelOn(connection, UsageReportRecord);
  const service = new UsageService(new UsageReports(model), customers.projection, gateways.meters);
  return { resolvers: [new UsageResolver(service)], models: [model] };
}
