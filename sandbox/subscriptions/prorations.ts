import { lineAmount } from '../invoices/invoice-line.js';
import type { SubscriptionDiscounts } from '../discounts/subscription-discounts.js';
import type { InvoiceItems } from '../invoices/invoice-items.js';
import type { InvoiceItem } from '../invoices/new-invoice-item.js';
import type { Price } from '../prices/prices.js';
import type { Ledger } from '../state/ledger.js';
import type { Subscription } from './new-subscription.js';
import { isMetered, type Period, periodOf, type SubscriptionItem } from './subscription-item.js';

/** What was billed for an item in its period, and the lines or item that billed it. */
interface Billed {
  readonly price: Price;
  readonly quantity: number;
  /** What discounts took off the amount for the whole period. */
  readonly off: number;
  readonly by: NonNullable<NonNullable<InvoiceItem['proration_details']>['credited_items']>;
}

/**
 * The part of an amount for a whole period that falls on a part of it, by the second. The fraction of a minor unit
 * goes to the customer: charges are rounded down and credits, as negative amounts, up.
 */
export function prorated(amount: number, part: Period, whole: Period): number {
  const product = BigInt(amount) * BigInt(part.end - part.start);
  const divisor = BigInt(whole.end - whole.start);
  const quotient = product / divisor;
  return Number(product % divisor < 0n ? quotient - 1n : quotient);
}

/** Invoice items for changes within a period. Source: https://docs.stripe.com/billing/subscriptions/prorations */
export class Prorations {
  constructor(
    private readonly ledger: Ledger,
    private readonly invoiceItems: InvoiceItems,
    private readonly discounts: SubscriptionDiscounts,
  ) {}

  /**
   * Credits the unused time of each item that changed and charges the remaining time of what it became.
   *
   * @param date the moment of the change, in Unix seconds
   * @param isReset whether a new period begins: then every item is credited, and none charged for the old period
   */
  create(before: Subscription, after: Subscription, date: number, isReset: boolean): void {
    const old = new Map(before.items.data.map((item) => [item.id, item]));
    const left = new Map(after.items.data.map((item) => [item.id, item]));
    const ended = before.items.data.filter((item) => {
      const now = left.get(item.id);
      return isReset || now === undefined || isChanged(item, now);
    });
    // Looked up before the new charges are there, which are no part of what was billed.
    const billed = ended.map((item) => ({ item, billed: this.#billed(before, item) }));
    for (const item of isReset ? [] : after.items.data) {
      const known = old.get(item.id);
      const { price, quantity = 1 } = item;
      if (known === undefined || isChanged(known, item))
        this.#charge(after, item, rest(before, item, date), {
          price,
          quantity,
          off: this.discounts.offItem(after, item),
        });
    }
    for (const credit of billed) this.#credit(before, credit.item, rest(before, credit.item, date), credit.billed);
  }

  /** Gives back the unused time of what was billed; nothing for what never was. */
  credit(subscription: Subscription, item: SubscriptionItem, date: number): void {
    this.#credit(subscription, item, rest(subscription, item, date), this.#billed(subscription, item));
  }

  /**
   * Credits the time that an end within the period takes off, or charges again what an end taken back adds.
   *
   * @param before with the end that it had
   * @param after with the end that it has
   */
  moveEnd(before: Subscription, after: Subscription): void {
    for (const item of after.items.data) {
      const [from, to] = [endOf(before, item), endOf(after, item)];
      const billed = this.#billed(before, item);
      if (to < from) this.#credit(before, item, { start: to, end: from }, billed);
      else if (from < to && billed !== undefined) this.#charge(before, item, { start: from, end: to }, billed);
    }
  }

  #credit(subscription: Subscription, item: SubscriptionItem, part: Period, billed: Billed | undefined): void {
    if (isMetered(item) || billed === undefined) return;
    const { price, quantity, by, off } = billed;
    const amount = prorated(off - lineAmount(price, quantity), part, periodOf(item));
    this.#put(subscription, item, { amount, price, quantity, part, word: 'Unused', creditedItems: by });
  }

