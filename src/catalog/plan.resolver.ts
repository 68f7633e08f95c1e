import { GraphQLError } from 'graphql';
import { GraphQLCurrency } from 'graphql-scalars';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { BillingInterval } from '../terms/billing-interval.js';
import type { RequestContext } from '../terms/request-context.js';
import { Role } from '../terms/viewer.js';
import type { CatalogEdges } from './catalog-edges.js';
import { type PlanService, priceOf } from './plan.service.js';
import { Plan, PlanOverage, toPlan } from './plan.type.js';
import { Price } from './price.type.js';
import { Product } from './product.type.js';

@Resolver(() => Plan)
export class PlanResolver {
  constructor(
    private readonly plans: PlanService,
    private readonly edges: CatalogEdges,
  ) {}

  @Query(() => Plan, { nullable: true, description: 'A plan by its uid; archived ones too. [public]' })
  async plan(@Arg('uid', () => ID) uid: string): Promise<Plan | null> {
    const record = await this.plans.find(uid);
    return record && toPlan(record);
  }

  @Query(() => [Plan], { name: 'plans', description: 'The plans that are sold. [public]; includeArchived is [admin].' })
  async list(
    @Arg('includeArchived', () => Boolean, { defaultValue: false }) includeArchived: boolean,
    @Ctx() { viewer }: RequestContext,
  ): Promise<Plan[]> {
    if (includeArchived && viewer.role !== Role.ADMIN) {
      throw new GraphQLError('Archived plans are for admins', { extensions: { code: 'FORBIDDEN' } });
    }
    return (await this.plans.list(includeArchived)).map(toPlan);
  }

  @FieldResolver(() => Product)
  product(@Root() plan: Plan, @Ctx() { loaders }: RequestContext): Promise<Product> {
    return this.edges.product(loaders, plan.productId);
  }

  @FieldResolver(() => [Price], { description: 'The prices that are sold, without the overages.' })
  prices(@Root() plan: Plan, @Ctx() { loaders }: RequestContext): Promise<Price[]> {
    return Promise.all(plan.priceRecords.map((price) => this.edges.price(loaders, price.stripe_price_id)));
  }

  @FieldResolver(() => Price, { nullable: true, description: "In the plan's first currency when none is given." })
  async price(
    @Root() plan: Plan,
    @Arg('billingInterval', () => BillingInterval) billingInterval: BillingInterval,
    @Arg('currency', () => GraphQLCurrency, { nullable: true }) currency: string | null,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Price | null> {
    const price = priceOf({ prices: [...plan.priceRecords] }, billingInterval, currency ?? null);
    return price && this.edges.price(loaders, price.stripe_price_id);
  }
}

@Resolver(() => PlanOverage)
export class PlanOverageResolver {
  constructor(private readonly edges: CatalogEdges) {}

  @FieldResolver(() => Price)
  price(@Root() overage: PlanOverage, @Ctx() { loaders }: RequestContext): Promise<Price> {
    return this.edges.price(loaders, overage.priceId);
  }
}

@Resolver(() => Price)
export class PriceResolver {
  constructor(private readonly edges: CatalogEdges) {}

  @FieldResolver(() => Product)
  product(@Root() price: Price, @Ctx() { loaders }: RequestContext): Promise<Product> {
    return this.edges.product(loaders, price.productId);
  }
}

@Resolver(() => Product)
export class ProductResolver {
  constructor(private readonly edges: CatalogEdges) {}

  @FieldResolver(() => [Price], { description: 'All that are known, archived ones too.' })
  prices(@Root() product: Product, @Ctx() { loaders }: RequestContext): Promise<Price[]> {
    return this.edges.pricesOfProduct(loaders, product.id);
  }
}
