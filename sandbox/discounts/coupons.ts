import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter, noSuch } from '../http/failures.js';
import { refuseUnsupported } from '../http/unsupported.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';

export type Coupon = Wire<Stripe.Coupon>;
export type CouponCreateParams = Wire<Stripe.CouponCreateParams>;

/** Source: https://docs.stripe.com/api/coupons */
export class Coupons {
  constructor(
    private readonly ledger: Ledger,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  create(params: CouponCreateParams): Coupon {
    refuseUnsupported(params, ['currency_options']);
    const id = params.id ?? newId('', 8).slice(1);
    if (this.ledger.coupons.get(id) !== undefined) {
      throw invalidRequest('Coupon already exists.', 'id', 'resource_already_exists');
    }
    const now = this.clock.now();
    const coupon = this.ledger.coupons.put({
      id,
      object: 'coupon',
      ...reductionOf(params),
      created: now,
      ...durationOf(params),
      livemode: false,
      max_redemptions: maximumOf(params.max_redemptions),
      metadata: mergedMetadata({}, params.metadata),
      name: params.name ?? null,
      redeem_by: futureMoment(params.redeem_by, 'redeem_by', now),
      times_redeemed: 0,
      valid: true,
    });
    const products = params.applies_to?.products ?? [];
    for (const [index, product] of products.entries()) {
      if (this.ledger.products.get(product) === undefined) {
        throw noSuch('product', product, `applies_to[products][${index}]`, 'parameter');
      }
    }
    if (products.length > 0) this.ledger.couponScopes.put({ id, products });
    this.events.record('coupon.created', coupon);
    return coupon;
  }

  update(id: string, params: Wire<Stripe.CouponUpdateParams>): Coupon {
    refuseUnsupported(params, ['currency_options']);
    const before = this.require(id);
    const coupon = this.ledger.coupons.put({
      ...before,
      metadata: mergedMetadata(before.metadata ?? {}, params.metadata),
      name: params.name ?? before.name,
    });
    this.events.recordUpdate('coupon.updated', before, coupon);
    return coupon;
  }

  /** Nobody can redeem it any more; discounts that it gave already stay. */
  delete(id: string): Wire<Stripe.DeletedCoupon> {
    const coupon = this.require(id);
    this.ledger.coupons.remove(id);
    this.ledger.deletedCoupons.put(coupon);
    this.events.record('coupon.deleted', coupon);
    return { id, object: 'coupon', deleted: true };
  }

  /** Counts one more customer who has it. */
  redeem(id: string): void {
    const before = this.require(id);
    const timesRedeemed = before.times_redeemed + 1;
    const isLeft = before.max_redemptions === null || timesRedeemed < before.max_redemptions;
    const after = this.ledger.coupons.put({ ...before, times_redeemed: timesRedeemed, valid: before.valid && isLeft });
    this.events.recordUpdate('coupon.updated', before, after);
  }

  /** Ends the coupons whose time to redeem is over. */
  sweep(now: number): void {
    const isOver = (coupon: Coupon) => coupon.valid && coupon.redeem_by !== null && coupon.redeem_by <= now;
    for (const coupon of this.ledger.coupons.newestFirst(isOver)) this.ledger.coupons.put({ ...coupon, valid: false });
  }

  /** @throws StripeFailure resource_missing; for an id in the path unless `param` names the parameter */
  require(id: string, param?: string): Coupon {
    const coupon = this.ledger.coupons.get(id);
    if (coupon === undefined) throw noSuch('coupon', id, param ?? 'coupon', param === undefined ? 'path' : 'parameter');
    return coupon;
  }

  /**
   * A coupon that can be redeemed now.
   *
   * @throws StripeFailure coupon_expired when its time or its number of redemptions has run out
   */
  requireValid(id: string, param: string): Coupon {
    const coupon = this.require(id, param);
    if (coupon.valid && (coupon.redeem_by === null || coupon.redeem_by > this.clock.now())) return coupon;
    throw invalidRequest(`Coupon expired: ${id}`, param, 'coupon_expired');
  }
}

/** @throws StripeFailure for none, for both, for an amount without currency */
function reductionOf(params: CouponCreateParams): Pick<Coupon, 'amount_off' | 'currency' | 'percent_off'> {
  const { amount_off: amount, percent_off: percent, currency } = params;
  if (amount !== undefined && percent !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: amount_off, percent_off.', 'amount_off');
  }
  if (percent !== undefined) {
    if (!(percent > 0 && percent <= 100)) {
      throw invalidRequest('Invalid percent_off: it must be greater than 0 and at most 100.', 'percent_off');
    }
    return { amount_off: null, currency: null, percent_off: percent };
  }
  if (amount === undefined) throw missingParameter('percent_off');
  if (currency === undefined) throw missingParameter('currency');
  if (amount < 1) throw invalidRequest('Invalid positive integer', 'amount_off', 'parameter_invalid_integer');
  return { amount_off: amount, currency: currency.toLowerCase(), percent_off: null };
}

function durationOf(params: CouponCreateParams): Pick<Coupon, 'duration' | 'duration_in_months'> {
  const { duration = 'once', duration_in_months: months } = params;
  if (duration === 'repeating' && months === undefined) throw missingParameter('duration_in_months');
  if (duration !== 'repeating' && months !== undefined) {
    throw invalidRequest('You may only specify duration_in_months when duration is repeating.', 'duration_in_months');
  }
  return { duration, duration_in_months: months ?? null };
}

export function maximumOf(asked: number | undefined): number | null {
  if (asked === undefined) return null;
  if (asked >= 1) return asked;
  throw invalidRequest('Invalid positive integer', 'max_redemptions', 'parameter_invalid_integer');
}

/** @throws StripeFailure for a moment that has passed */
export function futureMoment(asked: number | undefined, param: string, now: number): number | null {
  if (asked === undefined) return null;
  if (asked > now) return asked;
  throw invalidRequest(`\`${param}\` must be in the future.`, param);
}
