import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { toPageRequest } from '../terms/page.js';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { Role } from '../terms/viewer.js';
import type { CatalogEdges } from './catalog-edges.js';
import type { CatalogEditor } from './catalog-editor.js';
import { CreatePriceInput, PriceFilter, toPriceQuery } from './catalog.input.js';
import { CreatePricePayload } from './catalog.payload.js';
import type { PriceProjection } from './price.projection.js';
import { Price, PriceConnection, toPrice } from './price.type.js';
import { Product } from './product.type.js';

@Resolver(() => Price)
export class PriceResolver {
  constructor(
    private readonly projection: PriceProjection,
    private readonly editor: CatalogEditor,
    private readonly edges: CatalogEdges,
  ) {}

  @Query(() => Price, { nullable: true, description: "By Stripe's id; archived ones too. [public]" })
  async price(@Arg('id', () => ID) id: string): Promise<Price | null> {
    const record = await this.projection.findPrice(id);
    return record && toPrice(record);
  }

  @Query(() => PriceConnection, { name: 'prices', description: 'Newest first. [public]' })
  async list(
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => PriceFilter, { nullable: true }) filter: PriceFilter | null,
  ): Promise<PriceConnection> {
    const request = toPageRequest({ first, after }, 'created_at');
    return new PriceConnection(await this.projection.pageOfPrices(toPriceQuery(filter ?? {}), request));
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => CreatePricePayload, {
    description:
      'Makes a price at Stripe, charged by quantity. The prices of a plan come by savePlan, which archives others of its product. [admin]',
  })
  createPrice(@Arg('input', () => CreatePriceInput) input: CreatePriceInput): Promise<CreatePricePayload> {
    return settle(CreatePricePayload, input, async () => {
      const { productId, unitAmount, currency, billingInterval = null, lookupKey = null } = input;
      const request = { productId, unitAmount, currency, billingInterval, lookupKey };
      return { price: toPrice(await this.editor.createPrice(request)) };
    });
  }

  @FieldResolver(() => Product)
  product(@Root() price: Price, @Ctx() { loaders }: RequestContext): Promise<Product> {
    return this.edges.product(loaders, price.productId);
  }
}
