import { lineAmount } from '../invoices/invoice-line.js';
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
  readonly by: NonNullable<NonNullable<InvoiceItem['proration_details']>['credited_items']>;
}

/**
 * The part of an amount for a whole period that falls on what is left of it from a moment on, by the second. The
 * fraction of a minor unit goes to the customer: charges are rounded down and credits, as negative amounts, up.
 */
export function prorated(amount: number, from: number, { start, end }: Period): number {
  const [left, whole] = [BigInt(end - from), BigInt(end - start)];
  const product = BigInt(amount) * left;
  const quotient = product / whole;
  return Number(product % whole < 0n ? quotient - 1n : quotient);
}

/** Invoice items for changes within a period. Source: https://docs.stripe.com/billing/subscriptions/prorations */
export class Prorations {
  constructor(
    private readonly ledger: Ledger,
    private readonly invoiceItems: InvoiceItems,
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
    for (const item of isReset ? [] : after.items.data) {
      const known = old.get(item.id);
      if (known === undefined || isChanged(known, item)) this.#charge(after, item, date);
    }
    for (const item of before.items.data) {
      const now = left.get(item.id);
      if (isReset || now === undefined || isChanged(item, now)) this.credit(before, item, date);
    }
  }

  /** Gives back the unused time of what was billed; nothing for what never was. */
  credit(subscription: Subscription, item: SubscriptionItem, date: number): void {
    if (isMetered(item)) return;
    const billed = this.#billed(item);
    if (billed === undefined) return;
    const { price, quantity, by } = billed;
    const amount = prorated(-lineAmount(price, quantity), date, periodOf(item));
    this.#put(subscription, item, { amount, price, quantity, date, word: 'Unused', creditedItems: by });
  }

  #charge(subscription: Subscription, item: SubscriptionItem, date: number): void {
    if (isMetered(item)) return;
    const { price, quantity = 1 } = item;
    const amount = prorated(lineAmount(price, quantity), date, periodOf(item));
    this.#put(subscription, item, { amount, price, quantity, date, word: 'Remaining', creditedItems: null });
  }

  #put(
    { id, customer, currency }: Subscription,
    item: SubscriptionItem,
    side: {
      readonly amount: number;
      readonly price: Price;
      readonly quantity: number;
      readonly date: number;
      readonly word: 'Remaining' | 'Unused';
      readonly creditedItems: Billed['by'] | null;
    },
  ): void {
    const { amount, price, quantity, date, word, creditedItems } = side;
    const name = this.ledger.products.get(price.product)?.name ?? price.product;
    const goods = quantity === 1 ? name : `${quantity} × ${name}`;
    this.invoiceItems.createProration({
      customer,
      amount,
      currency,
      price,
      quantity,
      description: `${word} time on ${goods} after ${dayOf(date)}`,
      period: { start: date, end: item.current_period_end },
      subscription: id,
      proration: { subscriptionItem: item.id, creditedItems },
    });
  }

  /** The newest charge for the period of an item: a change that was not prorated was never billed. */
  #billed(item: SubscriptionItem): Billed | undefined {
    return this.#billedByProration(item) ?? this.#billedByLine(item);
  }

  #billedByProration(item: SubscriptionItem): Billed | undefined {
    const [charge] = this.ledger.invoiceItems.newestFirst(
      (entry) =>
        entry.proration_details?.credited_items === null &&
        entry.parent?.subscription_details?.subscription_item === item.id &&
        entry.period.end === item.current_period_end &&
        !this.#isVoid(entry.invoice),
    );
    const price = this.ledger.prices.get(charge?.pricing?.price_details?.price ?? '');
    if (charge === undefined || price === undefined) return undefined;
    return { price, quantity: charge.quantity, by: this.#creditedBy(charge) };
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
        by: { invoice_line_item_details: lines, type: 'invoice_line_items' },
      };
    }
    return undefined;
  }

  #isVoid(invoice: string | null): boolean {
    return invoice !== null && this.ledger.invoices.get(invoice)?.status === 'void';
  }
}

function isChanged(before: SubscriptionItem, after: SubscriptionItem): boolean {
  return before.price.id !== after.price.id || before.quantity !== after.quantity;
}

/** As Stripe writes days in descriptions: 17 Feb 2026. */
function dayOf(moment: number): string {
  return new Date(moment * 1000).toUTCString().slice('Tue, '.length, 'Tue, 17 Feb 2026'.length);
}
