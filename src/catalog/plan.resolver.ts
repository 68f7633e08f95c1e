import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { GraphQLCurrency } from 'graphql-scalars';
import { Arg, Authorized, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { BillingInterval } from '../terms/billing-interval.js';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { StoredFields } from '../terms/stored-fields.js';
import { Role } from '../terms/viewer.js';
import type { CatalogEdges } from './catalog-edges.js';
import { ArchivePlanPayload, SavePlanPayload } from './catalog.payload.js';
import { ArchivePlanInput, SavePlanInput, toPlanDefinition } from './plan.input.js';
import type { PlanPublisher } from './plan-publisher.js';
import { type PlanService, priceOf } from './plan.service.js';
import { Plan, PlanOverage, toPlan } from './plan.type.js';
import { KNOWN_TO_PLAN, Price } from './price.type.js';
import { Product } from './product.type.js';

const ofPlan = new StoredFields(KNOWN_TO_PLAN);

@Resolver(() => Plan)
export class PlanResolver {
  constructor(
    private readonly plans: PlanService,
    private readonly publisher: PlanPublisher,
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

  @Authorized(Role.ADMIN)
  @Mutation(() => SavePlanPayload, {
    description:
      'Creates the plan or replaces it, here and at Stripe. Another amount makes a new price and archives the old one; who pays the old one keeps it. An archived plan is sold again. [admin]',
  })
  savePlan(@Arg('input', () => SavePlanInput) input: SavePlanInput): Promise<SavePlanPayload> {
    return settle(SavePlanPayload, input, async () => {
      const { plan } = await this.publisher.publish(toPlanDefinition(input));
      return { plan: toPlan(plan) };
    });
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => ArchivePlanPayload, {
    description:
      'Ends the sale of a plan: its product and prices are archived at Stripe, its live subscriptions stay. [admin]',
  })
  archivePlan(@Arg('input', () => ArchivePlanInput) input: ArchivePlanInput): Promise<ArchivePlanPayload> {
    return settle(ArchivePlanPayload, input, async () => ({ plan: toPlan(await this.publisher.archive(input.uid)) }));
  }

  @FieldResolver(() => Product)
  product(@Root() plan: Plan, @Ctx() { loaders }: RequestContext): Promise<Product> {
    return this.edges.product(loaders, plan.productId);
  }

  @FieldResolver(() => [Price], { description: 'The prices that are sold, without the overages.' })
  prices(
    @Root() plan: Plan,
    @Ctx() { loaders }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): readonly Price[] | Promise<Price[]> {
    // The plan has them by heart; what else there is of a price has to be read.
    if (ofPlan.askedFor(info)) return plan.knownPrices;
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
