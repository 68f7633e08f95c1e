import { AT_CREATION } from '../mongo/observation.js';
import type { PriceGateway } from '../stripe/price.gateway.js';
import type { ProductDetails, ProductGateway } from '../stripe/product.gateway.js';
import { BillingFault } from '../terms/billing-error.js';
import type { BillingInterval } from '../terms/billing-interval.js';
import type { PriceProjection } from './price.projection.js';
import type { PriceRecord } from './price.record.js';
import type { PriceService } from './price.service.js';
import type { ProductRecord } from './product.record.js';

export interface PriceRequest {
  readonly productId: string;
  /** In the minor unit. */
  readonly unitAmount: number;
  /** ISO 4217, in either case. */
  readonly currency: string;
  /** Null for a price that is paid once. */
  readonly billingInterval: BillingInterval | null;
  readonly lookupKey: string | null;
}

/** The arguments of createPrice by Stripe's names for them. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  product: 'productId',
  unit_amount_decimal: 'unitAmount',
  currency: 'currency',
  lookup_key: 'lookupKey',
};

/** Makes products and prices at Stripe that belong to no plan. */
export class CatalogEditor {
  constructor(
    private readonly projection: PriceProjection,
    private readonly prices: PriceService,
    private readonly gateways: { readonly products: ProductGateway; readonly prices: PriceGateway },
  ) {}

  /** @throws BillingFault INVALID_INPUT, STRIPE_UNAVAILABLE */
  async createProduct(details: ProductDetails): Promise<ProductRecord> {
    const product = await this.gateways.products.create(details);
    return this.projection.storeProduct(product, AT_CREATION);
  }

  /** @throws BillingFault NOT_FOUND for the product, INVALID_INPUT for a lookup key that is taken, STRIPE_UNAVAILABLE */
  async createPrice({ unitAmount, currency, billingInterval, ...request }: PriceRequest): Promise<PriceRecord> {
    const wanted = {
      ...request,
      unitAmountDecimal: String(unitAmount),
      currency: currency.toLowerCase(),
      interval: billingInterval,
      meterId: null,
      transfersLookupKey: false,
      metadata: {},
    };
    const price = await this.gateways.prices.create(wanted).catch(rethrowWithField);
    await this.prices.remember([price]);
    const [record] = await this.projection.storePrices([price], AT_CREATION);
    if (!record) throw new Error(`The price ${price.id} was created and is not stored`);
    return record;
  }
}

function rethrowWithField(error: unknown): never {
  const argument = error instanceof BillingFault ? ARGUMENTS[error.context.stripeParameter ?? ''] : undefined;
  if (!(error instanceof BillingFault) || argument === undefined) throw error;
  throw new BillingFault(error.code, error.message, { ...error.context, field: ['input', argument] });
}
