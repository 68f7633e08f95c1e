import { sharedRead } from '../mongo/shared-read.js';
import type { BatchRead, RequestLoaders } from '../terms/request-context.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';
import type { PlanService } from './plan.service.js';
import { type Plan, toPlan } from './plan.type.js';
import type { PriceProjection } from './price.projection.js';
import { type Price, toPrice } from './price.type.js';
import { type Product, toProduct } from './product.type.js';

/** Follows ids to the catalogue, in one read for all that a request asks for. */
export class CatalogEdges {
  /** Plans belong to nobody, so all requests may share their reads. */
  readonly #sharedPlans = sharedRead<Plan>(async (scope, uids) =>
    (await this.plans.plansByUid(scope, uids)).map((record) => record && toPlan(record)),
  );
  readonly #plansByUid: BatchRead<Plan> = (_scope, uids) => this.#sharedPlans(EVERY_ORGANIZATION, uids);

  constructor(
    private readonly plans: PlanService,
    private readonly prices: PriceProjection,
  ) {}

  async plan(loaders: RequestLoaders, uid: string | null): Promise<Plan | null> {
    return uid === null ? null : loaders.load(this.#plansByUid, uid);
  }

  /** @throws Error when the price was never stored; whoever stores its id stores the price first */
  async price(loaders: RequestLoaders, id: string): Promise<Price> {
    const record = await loaders.load(this.prices.pricesById, id);
    if (!record) throw new Error(`The price ${id} is referred to but not stored`);
    return toPrice(record);
  }

  /** @throws Error when the product was never stored */
  async product(loaders: RequestLoaders, id: string): Promise<Product> {
    const record = await loaders.load(this.prices.productsById, id);
    if (!record) throw new Error(`The product ${id} is referred to but not stored`);
    return toProduct(record);
  }

  async pricesOfProduct(loaders: RequestLoaders, productId: string): Promise<Price[]> {
    return ((await loaders.load(this.prices.pricesByProduct, productId)) ?? []).map(toPrice);
  }
}
