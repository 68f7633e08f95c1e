import { Arg, Authorized, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../terms/request-context.js';
import { Role, scopeOf } from '../terms/viewer.js';
import type { CustomerProjection } from './customer.projection.js';
import { Customer, toCustomer } from './customer.type.js';

@Resolver(() => Customer)
export class CustomerResolver {
  constructor(private readonly customers: CustomerProjection) {}

  @Authorized(Role.MEMBER)
  @Query(() => Customer, {
    nullable: true,
    description: "By Stripe's id or by organization; without arguments the viewer's own. [member]",
  })
  async customer(
    @Arg('id', () => ID, { nullable: true }) id: string | null,
    @Arg('organizationId', () => ID, { nullable: true }) organizationId: string | null,
    @Ctx() { viewer }: RequestContext,
  ): Promise<Customer | null> {
    const scope = scopeOf(viewer);
    const organization = organizationId ?? (id ? null : viewer.organizationId);
    if (id) {
      const record = await this.customers.findById(scope, id);
      return record && (!organization || record.organization_id === organization) ? toCustomer(record) : null;
    }
    const record = organization ? await this.customers.findByOrganization(scope, organization) : null;
    return record && toCustomer(record);
  }
}
