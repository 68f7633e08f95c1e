import { GraphQLError } from 'graphql';
import { Arg, Authorized, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { CatalogEdges } from '../catalog/catalog-edges.js';
import type { RequestContext } from '../terms/request-context.js';
import { Role, scopeOf, type Viewer } from '../terms/viewer.js';
import { Entitlement } from './entitlement.type.js';
import type { SubscriptionProjection } from './subscription.projection.js';
import { toSubscription } from './subscription.type.js';

/**
 * The rule: a subscription that is active, trialing or past due entitles to its plan's features. While a payment is
 * retried (past_due) the organization goes on using them, until Stripe gives up and the subscription is canceled or
 * unpaid. Incomplete and paused ones entitle to nothing. The status alone counts, not the clock: the period's end passes
 * a moment before its renewal is known.
 */
@Resolver()
export class EntitlementResolver {
  constructor(
    private readonly subscriptions: SubscriptionProjection,
    private readonly catalog: CatalogEdges,
  ) {}

  @Authorized(Role.MEMBER)
  @Query(() => [Entitlement], {
    description:
      'What the organization may use right now: each feature of each plan whose subscription is active, trialing or past due, ' +
      'so a feature of two plans is there twice. Without an argument the viewer’s own organization; an admin names one. [member]',
  })
  async entitlements(
    @Arg('organizationId', () => ID, { nullable: true }) organizationId: string | null,
    @Ctx() { viewer, loaders }: RequestContext,
  ): Promise<Entitlement[]> {
    const organization = organizationId ?? ownOrganization(viewer);
    const records = await this.subscriptions.findEntitling(scopeOf(viewer), organization);
    const entitlements = await Promise.all(
      records.map(async (record) => {
        const plan = await this.catalog.plan(loaders, record.plan_id ?? null);
        if (!plan) return [];
        const subscription = toSubscription(record);
        return plan.features.map((feature) => new Entitlement(feature, plan, subscription));
      }),
    );
    return entitlements.flat();
  }
}

function ownOrganization({ organizationId }: Viewer): string {
  if (organizationId) return organizationId;
  throw new GraphQLError('Say which organization: give organizationId, or send the x-organization-id header', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