  #charge(
    subscription: Subscription,
    item: SubscriptionItem,
    part: Period,
    { price, quantity, off }: Omit<Billed, 'by'>,
  ): void {
    if (isMetered(item)) return;
    const amount = prorated(lineAmount(price, quantity) - off, part, periodOf(item));
    this.#put(subscription, item, { amount, price, quantity, part, word: 'Remaining', creditedItems: null });
  }

  #put(
    { id, customer, currency }: Subscription,
    item: SubscriptionItem,
    side: {
      readonly amount: number;
      readonly price: Price;
      readonly quantity: number;
      readonly part: Period;
      readonly word: 'Remaining' | 'Unused';
      readonly creditedItems: Billed['by'] | null;
    },
  ): void {
    const { amount, price, quantity, part, word, creditedItems } = side;
    const name = this.ledger.products.get(price.product)?.name ?? price.product;
    const goods = quantity === 1 ? name : `${quantity} × ${name}`;
    this.invoiceItems.createProration({
      customer,
      amount,
      currency,
      price,
      quantity,
      description: `${word} time on ${goods} after ${dayOf(part.start)}`,
      period: part,
      subscription: id,
      proration: { subscriptionItem: item.id, creditedItems },
    });
  }

  /** The newest charge for the period of an item: a change that was not prorated was never billed. */
  #billed(subscription: Subscription, item: SubscriptionItem): Billed | undefined {
    return this.#billedByProration(subscription, item) ?? this.#billedByLine(item);
  }

  #billedByProration(subscription: Subscription, item: SubscriptionItem): Billed | undefined {
    const [charge] = this.ledger.invoiceItems.newestFirst(
      (entry) =>
        entry.proration_details?.credited_items === null &&
        entry.parent?.subscription_details?.subscription_item === item.id &&
        entry.period.start >= item.current_period_start &&
        [item.current_period_end, endOf(subscription, item)].includes(entry.period.end) &&
        !this.#isVoid(entry.invoice),
    );
    const price = this.ledger.prices.get(charge?.pricing?.price_details?.price ?? '');
    if (charge === undefined || price === undefined) return undefined;
    const { quantity, amount, period } = charge;
    return {
      price,
      quantity,
      off: offOf(lineAmount(price, quantity), amount, period, item),
      by: this.#creditedBy(charge),
    };
  }

  #creditedBy({ id, invoice }: InvoiceItem): Billed['by'] {
    const lines = this.ledger.invoices.get(invoice ?? '')?.lines.data ?? [];
    const line = lines.find(({ parent }) => parent?.subscription_item_details?.invoice_item === id);
    return line === undefined || invoice === null
      ? { invoice_item: id, type: 'invoice_item' }
      : { invoice_line_item_details: { invoice, invoice_line_items: [line.id] }, type: 'invoice_line_items' };
  }

  #billedByLine(item: SubscriptionItem): Billed | undefined {
    for (const invoice of this.ledger.invoices.newestFirst(({ id }) => !this.#isVoid(id))) {
      const line = invoice.lines.data.find(
        ({ parent, period }) =>
          parent?.subscription_item_details?.subscription_item === item.id &&
          !parent.subscription_item_details.proration &&
          period.end === item.current_period_end,
      );
      const price = this.ledger.prices.get(line?.pricing?.price_details?.price ?? '');
      if (line === undefined || price === undefined) continue;
      const lines = { invoice: invoice.id, invoice_line_items: [line.id] };
      return {
        price,
        quantity: line.quantity ?? 1,
        off: (line.discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0),
        by: { invoice_line_item_details: lines, type: 'invoice_line_items' },
      };
    }
    return undefined;
  }

  #isVoid(invoice: string | null): boolean {
    return invoice !== null && this.ledger.invoices.get(invoice)?.status === 'void';
  }
}

/** What discounts must have taken off a whole period, by what was charged for a part of it. */
function offOf(whole: number, charged: number, part: Period, item: SubscriptionItem): number {
  const period = periodOf(item);
  if (part.end <= part.start || charged === prorated(whole, part, period)) return 0;
  return whole - Math.round((charged * (period.end - period.start)) / (part.end - part.start));
}

function isChanged(before: SubscriptionItem, after: SubscriptionItem): boolean {
  return before.price.id !== after.price.id || before.quantity !== after.quantity;
}

/** Where the time ends that an item is billed for: with its period, or with the subscription before that. */
function endOf({ cancel_at: cancelAt }: Subscription, item: SubscriptionItem): number {
  const end = item.current_period_end;
  return cancelAt !== null && cancelAt > item.current_period_start ? Math.min(cancelAt, end) : end;
}

/** What is left of an item's time from a moment on. */
function rest(subscription: Subscription, item: SubscriptionItem, start: number): Period {
  return { start, end: Math.max(start, endOf(subscription, item)) };
}

/** As Stripe writes days in descriptions: 17 Feb 2026. */
function dayOf(moment: number): string {
  return new Date(moment * 1000).toUTCString().slice('Tue, '.length, 'Tue, 17 Feb 2026'.length);
}
