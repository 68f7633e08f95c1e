import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, noSuch } from '../http/failures.js';
import { lineAmount } from '../invoices/invoice-line.js';
import type { InvoiceLine } from '../invoices/new-invoice.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import type { DiscountParams, Discounts, Purchase, Redemption } from './discounts.js';

type Subscription = Wire<Stripe.Subscription>;
type Params = readonly (DiscountParams & { readonly discount?: string })[] | '' | null | undefined;

/** The discounts of subscriptions, from one invoice to the next. Source: https://docs.stripe.com/billing/subscriptions/coupons */
export class SubscriptionDiscounts {
  constructor(
    private readonly ledger: Ledger,
    private readonly discounts: Discounts,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Those that a new subscription asks for. */
  read(params: Params, purchase: Purchase): Redemption[] {
    return (params || []).map((entry, index) => this.discounts.read(entry, `discounts[${index}]`, purchase));
  }

  redeem(redemptions: readonly Redemption[], target: { readonly customer: string; readonly subscription: string }) {
    return this.discounts.redeem(redemptions, target);
  }

  /** The discounts after an update, which names all that shall be there; an empty text removes them. */
  changed(before: Subscription, params: Params): string[] {
    const current = before.discounts.map(String);
    if (params === undefined) return current;
    const target = { customer: before.customer, subscription: before.id };
    const after = (params || []).flatMap((entry, index) => {
      const { discount, ...asked } = entry;
      const param = `discounts[${index}]`;
      if (discount === undefined) return this.discounts.redeem([this.discounts.read(asked, param, target)], target);
      if (current.includes(discount)) return [discount];
      throw noSuch('discount', discount, `${param}[discount]`, 'parameter');
    });
    for (const id of current) if (!after.includes(id)) this.discounts.remove(id);
    return after;
  }

  /** Ends the discount that a subscription got last. */
  removeLast(subscription: string): Wire<Stripe.DeletedDiscount> {
    const before = this.ledger.subscriptions.get(subscription);
    if (before === undefined) throw noSuch('subscription', subscription, 'id');
    const last = before.discounts.map(String).at(-1);
    if (last === undefined) throw invalidRequest('This subscription has no discount.', undefined, 'resource_missing');
    const removed = this.discounts.remove(last);
    this.#put(before, before.discounts.map(String).slice(0, -1));
    return removed;
  }

  /** The discounts that an invoice of a subscription takes along now. */
  current(subscription: string | undefined): string[] {
    const found = this.ledger.subscriptions.get(subscription ?? '');
    return (found?.discounts ?? []).map(String).filter((id) => !this.#hasRunOut(id));
  }

  /** Those that more than one invoice takes along. */
  recurring({ id }: Subscription): string[] {
    return this.current(id).filter((discount) => {
      const coupon = String(this.ledger.discounts.require(discount).source.coupon);
      return this.discounts.couponOf(coupon).duration !== 'once';
    });
  }

  /** Those that a manual invoice asks for. */
  forInvoice(params: Params, invoice: string, customer: string): string[] {
    return this.discounts.redeem(this.read(params, { customer }), { customer, invoice });
  }

  /** Invoice lines with what discounts take off each; they count for the whole invoice, so no line has its own. */
  onLines(discounts: readonly string[], lines: readonly InvoiceLine[], currency: string): InvoiceLine[] {
    const coupons = discounts.map((id) => String(this.ledger.discounts.require(id).source.coupon));
    const bases = lines.map((line) => ({
      amount: line.amount,
      discountable: line.discountable,
      product: line.pricing?.price_details?.product ?? null,
    }));
    const shares = this.discounts.shares(coupons, bases, currency);
    return lines.map((line, index) => ({
      ...line,
      discount_amounts: discounts.flatMap((discount, order) => {
        const amount = shares[order]?.[index] ?? 0;
        return amount === 0 ? [] : [{ amount, discount }];
      }),
    }));
  }

  /** What the discounts of a subscription take off one item for a whole period. */
  offItem(subscription: Subscription, item: Subscription['items']['data'][number]): number {
    const items = subscription.items.data;
    const lines = items.map(({ price, quantity }) => ({
      amount: quantity === undefined ? 0 : lineAmount(price, quantity),
      discountable: true,
      product: price.product,
    }));
    const ids = subscription.discounts.map(String).filter((id) => !this.#hasRunOut(id));
    const coupons = ids.map((id) => String(this.ledger.discounts.require(id).source.coupon));
    const index = items.findIndex(({ id }) => id === item.id);
    return this.discounts
      .shares(coupons, lines, subscription.currency)
      .reduce((sum, shares) => sum + (shares[index] ?? 0), 0);
  }

  /** Takes from a subscription what its new invoice used up, and what has run out. */
  spend(subscription: string | undefined, lines: readonly InvoiceLine[]): void {
    const before = this.ledger.subscriptions.get(subscription ?? '');
    if (before === undefined || before.discounts.length === 0) return;
    const used = new Set(lines.flatMap((line) => (line.discount_amounts ?? []).map((part) => part.discount)));
    const left = before.discounts.map(String).filter((id) => {
      const { duration } = this.discounts.couponOf(String(this.ledger.discounts.require(id).source.coupon));
      return !this.#hasRunOut(id) && !(duration === 'once' && used.has(id));
    });
    if (left.length < before.discounts.length) this.#put(before, left);
  }

  #hasRunOut(id: string): boolean {
    const { end } = this.ledger.discounts.require(id);
    return end !== null && end <= this.clock.now();
  }

  #put(before: Subscription, discounts: readonly string[]): void {
    const after = this.ledger.subscriptions.put({ ...before, discounts });
    this.events.recordUpdate('customer.subscription.updated', before, after);
  }
}
