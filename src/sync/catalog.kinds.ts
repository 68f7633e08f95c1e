import type Stripe from 'stripe';
import type { CatalogRoom } from '../catalog/catalog.room.js';
import type { PriceRecord } from '../catalog/price.record.js';
import type { ProductRecord } from '../catalog/product.record.js';
import { AT_CREATION } from '../mongo/observation.js';
import type { PriceGateway } from '../stripe/price.gateway.js';
import type { ProductGateway } from '../stripe/product.gateway.js';
import { idOf } from '../stripe/reference.js';
import type { MirroredKind } from './mirrored-kind.js';

export function productKind(
  { projection, prices }: CatalogRoom,
  gateway: ProductGateway,
): MirroredKind<Stripe.Product, ProductRecord> {
  return {
    type: 'product',
    stored: projection.storedProducts,
    page: (place) => gateway.page(place),
    find: (id) => gateway.find(id),
    expected: async (products) =>
      products.map((product) => ({ state: projection.stateOfProduct(product), organizationId: null })),
    organizationOf: () => null,
    isGone: (record) => record.deleted,
    observe: (id) => prices.observeProduct(id),
    adopt: async (product) => {
      await projection.storeProduct(product, AT_CREATION);
    },
  };
}

export function priceKind(
  { projection, prices }: CatalogRoom,
  gateway: PriceGateway,
): MirroredKind<Stripe.Price, PriceRecord> {
  return {
    type: 'price',
    stored: projection.storedPrices,
    page: (place) => gateway.page(place),
    find: (id) => gateway.find(id),
    expected: async (objects) =>
      objects.map((price) => ({ state: projection.stateOfPrice(price), organizationId: null })),
    organizationOf: () => null,
    isGone: (record) => record.deleted,
    observe: async (id, record) => {
      // The price itself knows its product best; a record may name a wrong one.
      const productId = idOf((await gateway.find(id))?.product) ?? record?.stripe_product_id;
      if (productId) await prices.observePrice(id, productId);
    },
    adopt: async (price) => {
      await projection.storePrices([price], AT_CREATION);
    },
  };
}
