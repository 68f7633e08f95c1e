import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { Role, scopeOf } from '../terms/viewer.js';
import { ReportUsageInput } from './usage.input.js';
import { ReportUsagePayload } from './usage.payload.js';
import type { UsageService } from './usage.service.js';

@Resolver()
export class UsageResolver {
  constructor(private readonly usage: UsageService) {}

  @Authorized(Role.ADMIN)
  @Mutation(() => ReportUsagePayload, { description: 'Reports metered overage, once for each identifier. [admin]' })
  reportUsage(
    @Arg('input', () => ReportUsageInput) input: ReportUsageInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<ReportUsagePayload> {
    return settle(ReportUsagePayload, input, async () => {
      await this.usage.report(scopeOf(viewer), { ...input, at: input.at ?? null });
      return { identifier: input.identifier, accepted: true };
    });
  }
}
