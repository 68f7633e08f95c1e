import type { Customers } from '../customers/customers.js';
import type { EventLog } from '../events/event-log.js';
import { KeptFailure } from '../http/kept-failure.js';
import type { InvoiceCollection } from '../invoices/invoice-collection.js';
import type { InvoiceItems } from '../invoices/invoice-items.js';
import { subscriptionLine } from '../invoices/invoice-line.js';
import type { Invoices } from '../invoices/invoices.js';
import type { Invoice, InvoiceDraft, InvoiceLine } from '../invoices/new-invoice.js';
import type { InvoiceItem } from '../invoices/new-invoice-item.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import type { Subscription } from './new-subscription.js';
import { isMetered, type Period, periodOf, type SubscriptionItem } from './subscription-item.js';

/** How many units a customer used of a metered item in a period. */
export type MeteredUsage = (item: SubscriptionItem, customer: string, period: Period) => number;

/** What a payment that does not succeed at once means. */
export type PaymentBehavior =
  | 'allow_incomplete'
  | 'default_incomplete'
  | 'error_if_incomplete'
  | 'pending_if_incomplete';

/** What tells one invoice of a subscription from another. */
export interface SubscriptionInvoice {
  readonly id: string;
  readonly billingReason: InvoiceDraft['billingReason'];
  readonly lines: readonly InvoiceLine[];
  readonly period?: Period;
  /** Items that it takes along beside those that wait for it. */
  readonly addedItems?: readonly InvoiceItem[];
}

export interface SubscriptionBillingParts {
  readonly ledger: Ledger;
  readonly customers: Customers;
  readonly invoices: Invoices;
  readonly invoiceItems: InvoiceItems;
  readonly collection: InvoiceCollection;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly usage: MeteredUsage;
}

const DAY = 24 * 60 * 60;

/** The invoices that subscriptions make. Source: https://docs.stripe.com/billing/invoices/subscription */
export class SubscriptionBilling {
  constructor(private readonly parts: SubscriptionBillingParts) {}

  /** The lines for the period of each item that begins now: nothing is due in advance for usage to come. */
  firstLines(invoice: string, subscription: Subscription): InvoiceLine[] {
    return subscription.items.data.map((item) =>
      this.#line(invoice, subscription, item, item.quantity ?? 0, periodOf(item)),
    );
  }

  /** The lines for the period that begins and for the usage of the one that ended. */
  cycleLines(invoice: string, before: Subscription, after: Subscription): InvoiceLine[] {
    const usage = this.usageLines(invoice, before);
    const licensed = after.items.data.filter((item) => !isMetered(item));
    return [...licensed.map((item) => this.#line(invoice, after, item, item.quantity ?? 0, periodOf(item))), ...usage];
  }

  /** The lines for what was used in the period that runs. */
  usageLines(invoice: string, subscription: Subscription): InvoiceLine[] {
    return subscription.items.data.filter(isMetered).map((item) => {
      const used = this.parts.usage(item, subscription.customer, periodOf(item));
      return this.#line(invoice, subscription, item, used, periodOf(item));
    });
  }

  /** The items that wait for the next invoice of a subscription. */
  pending({ customer, currency, id }: Subscription): InvoiceItem[] {
    return this.parts.invoiceItems.pending(customer, currency, id);
  }

  /** A new draft over the lines and all items that wait for it. */
  draft(subscription: Subscription, order: SubscriptionInvoice): Invoice {
    const { customers, invoices, clock } = this.parts;
    const { addedItems = [], ...draft } = order;
    const isSent = subscription.collection_method === 'send_invoice';
    const isKept = subscription.status === 'unpaid' || subscription.pause_collection?.behavior === 'keep_as_draft';
    return invoices.draft({
      ...draft,
      customer: customers.require(subscription.customer, 'customer'),
      currency: subscription.currency,
      collectionMethod: subscription.collection_method,
      defaultPaymentMethod: null,
      description: null,
      dueDate: isSent ? clock.now() + (subscription.days_until_due ?? 30) * DAY : null,
      metadata: {},
      subscription,
      autoAdvance: !isKept,
      items: [...new Set([...this.pending(subscription), ...addedItems])],
    });
  }

  /**
   * Finalizes a draft and charges it unless the customer shall pay it.
   *
   * @throws KeptFailure 402 for a refused payment under `error_if_incomplete`
   */
  settle(draft: Invoice, behavior: PaymentBehavior): Invoice {
    const { invoices, collection } = this.parts;
    const subscription = this.parts.ledger.subscriptions.get(draft.parent?.subscription_details?.subscription ?? '');
    // What a paused collection does with an invoice, it does an hour later.
    if (draft.auto_advance !== true || subscription?.pause_collection) return draft;
    const opened = invoices.finalize(draft.id);
    if (opened.status !== 'open') return opened;
    if (opened.collection_method !== 'charge_automatically') this.parts.events.record('invoice.sent', opened);
    else if (behavior === 'error_if_incomplete') invoices.pay(opened.id);
    else if (behavior !== 'default_incomplete') collection.collect(opened);
    return invoices.require(opened.id);
  }

  /** As `settle`, for the first invoice, which is charged while the customer is there. */
  settleFirst(draft: Invoice, behavior: PaymentBehavior): void {
    const opened = this.parts.invoices.finalize(draft.id);
    if (opened.status !== 'open' || opened.collection_method !== 'charge_automatically') return;
    if (behavior === 'default_incomplete') return;
    try {
      this.parts.invoices.pay(opened.id);
    } catch (error) {
      if (!(error instanceof KeptFailure) || behavior === 'error_if_incomplete') throw error;
    }
  }

  #line(
    invoice: string,
    subscription: Subscription,
    item: SubscriptionItem,
    quantity: number,
    period: Period,
  ): InvoiceLine {
    const isTrial = subscription.status === 'trialing';
    return subscriptionLine(this.parts.ledger, invoice, subscription, item, { quantity, period, isTrial });
  }
}
