import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { organizationOf, Role } from '../terms/viewer.js';
import { CreatePortalSessionInput } from './portal.input.js';
import { CreatePortalSessionPayload } from './portal.payload.js';
import type { PortalService } from './portal.service.js';

@Resolver()
export class PortalResolver {
  constructor(private readonly portal: PortalService) {}

  @Authorized(Role.MEMBER)
  @Mutation(() => CreatePortalSessionPayload, {
    description:
      "Opens Stripe's customer portal, where the organization sees its invoices and changes cards and subscriptions. [member]",
  })
  createPortalSession(
    @Arg('input', () => CreatePortalSessionInput) input: CreatePortalSessionInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CreatePortalSessionPayload> {
    return settle(CreatePortalSessionPayload, input, async () => ({
      portalUrl: await this.portal.open(organizationOf(viewer), input.returnUrl ?? null),
    }));
  }
}
