import { Arg, Authorized, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { toBillingError } from '../terms/billing-error.js';
import { SortDirection, toPageRequest } from '../terms/page.js';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { Role } from '../terms/viewer.js';
import type { DriftRepair, DriftRepairResult } from './drift-repair.js';
import type { DriftStore } from './drift-store.js';
import { DriftReport, fromFound, toDrift } from './drift.type.js';
import { RepairDriftInput } from './repair-drift.input.js';
import { RepairDriftPayload } from './repair-drift.payload.js';
import type { SyncRuns } from './sync-runs.js';

@Resolver()
export class DriftResolver {
  constructor(
    private readonly runs: SyncRuns,
    private readonly drifts: DriftStore,
    private readonly repairs: DriftRepair,
  ) {}

  @Authorized(Role.ADMIN)
  @Query(() => DriftReport, {
    description:
      'What is stored otherwise than Stripe shows it, field by field, as the last comparison found it. [admin]',
  })
  async driftReport(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<DriftReport> {
    const request = toPageRequest({ first, after }, 'object_type', SortDirection.ASC);
    const run = await this.runs.latestComparison();
    // Before the first comparison there is no drift of an empty name.
    const { rows, pageInfo, count } = await this.drifts.page(run?.run_id ?? '', request);
    return Object.assign(new DriftReport(), {
      checkedAt: run?.checked_at ?? null,
      checkedCount: run?.checked_count ?? 0,
      total: await count(),
      nodes: rows.map(toDrift),
      pageInfo,
    });
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => RepairDriftPayload, {
    description: 'Stores objects of the drift report as Stripe shows them now. It may be repeated. [admin]',
  })
  async repairDrift(
    @Arg('input', () => RepairDriftInput) input: RepairDriftInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<RepairDriftPayload> {
    let result: DriftRepairResult = { repaired: [], faults: [] };
    const payload = await settle(RepairDriftPayload, input, async () => {
      result = await this.repairs.repair(input.ids, input.dryRun, viewer.email ?? viewer.role);
      return { repaired: result.repaired.map(fromFound) };
    });
    return Object.assign(payload, { errors: [...payload.errors, ...result.faults.map(toBillingError)] });
  }
}
