import type { CheckoutSession } from '../checkout/new-session.js';
import type { Coupon } from '../discounts/coupons.js';
import type { Ledger } from '../state/ledger.js';
import { money } from './money.js';
import { type Html, html } from './page.js';

/** A promotion code that was entered and refused. */
export interface RefusedCode {
  readonly code: string;
  readonly message: string;
}

/** The discount of a session among its totals, and the field for a promotion code where one may be entered. */
export function discountRow(session: CheckoutSession, ledger: Ledger, refused: RefusedCode | undefined): Html | string {
  const [discount] = session.discounts ?? [];
  const isOpenToCodes = session.allow_promotion_codes === true;
  if (discount === undefined) return isOpenToCodes ? codeForm(session, refused) : '';
  const coupon = ledger.coupons.get(String(discount.coupon)) ?? ledger.deletedCoupons.get(String(discount.coupon));
  const code = ledger.promotionCodes.get(String(discount.promotion_code))?.code;
  const off = money(session.total_details?.amount_discount ?? 0, session.currency ?? 'usd');
  return html`<div class="discount"><dt><span>${code ?? coupon?.name ?? 'Discount'}</span>${
    coupon === undefined ? '' : html`<small>${termsOf(coupon, session.mode === 'subscription')}</small>`
  }${
    isOpenToCodes
      ? html`<form method="post" action="${actionOf(session)}"><button class="link" name="remove" value="yes">Remove<span class="unseen"> the promotion code ${code}</span></button></form>`
      : ''
  }</dt><dd>−${off}</dd></div>`;
}

function codeForm(session: CheckoutSession, refused: RefusedCode | undefined): Html {
  return html`<div class="code"><dt class="unseen">Promotion code</dt><dd><form method="post" action="${actionOf(session)}" novalidate>
<label for="promotion-code">Promotion code</label>
<div class="join"><input id="promotion-code" name="code" value="${refused?.code}" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="500"${
    refused === undefined ? '' : html` aria-invalid="true" aria-describedby="promotion-code-error" autofocus`
  }><button class="apply">Apply</button></div>
${refused === undefined ? '' : html`<p class="error" id="promotion-code-error" role="alert">${refused.message}</p>`}</form></dd></div>`;
}

/** Such as `20% off for 3 months`. */
export function termsOf(coupon: Coupon, isRecurring: boolean): string {
  const off =
    coupon.percent_off === null
      ? `${money(coupon.amount_off ?? 0, coupon.currency ?? 'usd')} off`
      : `${coupon.percent_off}% off`;
  if (!isRecurring) return off;
  if (coupon.duration === 'forever') return `${off} every invoice`;
  const { duration_in_months: months } = coupon;
  return months === null ? `${off} once` : `${off} for ${months} ${months === 1 ? 'month' : 'months'}`;
}

function actionOf(session: CheckoutSession): string {
  return `/c/pay/${session.id}/promotion-code`;
}
