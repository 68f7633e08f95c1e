import type Stripe from 'stripe';
import { invalidRequest } from '../http/failures.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { periodEnd } from '../subscriptions/billing-period.js';
import type { EventLog } from '../events/event-log.js';
import type { Coupon, Coupons } from './coupons.js';
import { type DiscountableLine, discountShares } from './discount-shares.js';
import { isOver, type PromotionCode, type PromotionCodes } from './promotion-codes.js';

export type Discount = Wire<Stripe.Discount>;

/** What a request names for one discount. */
export interface DiscountParams {
  readonly coupon?: string;
  readonly promotion_code?: string;
}

/** A coupon about to be redeemed, by itself or through a promotion code. */
export interface Redemption {
  readonly coupon: string;
  readonly promotionCode: string | null;
}

/** Whom and what a promotion code is redeemed for. */
export interface Purchase {
  readonly customer: string | null;
  /** Minor units; undefined where nothing is bought at once. */
  readonly amount?: number;
  readonly currency?: string;
}

/** What a discount belongs to, by ids. */
export type DiscountTarget = Partial<Pick<Discount, 'checkout_session' | 'customer' | 'invoice' | 'subscription'>>;

export interface DiscountParts {
  readonly ledger: Ledger;
  readonly coupons: Coupons;
  readonly promotionCodes: PromotionCodes;
  readonly events: EventLog;
  readonly clock: Clock;
}

/** Coupons in the hands of customers. Source: https://docs.stripe.com/api/discounts/object */
export class Discounts {
  constructor(private readonly parts: DiscountParts) {}

  /** @throws StripeFailure for a coupon or promotion code that cannot be redeemed for this purchase */
  read(params: DiscountParams, param: string, purchase: Purchase): Redemption {
    const { coupon, promotion_code: promotionCode } = params;
    if (coupon !== undefined && promotionCode !== undefined) {
      throw invalidRequest('You may only specify one of these parameters: coupon, promotion_code.', param);
    }
    if (promotionCode !== undefined) {
      const found = this.parts.promotionCodes.require(promotionCode, `${param}[promotion_code]`);
      return this.byCode(found, `${param}[promotion_code]`, purchase);
    }
    if (coupon === undefined) throw invalidRequest('You must specify one of: coupon, promotion_code.', param);
    return { coupon: this.parts.coupons.requireValid(coupon, `${param}[coupon]`).id, promotionCode: null };
  }

  /** @throws StripeFailure for a promotion code that is used up, or that is not for this customer or purchase */
  byCode(code: PromotionCode, param: string, { customer, amount, currency }: Purchase): Redemption {
    const refuse = (reason: string) =>
      invalidRequest(`This promotion code cannot be redeemed because ${reason}.`, param);
    if (isOver(code, this.parts.clock.now())) throw refuse('it has expired');
    if (!code.active) throw refuse('it is not active');
    if (code.customer !== null && code.customer !== customer) throw refuse('it is limited to another customer');
    const { first_time_transaction: isFirstOnly, minimum_amount: minimum } = code.restrictions;
    if (isFirstOnly && customer !== null && this.#hasPaid(customer)) {
      throw refuse('the associated customer has prior transactions');
    }
    const isElsewhere = currency !== code.restrictions.minimum_amount_currency;
    if (minimum !== null && amount !== undefined && (isElsewhere || amount < minimum)) {
      throw refuse('the associated purchase does not meet the minimum amount requirement');
    }
    return { coupon: this.parts.coupons.requireValid(String(code.promotion.coupon), param).id, promotionCode: code.id };
  }

  /**
   * Gives a discount for each coupon, and counts them.
   *
   * @throws StripeFailure for a coupon that ran out in the meantime
   */
  redeem(redemptions: readonly Redemption[], target: DiscountTarget): string[] {
    const { coupons, promotionCodes, ledger, events, clock } = this.parts;
    return redemptions.map(({ coupon: id, promotionCode }) => {
      const coupon = coupons.requireValid(id, 'coupon');
      coupons.redeem(id);
      if (promotionCode !== null) promotionCodes.redeem(promotionCode);
      const now = clock.now();
      const discount = ledger.discounts.put({
        id: newId('di'),
        object: 'discount',
        checkout_session: target.checkout_session ?? null,
        customer: target.customer ?? null,
        customer_account: null,
        end:
          coupon.duration_in_months === null
            ? null
            : periodEnd(now, now, { interval: 'month', interval_count: coupon.duration_in_months }),
        invoice: target.invoice ?? null,
        invoice_item: null,
        promotion_code: promotionCode,
        source: { coupon: id, type: 'coupon' },
        start: now,
        subscription: target.subscription ?? null,
        subscription_item: null,
      });
      events.record('customer.discount.created', discount);
      return discount.id;
    });
  }

  /** Ends a discount. */
  remove(id: string): Wire<Stripe.DeletedDiscount> {
    const { end: _end, deleted: _deleted, ...discount } = this.parts.ledger.discounts.require(id);
    const removed = { ...discount, deleted: true as const };
    this.parts.events.record('customer.discount.deleted', removed);
    return removed;
  }

  /** What each coupon takes off each line, one after the other. */
  shares(coupons: readonly string[], lines: readonly DiscountableLine[], currency: string): number[][] {
    let left = lines;
    return coupons.map((id) => {
      const products = this.parts.ledger.couponScopes.get(id)?.products;
      const shares = discountShares(this.couponOf(id), products, left, currency);
      left = left.map((line, index) => ({ ...line, amount: line.amount - (shares[index] ?? 0) }));
      return shares;
    });
  }

  /** The terms of a coupon, even of one that was deleted since it was redeemed. */
  couponOf(id: string): Coupon {
    return this.parts.ledger.coupons.get(id) ?? this.parts.ledger.deletedCoupons.require(id);
  }

  #hasPaid(customer: string): boolean {
    const { ledger } = this.parts;
    return (
      ledger.charges.find((charge) => charge.customer === customer && charge.paid) !== undefined ||
      ledger.invoices.find((invoice) => invoice.customer === customer && invoice.amount_paid > 0) !== undefined
    );
  }
}
