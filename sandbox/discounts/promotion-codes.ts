import type Stripe from 'stripe';
import type { Customers } from '../customers/customers.js';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, missingParameter, noSuch } from '../http/failures.js';
import { refuseUnsupported } from '../http/unsupported.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Clock } from '../state/clock.js';
import { newId, randomText } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { type Coupons, futureMoment, maximumOf } from './coupons.js';

export type PromotionCode = Wire<Stripe.PromotionCode>;
export type PromotionCodeCreateParams = Wire<Stripe.PromotionCodeCreateParams>;

/** The words with which customers redeem coupons. Source: https://docs.stripe.com/api/promotion_codes */
export class PromotionCodes {
  constructor(
    private readonly ledger: Ledger,
    private readonly coupons: Coupons,
    private readonly customers: Customers,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  create(params: PromotionCodeCreateParams): PromotionCode {
    if (params.promotion.coupon === undefined) throw missingParameter('promotion[coupon]');
    const coupon = this.coupons.requireValid(params.promotion.coupon, 'promotion[coupon]');
    const customer = params.customer === undefined ? null : this.customers.require(params.customer, 'customer').id;
    const code = params.code ?? randomText(8).toUpperCase();
    if (!/^[a-z0-9_-]+$/i.test(code)) {
      throw invalidRequest('Promotion codes may only have letters, digits, dashes and underscores.', 'code');
    }
    const isActive = params.active ?? true;
    if (isActive) this.#checkFree(code);
    const { restrictions = {} } = params;
    refuseUnsupported(restrictions, ['currency_options']);
    const now = this.clock.now();
    const promotionCode = this.ledger.promotionCodes.put({
      id: newId('promo'),
      object: 'promotion_code',
      active: isActive,
      code,
      created: now,
      customer,
      customer_account: null,
      expires_at: futureMoment(params.expires_at, 'expires_at', now),
      livemode: false,
      max_redemptions: maximumOf(params.max_redemptions),
      metadata: mergedMetadata({}, params.metadata),
      promotion: { coupon: coupon.id, type: 'coupon' },
      restrictions: {
        first_time_transaction: restrictions.first_time_transaction ?? false,
        minimum_amount: restrictions.minimum_amount ?? null,
        minimum_amount_currency: restrictions.minimum_amount_currency?.toLowerCase() ?? null,
      },
      times_redeemed: 0,
    });
    this.events.record('promotion_code.created', promotionCode);
    return promotionCode;
  }

  update(id: string, params: Wire<Stripe.PromotionCodeUpdateParams>): PromotionCode {
    refuseUnsupported(params, ['restrictions']);
    const before = this.require(id);
    if (params.active === true && !before.active) {
      this.#checkFree(before.code);
      if (isOver(before, this.clock.now())) {
        throw invalidRequest('This promotion code has expired and cannot be made active again.', 'active');
      }
    }
    return this.#put(before, {
      active: params.active ?? before.active,
      metadata: mergedMetadata(before.metadata ?? {}, params.metadata),
    });
  }

  /** The active promotion code of these words, in whichever case they are written. */
  find(code: string): PromotionCode | undefined {
    const wanted = code.toLowerCase();
    return this.ledger.promotionCodes.find((entry) => entry.active && entry.code.toLowerCase() === wanted);
  }

  /** Counts one more customer who used it; the last one ends it. */
  redeem(id: string): void {
    const before = this.require(id);
    const timesRedeemed = before.times_redeemed + 1;
    const isLeft = before.max_redemptions === null || timesRedeemed < before.max_redemptions;
    this.#put(before, { times_redeemed: timesRedeemed, active: before.active && isLeft });
  }

  /** Ends the codes whose time is over. */
  sweep(now: number): void {
    const due = this.ledger.promotionCodes.newestFirst((entry) => entry.active && isOver(entry, now));
    for (const entry of due) this.#put(entry, { active: false });
  }

  require(id: string, param?: string): PromotionCode {
    const found = this.ledger.promotionCodes.get(id);
    if (found !== undefined) return found;
    throw noSuch('promotion code', id, param ?? 'promotion_code', param === undefined ? 'path' : 'parameter');
  }

  #put(before: PromotionCode, changes: Partial<PromotionCode>): PromotionCode {
    const after = this.ledger.promotionCodes.put({ ...before, ...changes });
    this.events.recordUpdate('promotion_code.updated', before, after);
    return after;
  }

  #checkFree(code: string): void {
    if (this.find(code) === undefined) return;
    throw invalidRequest(`An active promotion code with \`code: ${code}\` already exists.`, 'code');
  }
}

/** Whether its time or its number of redemptions has run out. */
export function isOver(code: PromotionCode, now: number): boolean {
  return (
    (code.expires_at !== null && code.expires_at <= now) ||
    (code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions)
  );
}
