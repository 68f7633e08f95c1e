import type { EventLog } from '../events/event-log.js';
import { noSuch } from '../http/failures.js';
import type { InvoiceItems } from '../invoices/invoice-items.js';
import type { InvoiceEndings } from '../invoices/invoice-endings.js';
import type { Invoice } from '../invoices/new-invoice.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import { cancellationDetails } from './cancellation-details.js';
import type { Subscription } from './new-subscription.js';
import type { Prorations } from './prorations.js';
import type { SubscriptionBilling } from './subscription-billing.js';
import { isEnded, type SubscriptionBook } from './subscription-book.js';

export interface SubscriptionEndParts {
  readonly ledger: Ledger;
  readonly book: SubscriptionBook;
  readonly billing: SubscriptionBilling;
  readonly prorations: Prorations;
  readonly endings: InvoiceEndings;
  readonly invoiceItems: InvoiceItems;
  readonly events: EventLog;
  readonly clock: Clock;
}

/** How a subscription is to end. */
export interface Ending {
  readonly details?: Parameters<typeof cancellationDetails>[1];
  readonly reason?: 'cancellation_requested' | 'payment_failed';
  /** Whether the unused time is given back. */
  readonly prorate?: boolean;
  /** Whether a last invoice collects what is still to be billed. */
  readonly invoiceNow?: boolean;
}

/** The end of subscriptions. Source: https://docs.stripe.com/billing/subscriptions/cancel */
export class SubscriptionEnd {
  constructor(private readonly parts: SubscriptionEndParts) {}

  /** Ends a subscription now. */
  cancel(id: string, ending: Ending = {}): Subscription {
    const { book, prorations, clock } = this.parts;
    const before = book.require(id);
    if (isEnded(before)) throw noSuch('subscription', id, 'id');
    if (ending.prorate === true && before.status !== 'trialing') {
      for (const item of before.items.data) prorations.credit(before, item, clock.now());
    }
    const canceled = this.#canceled(before, ending);
    if (ending.invoiceNow === true) this.finalInvoice(before);
    else if (ending.prorate !== true) this.#dropProrations(canceled);
    this.#stopCollection(canceled);
    return book.require(id);
  }

  /** Ends a subscription that was to end at this moment, billing what its last period leaves. */
  endAsScheduled(id: string): void {
    const before = this.parts.book.require(id);
    this.#canceled(before, {});
    this.finalInvoice(before);
  }

  cancelAllOf(customer: string): void {
    for (const { id } of this.parts.book.liveOf(customer)) this.cancel(id);
  }

  /** The end of a subscription whose first payment never came. */
  expire(id: string): void {
    const { book, clock } = this.parts;
    const expired = book.put(book.require(id), { status: 'incomplete_expired', ended_at: clock.now() });
    this.voidLatest(expired);
  }

  /** The invoice for what waits and was used; undefined for nothing. One that only credits is never paid out. */
  finalInvoice(subscription: Subscription): Invoice | undefined {
    const { billing, endings, ledger, clock } = this.parts;
    const id = newId('in');
    const lines = billing.usageLines(id, subscription).filter(({ amount }) => amount > 0);
    if (lines.length === 0 && billing.pending(subscription).length === 0) return undefined;
    const start = Math.min(...subscription.items.data.map((item) => item.current_period_start));
    const period = { start, end: clock.now() };
    const draft = billing.draft(subscription, { id, billingReason: 'subscription_cycle', lines, period });
    ledger.subscriptions.put({ ...ledger.subscriptions.require(subscription.id), latest_invoice: id });
    return draft.total < 0 ? endings.writeOff(draft) : draft;
  }

  voidLatest({ latest_invoice: id }: Subscription): void {
    const invoice = id === null ? undefined : this.parts.ledger.invoices.get(id);
    if (invoice?.status === 'open') this.parts.endings.void(invoice.id);
  }

  #canceled(before: Subscription, { details, reason }: Ending): Subscription {
    const now = this.parts.clock.now();
    const said = cancellationDetails(before, details);
    const canceled = this.parts.ledger.subscriptions.put({
      ...before,
      cancel_at_period_end: false,
      canceled_at: before.canceled_at ?? now,
      cancellation_details: { ...said, reason: reason ?? said.reason ?? 'cancellation_requested' },
      ended_at: now,
      pending_update: null,
      status: 'canceled',
    });
    this.parts.events.record('customer.subscription.deleted', canceled);
    if (before.status === 'incomplete') this.voidLatest(canceled);
    return canceled;
  }

  #dropProrations(subscription: Subscription): void {
    const { billing, invoiceItems } = this.parts;
    const prorations = billing
      .pending(subscription)
      .filter((item) => item.proration && item.parent?.subscription_details?.subscription === subscription.id);
    for (const item of prorations) invoiceItems.delete(item.id);
  }

  /** Invoices that were finalized before are no longer collected by themselves. */
  #stopCollection({ id }: Subscription): void {
    const { ledger, endings } = this.parts;
    const open = ledger.invoices.newestFirst(
      (invoice) => invoice.status === 'open' && invoice.parent?.subscription_details?.subscription === id,
    );
    for (const invoice of open) if (invoice.auto_advance === true) endings.stopAdvancing(invoice);
  }
}
