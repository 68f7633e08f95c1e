import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { CatalogEdges } from '../catalog/catalog-edges.js';
import { Plan } from '../catalog/plan.type.js';
import type { CustomerEdges } from '../customers/customer-edges.js';
import { CUSTOMER_SOURCES, Customer } from '../customers/customer.type.js';
import type { SubscriptionProjection } from '../subscriptions/subscription.projection.js';
import { BillingSubscription, SUBSCRIPTION_SOURCES, toSubscription } from '../subscriptions/subscription.type.js';
import { toPageRequest } from '../terms/page.js';
import type { RequestContext } from '../terms/request-context.js';
import { StoredFields } from '../terms/stored-fields.js';
import { Role, scopeOf } from '../terms/viewer.js';
import type { CheckoutSessionProjection } from './checkout-session.projection.js';
import { CheckoutSession, CheckoutSessionConnection, toCheckoutSession } from './checkout-session.type.js';
import { CheckoutSessionFilter, toQuery } from './checkout-session-filter.input.js';

const ofCustomer = new StoredFields(CUSTOMER_SOURCES);
const ofSubscription = new StoredFields(SUBSCRIPTION_SOURCES);

@Resolver(() => CheckoutSession)
export class CheckoutSessionResolver {
  constructor(
    private readonly sessions: CheckoutSessionProjection,
    private readonly subscriptions: SubscriptionProjection,
    private readonly catalog: CatalogEdges,
    private readonly customers: CustomerEdges,
  ) {}

  @Authorized(Role.MEMBER)
  @Query(() => CheckoutSession, { nullable: true, description: "By Stripe's id, as it is stored. [member]" })
  async checkoutSession(
    @Arg('id', () => ID) id: string,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CheckoutSession | null> {
    const record = await this.sessions.findById(scopeOf(viewer), id);
    return record && toCheckoutSession(record);
  }

  @Authorized(Role.MEMBER)
  @Query(() => CheckoutSessionConnection, { name: 'checkoutSessions', description: 'Newest first. [member]' })
  async list(
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => CheckoutSessionFilter, { nullable: true }) filter: CheckoutSessionFilter | null,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CheckoutSessionConnection> {
    const request = toPageRequest({ first, after }, 'created_at');
    return new CheckoutSessionConnection(await this.sessions.page(scopeOf(viewer), toQuery(filter ?? {}), request));
  }

  @FieldResolver(() => Customer, { nullable: true })
  customer(
    @Root() session: CheckoutSession,
    @Ctx() { loaders }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Customer | null> {
    return this.customers.customer(loaders, session.customerId, ofCustomer.askedFor(info));
  }

  @FieldResolver(() => Plan, { nullable: true })
  plan(@Root() session: CheckoutSession, @Ctx() { loaders }: RequestContext): Promise<Plan | null> {
    return this.catalog.plan(loaders, session.planUid);
  }

  @FieldResolver(() => BillingSubscription, { nullable: true, description: 'Once it is paid and stored.' })
  async subscription(
    @Root() session: CheckoutSession,
    @Ctx() { loaders }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BillingSubscription | null> {
    if (session.subscriptionId === null) return null;
    const record = await loaders.load(
      this.subscriptions.subscriptionsById,
      session.subscriptionId,
      ofSubscription.askedFor(info),
    );
    return record && toSubscription(record);
  }
}

@Resolver(() => Customer)
export class CustomerCheckoutSessionsResolver {
  constructor(private readonly sessions: CheckoutSessionProjection) {}

  @FieldResolver(() => CheckoutSessionConnection, { description: 'Newest first.' })
  async checkoutSessions(
    @Root() customer: Customer,
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CheckoutSessionConnection> {
    const request = toPageRequest({ first, after }, 'created_at');
    const ofCustomer = { stripe_customer_id: { $eq: customer.id } };
    return new CheckoutSessionConnection(await this.sessions.page(scopeOf(viewer), ofCustomer, request));
  }
}
