import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import { CatalogEdges } from './catalog-edges.js';
import { CatalogEditor } from './catalog-editor.js';
import { PlanPublisher } from './plan-publisher.js';
import { PlanRecord } from './plan.record.js';
import { PlanOverageResolver, PlanResolver } from './plan.resolver.js';
import { PlanService } from './plan.service.js';
import { PlanStore } from './plan.store.js';
import { PriceForSale } from './price-for-sale.js';
import { PriceProjection } from './price.projection.js';
import { PriceRecord } from './price.record.js';
import { PriceResolver } from './price.resolver.js';
import { PriceService } from './price.service.js';
import { PriceValidator } from './price-validator.js';
import { ProductRecord } from './product.record.js';
import { ProductResolver } from './product.resolver.js';

export interface CatalogRoom extends Room {
  readonly plans: PlanService;
  readonly publisher: PlanPublisher;
  readonly prices: PriceService;
  readonly projection: PriceProjection;
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
  const publisher = new PlanPublisher(new PlanStore(planModel), projection, priceValidator, gateways);
  const prices = new PriceService(projection, gateways.products, gateways.prices, priceValidator);
  const editor = new CatalogEditor(projection, prices, gateways);
  return {
    plans,
    publisher,
    prices,
    projection,
    priceValidator,
    priceForSale: new PriceForSale(gateways.prices),
    edges,
    resolvers: [
      new PlanResolver(plans, publisher, edges),
      new PlanOverageResolver(edges),
      new PriceResolver(projection, editor, edges),
      new ProductResolver(projection, editor, edges),
    ],
    models: [planModel, productModel, priceModel],
  };
}
