import type Stripe from 'stripe';
import { isPeriod, isProration, netOf } from '../stripe/invoice-shape.js';
import type { InvoiceGateway } from '../stripe/invoice.gateway.js';
import type { SubscriptionChanges } from '../stripe/subscription.gateway.js';
import type { PlannedChange } from '../subscriptions/subscription-change.service.js';
import type { ProrationDate } from './proration-date.js';

/** What is asked about: all of it is fixed, the moment of the proration too. */
export type QuotedChanges = Pick<SubscriptionChanges, 'items' | 'prorationBehavior' | 'prorationDate'>;

/** What a change costs, in minor units. */
export interface ChangeCost {
  readonly currency: string;
  /** Of the first invoice after the change: the change's own where one is made at once, else the next one. */
  readonly lines: readonly Stripe.InvoiceLineItem[];
  readonly isDueNow: boolean;
  /** What is charged when the change is made. */
  readonly amountDueNow: number;
  /** What the prorations come to, on whichever invoice they are. */
  readonly prorated: number;
  /** Of the next invoice where that is the first one. */
  readonly total: number | null;
}

/** What a change costs that is made now, the moment of its proration fixed. */
export interface ChangeForecast {
  /** In Unix seconds; null where nothing is prorated. */
  readonly prorationDate: number | null;
  readonly cost: ChangeCost;
  readonly nextInvoiceTotal: number | null;
}

/** Asks Stripe what a change costs; nothing is worked out here. */
export class ChangeCosts {
  constructor(
    private readonly invoices: InvoiceGateway,
    private readonly dates: ProrationDate,
  ) {}

  /** As of now, with what the next invoice comes to. */
  async now(planned: PlannedChange): Promise<ChangeForecast> {
    const { subscription, prorationBehavior } = planned;
    const prorationDate = await this.dates.of(subscription, prorationBehavior);
    const dated = { ...planned, prorationDate };
    const cost = await this.of(subscription, dated);
    return { prorationDate, cost, nextInvoiceTotal: await this.#nextInvoiceTotal(subscription, dated, cost) };
  }

  /** @throws BillingFault for what the change itself would be refused for, and STRIPE_UNAVAILABLE */
  async of(subscription: Stripe.Subscription, changes: QuotedChanges): Promise<ChangeCost> {
    const { id, currency } = subscription;
    const first = await this.invoices.ofChange(id, changes);
    if (first === null) {
      return { currency, lines: [], isDueNow: false, amountDueNow: 0, prorated: 0, total: null };
    }
    // Stripe dates a preview by when its invoice is made, and calls each one `upcoming`.
    const isDueNow = first.created < nextInvoiceAt(subscription);
    const lines = first.lines.data;
    return {
      currency: first.currency,
      lines,
      isDueNow,
      amountDueNow: isDueNow ? first.amount_due : 0,
      prorated: sumOf(lines.filter(isProration)),
      total: first.total,
    };
  }

  /** The total of the next invoice, after the one that the change makes at once; null when none is to come. */
  async #nextInvoiceTotal(
    { id }: Stripe.Subscription,
    changes: QuotedChanges,
    cost: ChangeCost,
  ): Promise<number | null> {
    if (!cost.isDueNow) return cost.total;
    const alone: QuotedChanges = { items: changes.items, prorationBehavior: 'none' };
    // A period that begins anew is on the invoice of the change; the next invoice is for one like it.
    if (cost.lines.some(isPeriod)) return (await this.invoices.ofChange(id, alone, 'recurring'))?.total ?? null;
    // Else the invoice of the change takes along all that waits for the next one, which is left with its period.
    const next = await this.invoices.ofChange(id, alone);
    return next === null ? null : sumOf(next.lines.data.filter(isPeriod));
  }
}

function nextInvoiceAt({ items, cancel_at: cancelAt }: Stripe.Subscription): number {
  return Math.min(...items.data.map((item) => item.current_period_end), cancelAt ?? Number.POSITIVE_INFINITY);
}

function sumOf(lines: readonly Stripe.InvoiceLineItem[]): number {
  return lines.reduce((sum, line) => sum + netOf(line), 0);
}
