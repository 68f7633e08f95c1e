import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import { CatalogEdges } from './catalog-edges.js';
import { PlanPublisher } from './plan-publisher.js';
import { PlanRecord } from './plan.record.js';
import { PlanOverageResolver, PlanResolver, PriceResolver, ProductResolver } from './plan.resolver.js';
import { PlanService } from './plan.service.js';
import { PriceForSale } from './price-for-sale.js';
import { PriceProjection } from './price.projection.js';
import { PriceRecord } from './price.record.js';
import { PriceService } from './price.service.js';
import { PriceValidator } from './price-validator.js';
import { ProductRecord } from './product.record.js';

export interface CatalogRoom extends Room {
  readonly plans: PlanService;
  readonly publisher: PlanPublisher;
  readonly prices: PriceService;
  readonly priceValidator: PriceValidator;
  readonly priceForSale: PriceForSale;
  readonly edges: CatalogEdges;
}

export function openCatalog({ connection, gateways, observations, settings }: Ground): CatalogRoom {
  const planModel = modelOn(connection, PlanRecord);
  const productModel = modelOn(connection, ProductRecord);
  const priceModel = modelOn(connection, PriceRecord);
  const plans = new PlanService(planModel);
  const projection = new PriceProjection(productModel, priceModel, observations);
  const priceValidator = new PriceValidator(gateways.prices, projection, settings.priceFreshForMs);
  const edges = new CatalogEdges(plans, projection);
  return {
    plans,
    publisher: new PlanPublisher(planModel, projection, priceValidator, gateways),
    prices: new PriceService(projection, gateways.products),
    priceValidator,
    priceForSale: new PriceForSale(gateways.prices),
    edges,
    resolvers: [
      new PlanResolver(plans, edges),
      new PlanOverageResolver(edges),
      new PriceResolver(edges),
      new ProductResolver(edges),
    ],
    models: [planModel, productModel, priceModel],
  };
}
