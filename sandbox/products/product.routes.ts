import type Stripe from 'stripe';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Prices } from '../prices/prices.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { ProductCreateParams, Products, ProductUpdateParams } from './products.js';

export function productRoutes(ledger: Ledger, products: Products, prices: Prices): Route[] {
  return [
    route('POST', '/v1/products', ({ default_price_data: priceData, ...params }: ProductCreateParams) => {
      const product = products.create(params);
      if (priceData === undefined) return product;
      return products.setDefaultPrice(product.id, prices.create({ ...priceData, product: product.id }).id);
    }),
    route('GET', '/v1/products', (params: Wire<Stripe.ProductListParams>, { url }) =>
      listPage(
        ledger.products,
        params,
        url,
        (product) =>
          (params.active === undefined || product.active === params.active) &&
          (params.ids === undefined || params.ids.includes(product.id)) &&
          (params.url === undefined || product.url === params.url) &&
          isWithin(params.created, product.created),
      ),
    ),
    route('GET', '/v1/products/{id}', (_params, { path }) => products.require(path.id)),
    route('POST', '/v1/products/{id}', (params: ProductUpdateParams, { path }) => products.update(path.id, params)),
    route('DELETE', '/v1/products/{id}', (_params, { path }) => products.delete(path.id)),
  ];
}
