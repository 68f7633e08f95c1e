import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { toPageRequest } from '../terms/page.js';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { Role } from '../terms/viewer.js';
import type { CatalogEdges } from './catalog-edges.js';
import type { CatalogEditor } from './catalog-editor.js';
import { CreateProductInput, ProductFilter, toProductQuery } from './catalog.input.js';
import { CreateProductPayload } from './catalog.payload.js';
import type { PriceProjection } from './price.projection.js';
import { Price } from './price.type.js';
import { Product, ProductConnection, toProduct } from './product.type.js';

@Resolver(() => Product)
export class ProductResolver {
  constructor(
    private readonly projection: PriceProjection,
    private readonly editor: CatalogEditor,
    private readonly edges: CatalogEdges,
  ) {}

  @Query(() => Product, { nullable: true, description: "By Stripe's id; archived ones too. [public]" })
  async product(@Arg('id', () => ID) id: string): Promise<Product | null> {
    const record = await this.projection.findProduct(id);
    return record && toProduct(record);
  }

  @Query(() => ProductConnection, { name: 'products', description: 'Newest first. [public]' })
  async list(
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => ProductFilter, { nullable: true }) filter: ProductFilter | null,
  ): Promise<ProductConnection> {
    const request = toPageRequest({ first, after }, 'created_at');
    return new ProductConnection(await this.projection.pageOfProducts(toProductQuery(filter ?? {}), request));
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => CreateProductPayload, {
    description: 'Makes a product at Stripe that belongs to no plan; savePlan makes the product of a plan. [admin]',
  })
  createProduct(@Arg('input', () => CreateProductInput) input: CreateProductInput): Promise<CreateProductPayload> {
    return settle(CreateProductPayload, input, async () => {
      const details = { name: input.name, description: input.description || null };
      return { product: toProduct(await this.editor.createProduct(details)) };
    });
  }

  @FieldResolver(() => [Price], { description: 'All that are known, archived ones too.' })
  prices(@Root() product: Product, @Ctx() { loaders }: RequestContext): Promise<Price[]> {
    return this.edges.pricesOfProduct(loaders, product.id);
  }
}
