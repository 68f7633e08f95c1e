import type { Discounts, Redemption } from '../discounts/discounts.js';
import type { PromotionCodes } from '../discounts/promotion-codes.js';
import { invalidRequest } from '../http/failures.js';
import type { Ledger } from '../state/ledger.js';
import type { LineItem } from './line-items.js';
import type { CheckoutSession, SessionCreateParams } from './new-session.js';

/** Reductions of what a session comes to. Source: https://docs.stripe.com/payments/checkout/discounts */
export class SessionDiscounts {
  constructor(
    private readonly ledger: Ledger,
    private readonly discounts: Discounts,
    private readonly promotionCodes: PromotionCodes,
  ) {}

  /** @throws StripeFailure for a discount that this purchase cannot have */
  read(params: SessionCreateParams, lineItems: readonly LineItem[]): Redemption[] {
    const { discounts = [], allow_promotion_codes: areCodesAllowed } = params;
    if (discounts.length === 0) return [];
    if (areCodesAllowed !== undefined) {
      throw invalidRequest(
        'You may only specify one of these parameters: allow_promotion_codes, discounts.',
        'allow_promotion_codes',
      );
    }
    if (discounts.length > 1) throw invalidRequest('You may only specify one discount.', 'discounts');
    return discounts.map((entry, index) =>
      this.discounts.read(entry, `discounts[${index}]`, purchaseOf(params.customer ?? null, lineItems)),
    );
  }

  /** The lines with what the coupons take off each. */
  onLines(redemptions: readonly Redemption[], lineItems: readonly LineItem[]): LineItem[] {
    const lines = lineItems.map(({ amount_subtotal: amount, price }) => ({
      amount,
      discountable: true,
      product: price?.product ?? null,
    }));
    const coupons = redemptions.map(({ coupon }) => coupon);
    const shares = this.discounts.shares(coupons, lines, lineItems[0]?.currency ?? 'usd');
    return lineItems.map((item, index) => {
      const off = shares.reduce((sum, ofCoupon) => sum + (ofCoupon[index] ?? 0), 0);
      return { ...item, amount_discount: off, amount_total: item.amount_subtotal - off };
    });
  }

  /**
   * Takes the code that a customer entered on the page.
   *
   * @throws StripeFailure for one that does not exist or cannot be redeemed; the session stays as it was
   */
  enter(session: CheckoutSession, code: string): CheckoutSession {
    const found = session.allow_promotion_codes === true ? this.promotionCodes.find(code.trim()) : undefined;
    if (found === undefined) throw invalidRequest('This code is invalid.', 'promotion_code');
    const { lineItems } = this.ledger.checkoutOrders.require(session.id);
    return this.#put(session, [
      this.discounts.byCode(found, 'promotion_code', purchaseOf(session.customer, lineItems)),
    ]);
  }

  /** Takes back the code that a customer entered. */
  clear(session: CheckoutSession): CheckoutSession {
    return session.allow_promotion_codes === true ? this.#put(session, []) : session;
  }

  #put(session: CheckoutSession, redemptions: readonly Redemption[]): CheckoutSession {
    const order = this.ledger.checkoutOrders.require(session.id);
    const lineItems = this.onLines(redemptions, order.lineItems);
    this.ledger.checkoutOrders.put({ ...order, lineItems });
    return this.ledger.checkoutSessions.put({ ...session, ...discountedAmounts(redemptions, lineItems) });
  }
}

/** What a session with lines says about its amounts. */
export function discountedAmounts(
  redemptions: readonly Redemption[],
  lineItems: readonly LineItem[],
): Pick<CheckoutSession, 'amount_subtotal' | 'amount_total' | 'discounts' | 'total_details'> {
  const sum = (amount: (item: LineItem) => number) => lineItems.reduce((total, item) => total + amount(item), 0);
  return {
    amount_subtotal: sum((item) => item.amount_subtotal),
    amount_total: sum((item) => item.amount_total),
    discounts: redemptions.map(({ coupon, promotionCode }) => ({ coupon, promotion_code: promotionCode })),
    total_details: { amount_discount: sum((item) => item.amount_discount), amount_shipping: 0, amount_tax: 0 },
  };
}

/** The discounts of a session that its end redeems. */
export function redemptionsOf({ discounts }: CheckoutSession): Redemption[] {
  return (discounts ?? []).map(({ coupon, promotion_code: promotionCode }) => ({
    coupon: String(coupon),
    promotionCode,
  }));
}

function purchaseOf(customer: string | null, lineItems: readonly LineItem[]) {
  const [first] = lineItems;
  return {
    customer,
    amount: lineItems.reduce((sum, item) => sum + item.amount_subtotal, 0),
    ...(first === undefined ? {} : { currency: first.currency }),
  };
}
