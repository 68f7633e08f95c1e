import type Stripe from 'stripe';
import { isWithin, listPage } from '../http/list-page.js';
import { type Route, route } from '../http/route.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { CouponCreateParams, Coupons } from './coupons.js';
import type { SubscriptionDiscounts } from './subscription-discounts.js';
import type { PromotionCode, PromotionCodeCreateParams, PromotionCodes } from './promotion-codes.js';

type CodeListParams = Wire<Stripe.PromotionCodeListParams>;

export interface DiscountRouteParts {
  readonly ledger: Ledger;
  readonly coupons: Coupons;
  readonly promotionCodes: PromotionCodes;
  readonly discounts: SubscriptionDiscounts;
}

/** Source: https://docs.stripe.com/api/coupons, https://docs.stripe.com/api/promotion_codes, https://docs.stripe.com/api/discounts */
export function discountRoutes({ ledger, coupons, promotionCodes, discounts }: DiscountRouteParts): Route[] {
  return [
    route('POST', '/v1/coupons', (params: CouponCreateParams) => coupons.create(params)),
    route('GET', '/v1/coupons', (params: Wire<Stripe.CouponListParams>, { url }) =>
      listPage(ledger.coupons, params, url, (coupon) => isWithin(params.created, coupon.created)),
    ),
    route('GET', '/v1/coupons/{coupon}', (_params, { path }) => coupons.require(path.coupon)),
    route('POST', '/v1/coupons/{coupon}', (params: Wire<Stripe.CouponUpdateParams>, { path }) =>
      coupons.update(path.coupon, params),
    ),
    route('DELETE', '/v1/coupons/{coupon}', (_params, { path }) => coupons.delete(path.coupon)),
    route('POST', '/v1/promotion_codes', (params: PromotionCodeCreateParams) => promotionCodes.create(params)),
    route('GET', '/v1/promotion_codes', (params: CodeListParams, { url }) =>
      listPage(ledger.promotionCodes, params, url, (code) => isListed(code, params)),
    ),
    route('GET', '/v1/promotion_codes/{promotion_code}', (_params, { path }) =>
      promotionCodes.require(path.promotion_code),
    ),
    route('POST', '/v1/promotion_codes/{promotion_code}', (params: Wire<Stripe.PromotionCodeUpdateParams>, { path }) =>
      promotionCodes.update(path.promotion_code, params),
    ),
    route('DELETE', '/v1/subscriptions/{subscription_exposed_id}/discount', (_params, { path }) =>
      discounts.removeLast(path.subscription_exposed_id),
    ),
  ];
}

function isListed(code: PromotionCode, params: CodeListParams): boolean {
  return (
    (params.active === undefined || code.active === params.active) &&
    (params.code === undefined || code.code.toLowerCase() === params.code.toLowerCase()) &&
    (params.coupon === undefined || code.promotion.coupon === params.coupon) &&
    (params.customer === undefined || code.customer === params.customer) &&
    isWithin(params.created, code.created)
  );
}
