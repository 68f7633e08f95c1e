import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { CatalogEdges } from '../catalog/catalog-edges.js';
import { Plan } from '../catalog/plan.type.js';
import { Price } from '../catalog/price.type.js';
import type { CustomerEdges } from '../customers/customer-edges.js';
import { CUSTOMER_SOURCES, Customer } from '../customers/customer.type.js';
import { toPageRequest } from '../terms/page.js';
import type { RequestContext } from '../terms/request-context.js';
import { StoredFields } from '../terms/stored-fields.js';
import { Role, scopeOf } from '../terms/viewer.js';
import { SubscriptionFilter, SubscriptionOrder, SubscriptionOrderField, toQuery } from './subscription-filter.input.js';
import type { SubscriptionProjection } from './subscription.projection.js';
import {
  BillingSubscription,
  BillingSubscriptionConnection,
  SUBSCRIPTION_SOURCES,
  SubscriptionItem,
  toSubscription,
} from './subscription.type.js';

const ofCustomer = new StoredFields(CUSTOMER_SOURCES);
const ofOne = new StoredFields(SUBSCRIPTION_SOURCES);
const ofPage = new StoredFields(SUBSCRIPTION_SOURCES, ['nodes']);

@Resolver(() => BillingSubscription)
export class SubscriptionResolver {
  constructor(
    private readonly subscriptions: SubscriptionProjection,
    private readonly catalog: CatalogEdges,
    private readonly customers: CustomerEdges,
  ) {}

  @Authorized(Role.MEMBER)
  @Query(() => BillingSubscription, { nullable: true, description: "By Stripe's id. [member]" })
  async subscription(
    @Arg('id', () => ID) id: string,
    @Ctx() { viewer }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BillingSubscription | null> {
    const record = await this.subscriptions.findById(scopeOf(viewer), id, ofOne.askedFor(info));
    return record && toSubscription(record);
  }

  @Authorized(Role.MEMBER)
  @Query(() => BillingSubscriptionConnection, {
    name: 'subscriptions',
    description: 'Newest first unless ordered. [member]',
  })
  async list(
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => SubscriptionFilter, { nullable: true }) filter: SubscriptionFilter | null,
    @Arg('orderBy', () => SubscriptionOrder, { nullable: true }) order: SubscriptionOrder | null,
    @Ctx() { viewer }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BillingSubscriptionConnection> {
    const field = order?.field ?? SubscriptionOrderField.CREATED_AT;
    const request = {
      ...toPageRequest({ first, after }, field, order?.direction),
      projection: ofPage.askedFor(info),
    };
    const page = await this.subscriptions.page(scopeOf(viewer), toQuery(filter ?? {}), request);
    return new BillingSubscriptionConnection(page);
  }

  @FieldResolver(() => Customer, { nullable: true })
  customer(
    @Root() subscription: BillingSubscription,
    @Ctx() { loaders }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Customer | null> {
    return this.customers.customer(loaders, subscription.customerId, ofCustomer.askedFor(info));
  }

  @FieldResolver(() => Plan, { nullable: true, description: 'Null when what is subscribed is no plan of ours.' })
  plan(@Root() subscription: BillingSubscription, @Ctx() { loaders }: RequestContext): Promise<Plan | null> {
    return this.catalog.plan(loaders, subscription.planUid);
  }
}

@Resolver(() => SubscriptionItem)
export class SubscriptionItemResolver {
  constructor(private readonly catalog: CatalogEdges) {}

  @FieldResolver(() => Price)
  price(@Root() item: SubscriptionItem, @Ctx() { loaders }: RequestContext): Promise<Price> {
    return this.catalog.price(loaders, item.priceId);
  }
}

@Resolver(() => Customer)
export class CustomerSubscriptionsResolver {
  constructor(private readonly projection: SubscriptionProjection) {}

  @FieldResolver(() => BillingSubscriptionConnection, { description: 'Newest first.' })
  async subscriptions(
    @Root() customer: Customer,
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => SubscriptionFilter, { nullable: true }) filter: SubscriptionFilter | null,
    @Ctx() { viewer }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BillingSubscriptionConnection> {
    const request = {
      ...toPageRequest({ first, after }, SubscriptionOrderField.CREATED_AT),
      projection: ofPage.askedFor(info),
    };
    const ofCustomer = { $and: [{ stripe_customer_id: { $eq: customer.id } }, toQuery(filter ?? {})] };
    return new BillingSubscriptionConnection(await this.projection.page(scopeOf(viewer), ofCustomer, request));
  }
}
